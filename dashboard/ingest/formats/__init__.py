"""The file formats that can be read, each a record."""

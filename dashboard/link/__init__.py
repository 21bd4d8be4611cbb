"""What the reader is looking at, and how a link says so."""

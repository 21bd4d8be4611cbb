"""The server: pages, answers, downloads, pictures, and which data version they are of."""

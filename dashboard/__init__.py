"""Compare state-linked takedowns across countries, side by side."""

__version__ = "0.1.0"

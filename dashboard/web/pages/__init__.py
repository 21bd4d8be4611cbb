"""What each page says, without data and without wiring."""

"""Layouts, without data and without wiring."""

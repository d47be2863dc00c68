"""Whole days of work in a real browser, against the real server."""

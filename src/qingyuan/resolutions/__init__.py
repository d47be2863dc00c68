"""Resolutions (议定事项): meetings and talks of a leadership team, what was said there, and what was resolved."""

"""What the room decides, as pure functions."""

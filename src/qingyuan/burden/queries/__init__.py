"""Questions of the room, by subject."""

"""Questions of the room: which lists exist for a person, whom they may ask, what was answered, how far it is."""

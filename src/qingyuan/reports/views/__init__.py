"""The pages of the room: what reporters see, what they come back to, and what handlers see."""

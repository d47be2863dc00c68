"""Shape of what is asked for."""

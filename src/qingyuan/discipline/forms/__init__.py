"""Forms of the room: shape and cleaning of input, nothing else."""

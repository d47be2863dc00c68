"""Forms of the campaign: shape and cleaning of input, nothing else."""

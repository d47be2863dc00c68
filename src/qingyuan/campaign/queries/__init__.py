"""Questions about campaigns, by subject."""

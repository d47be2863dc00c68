"""Questions about leads: what exists for a person, what the clocks show, who may handle, figures, what is alike."""

"""举报: who knows of misconduct says so, sealed for those who may handle it, and comes back with a code to hear."""

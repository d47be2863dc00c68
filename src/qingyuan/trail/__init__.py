"""What was done, by whom and when: an append-only record that nobody can change without being found out."""

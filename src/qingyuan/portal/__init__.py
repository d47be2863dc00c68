"""Where one arrives: what waits for me today, how the campaign stands, and the record of all acts."""

"""Shape of passports, requests, caps and burdens."""

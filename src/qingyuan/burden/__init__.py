"""Burden: every form has a passport, every unit a budget of minutes, and who is asked too much is answered."""

"""Discipline: leads (线索) and what becomes of them, the three rules against interference, and self-reports."""

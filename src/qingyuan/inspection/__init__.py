"""Inspection: check lists for the units that have the function; what they find is on the ledger the same day."""

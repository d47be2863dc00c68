"""Qingyuan (清源): one closed loop from what is found to what is put right and told back."""

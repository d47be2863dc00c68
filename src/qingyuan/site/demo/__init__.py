"""The demo city: a fictional bureau that is played through the rules, act by act, up to one of two moments."""

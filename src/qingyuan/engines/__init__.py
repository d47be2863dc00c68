"""Engines: pure libraries that know neither Django nor the house. Each is useful on plain values alone."""

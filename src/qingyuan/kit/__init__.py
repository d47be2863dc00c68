"""What every room stands on and no user ever asks for: clock, bus, shelves, working days, page parts.

The kit knows no business: no unit, no matter, no campaign. Each of its files is its own door.
"""

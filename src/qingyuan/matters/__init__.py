"""The spine: everything that was found, one table, one lifecycle, one set of clocks, one closing rule."""

"""Who we are: units as a tree, people and the posts they hold over time, party branches, and who may do what.

Permission and scope live here and nowhere else: every list in the product asks this room for the predicate
that leaves only what the person may see.
"""

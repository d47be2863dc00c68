"""The campaign itself: its plan and stages, who is responsible for what, and whether every unit has set to work.

A bureau may run several campaigns side by side. What a visit finds, a meeting decides or the upper guidance
group asks for is told from here as a fact; rooms above turn it into a matter with an owner and a deadline.
"""

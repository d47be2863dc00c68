"""Study of the force: curriculum, weekly plans, branch sessions, events, materials, warning cases, essays."""

"""Who may open what: every address and method, every role, own and foreign, against one table."""

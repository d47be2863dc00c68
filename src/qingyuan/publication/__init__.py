"""What is told back: bulletins and weekly figures, drafted from the ledger in the official layout."""

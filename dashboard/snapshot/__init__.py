"""One data version in memory, indexed for questions, and what is cached of it."""

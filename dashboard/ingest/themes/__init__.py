"""Which themes a post belongs to, and what looks after the lexicon."""

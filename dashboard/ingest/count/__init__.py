"""The stage -> the store's tables: what is counted, and what may leave."""

"""Collections on disk: reading them, and changing a store all at once or not at all."""

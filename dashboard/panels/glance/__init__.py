"""At a glance: size, rhythm and themes of each operation, small, above the questions in full."""

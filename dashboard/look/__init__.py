"""How things look: numbers, colours, the component library, texts that nobody vouches for."""

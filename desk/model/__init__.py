"""Items, their clocks and their life; pure, without I/O."""

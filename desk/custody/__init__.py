"""What keeps work safe where the database cannot be reached."""

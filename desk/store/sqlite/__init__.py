"""A desk kept in one SQLite file."""

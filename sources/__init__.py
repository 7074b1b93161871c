"""Fills the desk: fetches, parses, paces; a failing source is a value, never an end."""

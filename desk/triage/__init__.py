"""Judges what a comment is and how bad, and says because of what."""

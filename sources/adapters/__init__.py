"""Kinds of sources beside plain feeds: one module each."""

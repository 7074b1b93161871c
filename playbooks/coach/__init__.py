"""Reads a reply before the public does: remarks with a reason, a source and a way to mend them."""

"""Knows how to answer: playbooks as data, and the walk through their steps."""

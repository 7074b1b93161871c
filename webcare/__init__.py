"""Starts it all: the commands, the configuration file, and how the rooms are plugged together."""

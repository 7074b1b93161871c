"""The commands: a module per noun, each loaded only when it is called."""

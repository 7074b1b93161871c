"""The use cases of the desk, one module per noun; keys and commands call the same ones."""

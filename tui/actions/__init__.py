"""What the keys do: a module per noun; the only part of the screen that awaits the desk."""

"""Shows the desk; the only room that speaks Textual."""

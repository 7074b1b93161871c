"""What the desk tells: summaries, exports, an item as JSON, and its story."""

"""The desk itself: what items are, how they live, where they are kept."""

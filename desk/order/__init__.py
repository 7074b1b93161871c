"""In which order the queue keeps most of its promises: pure, it knows no store and no clock."""

"""Chat to answer to reply."""

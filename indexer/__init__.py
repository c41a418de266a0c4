"""Files to a published generation."""

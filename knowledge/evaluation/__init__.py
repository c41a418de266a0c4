"""Measures what the assistant does: answers against gold files, retrieval against public sets."""

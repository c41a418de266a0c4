"""Trains the embedding that ships in knowledge/own_embedding: `python -m training --help`."""

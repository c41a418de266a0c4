"""Trains the embedding that ships in knowledge/models: `python -m training --help`."""

"""Tập huấn: sets of questions, classes that play them, self-study, the projector's page."""

"""Explain a plan: why it is as it is, and what would change it."""

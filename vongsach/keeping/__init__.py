"""Publish a plan, record what became of it, and count what the library reports."""

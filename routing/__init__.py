"""Decide which van drives where, on which day and in which order."""

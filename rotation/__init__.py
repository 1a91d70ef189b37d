"""Decide which box stands where, riding on the trips of a routing."""

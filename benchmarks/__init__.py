"""Measure how fast and how good the parts are: ``python -m benchmarks NAME``."""

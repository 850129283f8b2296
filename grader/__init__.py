"""Hands out, grades and reports the homework and tests of a deep-learning course."""

__version__ = "0.1.0"

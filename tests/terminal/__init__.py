"""Walks in a real pseudo-terminal."""

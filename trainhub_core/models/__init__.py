"""Frozen facts on the wire."""

"""Kinds of things that are found. By itself, because the command line's table needs nothing else of search (start-up)."""

KINDS = ("course", "path", "lesson", "webinar", "resource", "collection", "transcript", "question", "note", "bookmark")
"""In the order equally good hits are shown."""

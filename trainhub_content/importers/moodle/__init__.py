"""Moodle XML, the format in which Moodle exports its question banks."""

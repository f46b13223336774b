"""From a folder to a course and back: the format, its check, the starter pack. Imports core alone."""

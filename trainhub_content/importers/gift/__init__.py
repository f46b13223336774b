"""GIFT, the plain text format of Moodle for questions. A parser of our own."""

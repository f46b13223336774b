"""Quizzes and scenarios as readable Markdown, there and back. The format is described in docs/content-format.md."""

"""Folders of Markdown as courses: documentation, workshops, guides, quizzes written as lists."""

"""Widgets: each draws a model it is given and posts what the person chose."""

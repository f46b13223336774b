"""Importers: what comes, what is changed, what is refused."""

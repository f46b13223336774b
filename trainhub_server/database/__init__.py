"""One small face over SQLite and Postgres. SQL itself lives in repositories alone."""

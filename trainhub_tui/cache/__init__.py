"""What survives a restart: what the server said (disposable), what only this laptop knows (precious), and files."""

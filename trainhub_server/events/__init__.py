"""Event streams: who listens on this process, and what they are told."""

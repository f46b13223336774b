"""An interactive lesson in the browser: its package served from 127.0.0.1 for as long as its page is open, what it tells taken back."""

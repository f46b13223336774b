"""Question banks, whatever system they are written for: questions as stated, made into ours, put into lessons."""

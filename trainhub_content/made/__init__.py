"""What the starter pack holds ready-made: videos from slides and speech, templates as Word, PowerPoint and Excel files. Build-time only."""

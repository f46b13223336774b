"""Speed as ratios: each figure against a reference that runs in turn in the same run (`make bench`)."""

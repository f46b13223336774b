"""From a file of any kind to something that can be read in the terminal."""

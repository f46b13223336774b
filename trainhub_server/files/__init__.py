"""Where the bytes of resources and packages are kept, and how they are handed out: a folder, or a bucket."""

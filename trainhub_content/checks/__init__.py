"""What is looked at in content, one module for each kind of thing."""

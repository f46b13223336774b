"""Pages: which sections, which verbs. Screens ask the hub and give models to widgets; they do not import each other."""

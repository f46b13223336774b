"""Search over everything on this laptop (LEARN-5): what is looked through, the index, questions to it."""

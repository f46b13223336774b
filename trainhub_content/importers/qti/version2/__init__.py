"""QTI 2.1, 2.2 and 3.0: items that declare their answers, and tests that name items."""

"""IMS QTI: questions and tests of QTI 1.2 (also as Canvas writes them), 2.1, 2.2 and 3.0."""

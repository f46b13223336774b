"""What both sides agree on: models, rules, operations, text cleaning. Pure: no I/O, stdlib and pydantic only."""

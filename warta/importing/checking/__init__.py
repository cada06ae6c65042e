"""Compares a built newsroom with the old site it came from, without a word from the import that brought it."""

"""Turns a mirrored copy of an old website into items: its files, the article in each page, and why others are none."""

"""Turns foreign newsrooms (WordPress, other generators, feeds, text files) into items, the form common to all."""

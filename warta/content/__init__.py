"""Turns the files of the content folder into documents: front matter, its keys, every problem with its line."""

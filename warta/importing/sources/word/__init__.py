"""Turns Word files into items: what of a document may be published, its numbers and lists, and what stays behind."""

"""Turns documents and settings into a site: what is visible, where it stands, what lists it."""

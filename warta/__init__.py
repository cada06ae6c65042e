"""Warta turns a folder of Markdown press releases into a static news site."""

__version__ = "0.1.0"

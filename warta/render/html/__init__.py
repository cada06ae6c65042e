"""Turns views and bodies into pages, by the templates and messages of a theme."""

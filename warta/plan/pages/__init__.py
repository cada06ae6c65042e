"""Turns a site into what is planned for people: release pages, lists, the archive, standing pages."""

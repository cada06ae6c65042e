"""Turns releases into mails to those who asked for them, one message a person, and never two."""

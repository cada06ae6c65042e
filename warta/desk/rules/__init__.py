"""The rules of the desk editor: small pure functions from a manuscript to notes."""

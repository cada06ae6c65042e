"""Announces releases that became public, in posts and pings, each sent once."""

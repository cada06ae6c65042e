"""Turns releases, before they are published, into findings of the desk editor: where, why and what to do."""

"""The rules of the desk editor: pure functions from a manuscript, or from the whole newsroom, to notes."""

"""Turns an item of a foreign newsroom into the text of a file of this one, and proves that its words arrived."""

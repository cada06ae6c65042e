"""Pure parts, tested on literals."""

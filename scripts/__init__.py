"""Commands for those who work on Warta itself."""

"""The command line: what was typed into calls, and what came of it into plain words."""

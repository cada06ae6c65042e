"""Turns a newsroom's folder into its output folder, and does only what changed."""

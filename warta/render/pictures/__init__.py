"""Turns pictures into smaller variants, and into originals without position and camera data."""

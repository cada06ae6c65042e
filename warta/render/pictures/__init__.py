"""Pictures: their smaller variants, and originals without position and camera data."""

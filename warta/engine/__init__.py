"""The engine: from a newsroom's folder to its output folder, doing only what changed."""

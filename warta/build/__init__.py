"""The pipeline from folders to files: reading, staleness, executors, writing."""

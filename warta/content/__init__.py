"""Files of the content folder into documents: front matter, schema, every problem with its line."""

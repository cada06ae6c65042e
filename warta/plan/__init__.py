"""A site into families of targets: one target for each file of the output, with all that the file is made of."""

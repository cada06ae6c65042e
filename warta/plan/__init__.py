"""A site into targets: one output file each, with the view that is all its template can see."""

"""Pages: the theme, its templates and messages, and the bodies that stand in them."""

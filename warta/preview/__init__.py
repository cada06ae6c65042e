"""Turns a newsroom's folder into a preview in the browser that follows every save."""

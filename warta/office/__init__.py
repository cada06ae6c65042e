"""Turns a newsroom's folder into a desk in the browser, and what is done at the desk into files of the newsroom."""

"""Turns what a newsroom has elsewhere (WordPress, text files, another generator, a feed) into content of this one."""

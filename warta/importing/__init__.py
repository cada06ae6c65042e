"""Turns a newsroom from elsewhere (WordPress, text files, another generator, a feed) into content of this one.

`run.py` is the whole of an import. `sources/` reads foreign newsrooms into items, `conversion/` turns each item into
the text of a file, and neither knows of the other; both share the values of `item.py`. Around them the run plans
where files go (`planning.py`), converts (`converting.py`), writes (`writing.py`), keeps a journal (`journal.py`) and
reports (`report.py`).
"""

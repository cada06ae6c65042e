"""Turns the question "can this block only be a paragraph?" into a yes that is always right.

A no only means "not surely": such a block takes the longer way. A block is what stands between two blank
lines.
"""

from __future__ import annotations

import re

# How a line begins that no block rule of Python-Markdown or its `extra` claims. They all look for how a line
# begins: with white space (code, parts of a list), `#`, one of `-+*` and a blank, digits with `.` and a
# blank, `=`, `-`, `_` or `*` alone on a line, `>`, `:`, `[...]:`, `*[...]:`, a fence of `~` or backquotes,
# STX (stashed HTML). Tables need a second line of nothing but `|`, `:`, `-` and blanks.
_BEGINNING = (
    r"""(?:[^\W\d_]"""  # a letter of any script
    r"""|["'“”‘’„«‹(/–—…]"""
    r"""|\d++(?!\.[ ])"""  # a number, but not of a list item
    r"""|\*\*?(?=[^\W_])|_(?=[^\W_])"""  # emphasis: a list item has a blank there, a rule no letter
    r"""|!?\[[^\[\]\n]*\]\()"""  # a link or an image: a definition has `]:` there
)
_FIRST_LINE = re.compile(_BEGINNING)

# Code and parts of lists are known by white space before the first line alone. The other rules allow white
# space before their marks, in any line, but they need the marks.
_NEXT_LINE = re.compile(rf"[ ]*{_BEGINNING}")


def is_paragraph(block: str) -> bool:
    """Whether every block rule but the one for paragraphs passes `block` by, whatever stands around it.

    Such a block begins without white space. Inside a tight list it becomes an item's text instead.
    """
    if not _FIRST_LINE.match(block):
        return False
    return "\n" not in block or all(map(_NEXT_LINE.match, block.split("\n")))

"""Turns the question "can this block only be a paragraph?" into a yes that is always right.

A no means only "not surely": such a block takes the longer way. A block is what stands between two blank lines.
"""

from __future__ import annotations

import re

# How a line begins that no block rule of Python-Markdown and of its `extra` claims. All those rules look at how a
# line begins: with white space (code, parts of a list), `#`, `-` `+` `*` and a blank, digits, `.` and a blank, `=`
# `-` `_` `*` alone on a line, `>`, `:`, `[...]:`, `*[...]:`, a fence of `~` or backquotes, STX (stashed HTML). Only
# tables look elsewhere: they need two lines and a `|`.
_BEGINNING = (
    r"""(?:[^\W\d_]"""  # a letter of any script
    r"""|["'“”‘’„«‹(/–—…]"""
    r"""|\d++(?!\.[ ])"""  # a number, but not of a list item
    r"""|\*\*?(?=[^\W_])|_(?=[^\W_])"""  # emphasis: a list item has a blank there, a rule no letter
    r"""|!?\[[^\[\]\n]*\]\()"""  # a link or an image: a definition has `]:` there
)
_FIRST_LINE = re.compile(_BEGINNING)

# Code and the parts of lists are known by the white space before their first line alone. The other rules allow white
# space before their marks in any line, but need the marks.
_NEXT_LINE = re.compile(rf"[ ]*{_BEGINNING}")


def is_paragraph(block: str) -> bool:
    """Whether every block rule but the one for paragraphs passes `block` by, whatever stands around it.

    The text of such a block has no white space before it. Inside a tight list it becomes an item's text instead.
    """
    if not _FIRST_LINE.match(block):
        return False
    if "\n" not in block:
        return True
    return "|" not in block and all(map(_NEXT_LINE.match, block.split("\n")))

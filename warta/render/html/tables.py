"""Turns the tables of a text into regions that are reached and moved with keys, each named by what stands above it."""

from __future__ import annotations

import re

_PIECE = re.compile(r"<(h[2-6])\b[^>]*>(.*?)</\1>|<table>(?:\s*<caption>(.*?)</caption>)?|</table>", re.DOTALL)
_ALIGNED = re.compile(r'(<t[hd]) (?:align="|style="text-align: ?)(left|right|center);?"')
_CLASSES = {"left": "", "right": ' class="num"', "center": ' class="mid"'}


def reachable(html: str, name: str) -> str:
    """A text whose tables are regions, named by their caption or the heading before them, else `name`."""
    if "<table>" not in html:
        return html
    heading = name

    def piece(match: re.Match[str]) -> str:
        nonlocal heading
        if match[1]:
            heading = _words(match[2]) or name
            return match[0]
        if match[0] == "</table>":
            return "</table></div>"
        label = _words(match[3] or "") or heading
        return f'<div class="table" role="region" tabindex="0" aria-label="{label}">{match[0]}'

    return _ALIGNED.sub(lambda match: match[1] + _CLASSES[match[2]], _PIECE.sub(piece, html))


def _words(html: str) -> str:
    """The words of a piece of HTML, as the value of an attribute."""
    return " ".join(re.sub(r"<[^>]*>", "", html).replace('"', "&quot;").split())

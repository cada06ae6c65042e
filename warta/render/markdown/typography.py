"""Turns straight quotes, dashes and dots into the entities that `smarty` makes of them, and escapes text.

The patterns and replacements are the extension's own; only the loop around them is ours. In the library a
replacement is stashed, and later patterns see a placeholder in its stead: STX, a word, ETX. Here the
replacement itself stands between STX and ETX until all patterns have run. Patterns see the same in both
cases: each of them matches a straight quote, two dashes or three dots, which neither words nor replacements
hold, and what it looks at before and after that ends at an STX or ETX.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown import Markdown
from markdown.serializers import RE_AMP
from markdown.util import ETX, STX

from warta.render.markdown.known import smarty_patterns

ENTITY = r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);"

# What a text must hold so that the pattern of this name can match. Patterns not named here are always tried.
_NEEDLES = {
    "smarty-em-dashes": "---",
    "smarty-en-dashes": "--",
    "smarty-ellipses": "...",
    **{f"smarty-quotes-{n}": "'" for n in (0, 6, 7, 8, 9, 10)},
    **{f"smarty-quotes-{n}": '"' for n in (1, 11, 12, 13, 14)},
    **{f"smarty-quotes-{n}": "\"'" for n in (2, 5)},
    **{f"smarty-quotes-{n}": "'\"" for n in (3, 4)},
}

_ENTITY = re.compile(ENTITY)
_STASHED = re.compile(f"{STX}([^{ETX}]*){ETX}")


class Typography:
    """The text of one element, or between two, to HTML. It must be free of `<`, STX and ETX."""

    def __init__(self, markdown: Markdown) -> None:
        patterns = smarty_patterns(markdown)
        needles = {id(patterns[name]): needle for name, needle in _NEEDLES.items() if name in patterns}
        self._rules: list[tuple[str, re.Pattern[str], Sequence[int | str]]] = [
            (needles.get(id(pattern), ""), pattern.getCompiledRegExp(), pattern.replace) for pattern in patterns
        ]

    def html(self, text: str) -> str:
        """The text with entities for quotes, dashes and dots, its own entities kept, and escaped."""
        if not (  # one character is found sooner than two, and mostly not there
            "'" in text
            or "‘" in text
            or '"' in text
            or ("-" in text and "--" in text)
            or "..." in text
            or "&" in text
            or ">" in text
        ):
            return text
        if "&" in text:  # the library has stashed entities before smarty's patterns run
            text = _ENTITY.sub(rf"{STX}\g<0>{ETX}", text)
        for needle, pattern, parts in self._rules:
            if needle in text:
                text = _replace(pattern, parts, text)
        pieces = _STASHED.split(text)
        pieces[::2] = map(escape, pieces[::2])
        return "".join(pieces)


def escape(text: str) -> str:
    """The text, or attribute without `"`, with each `>` escaped, and each `&` that begins no entity."""
    return RE_AMP.sub("&amp;", text).replace(">", "&gt;")


def _replace(pattern: re.Pattern[str], parts: Sequence[int | str], text: str) -> str:
    """Put `parts` (a number is a group), stashed, in place of each match, and search on from there."""
    start = 0
    while match := pattern.search(text, start):
        made = "".join(match[part] if isinstance(part, int) else part for part in parts)
        head = f"{text[: match.start()]}{STX}{made}{ETX}"
        text = head + text[match.end() :]
        start = len(head)
    return text

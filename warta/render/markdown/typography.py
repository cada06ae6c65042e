"""Turns straight quotes, dashes and dots into the entities that the `smarty` extension gives, and escapes the rest.

The patterns and replacements are the extension's own; only the loop around them is ours. In the library a
replacement is stashed, and later patterns see a placeholder in its stead: STX, a word, ETX. Here the replacement
itself stands between STX and ETX until all patterns have run. Patterns see the same in both cases, since all of them
match a straight quote, three dots or two dashes, which no word and no replacement holds, and what they look at
before and after that ends at an STX or ETX.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown import Markdown
from markdown.serializers import RE_AMP
from markdown.util import ETX, STX

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
        patterns = markdown.treeprocessors["smarty"].inlinePatterns if "smarty" in markdown.treeprocessors else ()
        needles = {id(patterns[name]): needle for name, needle in _NEEDLES.items() if name in patterns}
        self._rules: list[tuple[str, re.Pattern[str], Sequence[int | str]]] = [
            (needles.get(id(pattern), ""), pattern.getCompiledRegExp(), pattern.replace) for pattern in patterns
        ]

    def html(self, text: str) -> str:
        """The text with its quotes, dashes and dots as entities, its own entities kept, and `&` and `>` escaped."""
        if not ("'" in text or '"' in text or "--" in text or "..." in text or "&" in text or ">" in text):
            return text
        if "&" in text:  # an entity has been stashed by the library before smarty's patterns run
            text = _ENTITY.sub(rf"{STX}\g<0>{ETX}", text)
        for needle, pattern, parts in self._rules:
            if needle in text:
                text = _replace(pattern, parts, text)
        pieces = _STASHED.split(text)
        pieces[::2] = map(escape, pieces[::2])
        return "".join(pieces)


def escape(text: str) -> str:
    """The text with `>` and those `&` escaped that begin no entity, as the library does it, also in attributes."""
    return RE_AMP.sub("&amp;", text).replace(">", "&gt;")


def _replace(pattern: re.Pattern[str], parts: Sequence[int | str], text: str) -> str:
    """Stash `parts` (a number is a group) in place of each match, each search seeing what the ones before it did."""
    start = 0
    while match := pattern.search(text, start):
        made = "".join(match[part] if isinstance(part, int) else part for part in parts)
        head = f"{text[: match.start()]}{STX}{made}{ETX}"
        text = head + text[match.end() :]
        start = len(head)
    return text

"""Turns a style sheet as people write it into the one that is published: without comments, blanks, and unused colours.

What stands between `/* where OPTION is VALUE */` and `/* end */` is kept only where the theme's option has that value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_WHERE = re.compile(r"/\* where (\w+) is ([\w-]+) \*/(.*?)/\* end \*/", re.DOTALL)
_GAP = r"(?:\s|/\*.*?\*/)+"
_TOKEN = re.compile(
    rf""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|url\((?:\\.|[^"')\\\n])*\)|["'][^\n]*(?:\n|$)|(?<![:\s]);(?={_GAP}\}}|\}})|(?P<gap>{_GAP})""",
    re.DOTALL | re.IGNORECASE,
)
_SMALL = 2_000  # letters of a sheet in which nothing is gained
_CLOSED = "{};,"  # blanks beside these mean nothing


def published_sheet(text: str, options: Mapping[str, object]) -> str:
    """A style sheet as readers get it; a small one, which comes in one packet anyhow, keeps its blanks."""
    chosen = _WHERE.sub(lambda match: match[3] if str(options.get(match[1])) == match[2] else "", text)
    return chosen if len(chosen) < _SMALL else stripped(chosen)


@lru_cache(maxsize=32)
def stripped(text: str) -> str:
    """A style sheet without comments and without blanks that mean nothing. Strings and addresses stay as they are."""

    def token(match: re.Match[str]) -> str:
        gap = match["gap"]
        if gap is None:
            return "" if match[0] == ";" else match[0]
        before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
        if before == ":" and after in _CLOSED:
            return " "  # a property of one's own may be empty
        if not before or not after or before in f"{_CLOSED}:" or after in _CLOSED:
            return ""
        return " " if re.sub(r"/\*.*?\*/", "", gap, flags=re.DOTALL) else "/**/"

    return _TOKEN.sub(token, text)

"""Turns what other sites' Markdown and HTML say in ways that this newsroom's does not know into ways that it does."""

from __future__ import annotations

import re
from collections.abc import Callable

_FENCE = re.compile(r"(^ {0,3}(?P<fence>```+|~~~+).*?^ {0,3}(?P=fence)[^\n]*$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_STRIKE = re.compile(r"<(/?)strike\b", re.IGNORECASE)
# signs that CommonMark and kramdown escape, and Python-Markdown does not
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~^:-])|\\([<\"$%&',/;=?@])")


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Markdown with `change` made in all that is no code."""
    parts = _FENCE.split(text)  # two groups: the whole of a piece of code, and its fence
    return "".join(change(part) if at % 3 == 0 else part for at, part in enumerate(parts) if at % 3 != 2)


def with_del(html: str) -> str:
    """Struck words as `<del>`, which is what became of `<strike>`."""
    return _STRIKE.sub(r"<\1del", html)


def without_escapes(text: str) -> str:
    """The signs themselves, so that none of them is markup, where other Markdown has a backslash before them."""
    return _ESCAPED.sub(lambda match: match[0] if match[1] else f"&#{ord(match[2])};", text)

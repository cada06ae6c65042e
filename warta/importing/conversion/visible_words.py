"""Turns HTML into the words a reader sees, so that two texts can be compared.

Marks that typography changes when a page is made count as one (quotes, dashes, three dots), and so do Unicode's forms
of one letter. Marks without width are no words.
"""

from __future__ import annotations

import html as htmllib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

_UNSEEN = re.compile(
    r"<(script|style|template|noscript|iframe|video|audio|object)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_MAY_HIDE = re.compile("<(?:!--|script|style|template|noscript|iframe|video|audio|object)", re.IGNORECASE)
_APART = re.compile(
    r"""</?(?:p|div|br|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|caption|blockquote|pre|figure|figcaption
    |hr|img|section|article|aside|header|footer|nav|main|address|details|summary|form|center|iframe|video|audio|body)
    \b(?:[^"'>]|"[^"]*"|'[^']*')*>""",
    re.VERBOSE | re.IGNORECASE,
)
_TAG = re.compile(r"""</?[a-zA-Z!](?:[^"'>]|"[^"]*"|'[^']*')*>""")
_ONE = (
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'")
    | dict.fromkeys('\u201c\u201d\u201e\u201f\u2033"', "''")
    | {"\u2013": "--", "\u2014": "---", "\u2026": "..."}
    | dict.fromkeys("\u200b\ufeff\u2060\u00ad", "")
)


def words_of(html: str) -> list[str]:
    """The words of serialised HTML (as a parser writes it: quoted attributes, `<` only where a tag begins)."""
    if "<" in html:
        if _MAY_HIDE.search(html):
            html = _UNSEEN.sub(" ", html)
        html = _TAG.sub("", _APART.sub(" ", html))
    return words_in(htmllib.unescape(html) if "&" in html else html)


def words_in(text: str) -> list[str]:
    """The words of plain text."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    for mark, one in _ONE.items():  # few of them are in a text: looking for each is quicker than a pattern for all
        if mark in text:
            text = text.replace(mark, one)
    return text.split()


def missing(source: Sequence[str], arrived: Iterable[str]) -> list[str]:
    """The words of `source` that are not among those that `arrived`, as often as they are missing, in order."""
    source, there = _apart(source, list(arrived))
    lacking = Counter(source)
    lacking.subtract(Counter(there))
    if not any(count > 0 for count in lacking.values()):
        return []
    if Counter("".join(source)) == Counter("".join(there)):
        return []  # a word was cut in two where a dateline ends without a blank
    found = []
    for word in source:
        if lacking[word] > 0:
            lacking[word] -= 1
            found.append(word)
    return found


def _apart(source: Sequence[str], arrived: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Two texts without the words with which both begin, and those with which both end: mostly all of them."""
    most = min(len(source), len(arrived))
    start = next((at for at in range(most) if source[at] != arrived[at]), most)
    most -= start
    end = next((at for at in range(most) if source[-1 - at] != arrived[-1 - at]), most)
    return source[start : len(source) - end], arrived[start : len(arrived) - end]

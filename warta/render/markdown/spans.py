"""Turns the text of a paragraph, heading or list item into HTML: emphasis, links, images and line breaks.

Only forms that can be read in one way are read here: emphasis that holds no other emphasis, links and images
with a bare address. Everything else raises `NotSimple`.
"""

from __future__ import annotations

import re

from warta.render.markdown.addresses import addresses, may_have_addresses
from warta.render.markdown.stars import has_literal_stars
from warta.render.markdown.typography import ENTITY, Typography, escape

# What is never read here: HTML, escapes, code, attribute lists, the library's own placeholder characters, and
# `&#` without the rest of an entity (which the library's reader of HTML mends at times).
_NEVER_SIMPLE = ("<", "\\", "`", "{", "\x02", "\x03")
_BROKEN_ENTITY = re.compile(rf"(?!{ENTITY})&#")

# An address is without white space, quotes, brackets and parentheses, which the library's reader of addresses
# strips or counts: so it ends at the first `)`. Links are read before emphasis, so `_` in an address is no
# mark.
_ADDRESS = r"""[^\s()<>\[\]"'*]+"""

# Emphasis pairs up when both runs are of one length (1 or 2) and no other delimiter lies between: an opening
# run needs no white space after it, a closing one none before it, and `_` no letter on its other side. All
# further rules of the library are for runs of unequal length. What emphasis holds is read by itself, as a
# link's label is. Each form begins with the sign itself, and looks back from there: so `re` leaps from sign to sign.
_FORMS = (
    rf"""!\[(?P<alt>[^\[\]"\n]*)\]\((?P<src>{_ADDRESS})\)"""
    rf"""|\[(?<!!\[)(?P<label>[^\[\]^][^\[\]]*)\]\((?P<href>{_ADDRESS})\)"""
    r"""|\*\*(?![\s*])(?P<strong>[^*_]+)(?<!\s)\*\*(?!\*)"""
    r"""|\*(?![\s*])(?P<em>[^*_]+)(?<!\s)\*(?!\*)"""
    r"""|_(?<!\w_)(?![\s_])(?P<underlined>[^*_]+)(?<!\s)_(?!\w)"""
)
_SPAN = re.compile(_FORMS)

# A line break that is followed by white space is left out, as the library strips that at times. It begins with a
# blank, at which `re` must stop behind each word: so it is looked for only where there is one.
_SPAN_OR_BREAK = re.compile(rf"{_FORMS}|[ ][ ](?=\n\S)")

_TARGET = re.compile(r"\]\([^()\s]*\)")

# What must not stand between spans. An underscore between two word characters never delimits emphasis.
_UNREADABLE = re.compile(r"\*|\[|\]|_(?<!\w_)|_(?!\w)")


class NotSimple(Exception):
    """The text holds something that only the library should read."""


def refuse_never_simple(text: str) -> None:
    """Raise `NotSimple` when `text` holds a mark that is not read here, wherever it stands."""
    if any(mark in text for mark in _NEVER_SIMPLE) or ("&#" in text and _BROKEN_ENTITY.search(text)):
        raise NotSimple


class Spans:
    """Inline Markdown to HTML, for text that `refuse_never_simple` lets pass."""

    def __init__(self, typography: Typography) -> None:
        self._typography = typography

    def html(self, text: str) -> str:
        """The HTML of `text`; raises `NotSimple` for what is not surely one of the simple forms."""
        # one character is found sooner than three, and mostly not there
        if not ("*" in text or "[" in text or "_" in text or "]" in text or ("\n" in text and "  \n" in text)):
            return self._linked(text) if may_have_addresses(text) else self._typography.html(text)
        # signs in a bare address are no marks
        if may_have_addresses(text) and any(addresses(_TARGET.sub("](", text))):
            raise NotSimple
        if "*" in text and has_literal_stars(text):
            raise NotSimple
        made: list[str] = []
        end = 0
        for match in (_SPAN_OR_BREAK if "  \n" in text else _SPAN).finditer(text):
            made += (self._between(text[end : match.start()]), self._span(match))
            end = match.end()
        made.append(self._between(text[end:]))
        return "".join(made)

    def _linked(self, text: str) -> str:
        made: list[str] = []
        last = 0
        for start, end, target in addresses(text):
            link = f'<a href="{escape(target)}">{escape(text[start:end])}</a>'
            made += (self._typography.html(text[last:start]), link)
            last = end
        made.append(self._typography.html(text[last:]))
        return "".join(made)

    def _between(self, text: str) -> str:
        if _UNREADABLE.search(text) or "  \n" in text:
            raise NotSimple
        return self._typography.html(text)

    def _span(self, match: re.Match[str]) -> str:
        match match.lastgroup:
            case "src":
                return f'<img alt="{escape(match["alt"])}" src="{escape(match["src"])}" />'
            case "href":
                return f'<a href="{escape(match["href"])}">{self.html(match["label"])}</a>'
            case "strong":
                return f"<strong>{self.html(match['strong'])}</strong>"
            case "em" | "underlined" as group:
                return f"<em>{self.html(match[group])}</em>"
        return "<br />"

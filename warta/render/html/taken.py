"""Turns the writer's own HTML in a body into what the sanitiser takes out of it, each with its line and what to do.

Told is all that readers would miss: frames, films and sound of other sites, forms, scripts, drawings, and words between
angle brackets that are no tag. Tags that only change how words look go without a word, and so do the codes of services
that become embeds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping

from warta.messages import Message, msg
from warta.render.html.embeds import is_loader, pasted_codes
from warta.render.html.safety import TAGS

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_CODE = re.compile(r"^( {0,3})(`{3,}|~{3,}).*?(?:^ {0,3}\2|\Z)|(`+)(?!`).*?(?<!`)\3(?!`)", re.DOTALL | re.MULTILINE)
_ELSEWHERE = re.compile(r"\b(?:src|poster)\s*=\s*[\"']?\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")


def _frame(tag: str) -> Message:
    return msg(
        "taken-frame", "the <%(tag)s> is left out: a text shows nothing of other sites. Write a link to it.", tag=tag
    )


def _form(tag: str) -> Message:
    return msg(
        "taken-form",
        "the form (<%(tag)s>) is left out: nobody would receive what is written there. Write a link, or an address to "
        "write to.",
        tag=tag,
    )


def _drawing(tag: str) -> Message:
    return msg(
        "taken-drawing",
        "the drawing (<%(tag)s>) is left out. Save it as a file beside this text, and show it with ![what it "
        "shows](name).",
        tag=tag,
    )


def _foreign(tag: str) -> Message:
    return msg(
        "taken-foreign",
        "the <%(tag)s> is left out: its file lies on another site. Put the file beside this text, or write a link to "
        "it.",
        tag=tag,
    )


_SENTENCES: Mapping[str, Callable[[str], Message]] = {
    **dict.fromkeys(("iframe", "frame", "frameset", "object", "embed", "applet", "portal"), _frame),
    **dict.fromkeys(("form", "input", "button", "select", "textarea", "output"), _form),
    **dict.fromkeys(("svg", "math", "canvas"), _drawing),
    "script": lambda tag: msg("taken-script", "the <%(tag)s> is left out: a text runs no programs.", tag=tag),
    "style": lambda tag: msg("taken-style", "the <%(tag)s> is left out: the theme decides how texts look.", tag=tag),
    "strike": lambda tag: msg(
        "taken-strike",
        "the <%(tag)s> is left out, and its words would stand as if they still held. Write <del> for struck words.",
        tag=tag,
    ),
}
# their words stay, and mean what they meant
_LOOKS = frozenset(
    """acronym address article aside base basefont big blink body center dir fieldset font footer head header hgroup
    html label legend link main map marquee meta nav nobr noembed noframes noscript picture plaintext search section
    slot template title tt""".split()
)
_MEDIA = frozenset(("audio", "video"))
# what stands in them is left out with them
_WHOLE = frozenset(("svg", "math", "script", "style", "object", "form", "select", "textarea", "canvas"))


def taken_out(html: str, text: str, first_line: int) -> Iterator[tuple[int, Message]]:
    """Lines and sentences for what is taken out of `html`, which Markdown made of `text` (from `first_line` on)."""
    lines = _Lines(text, first_line)
    within = ""
    kept = list(pasted_codes(html))
    starts = [start for start, _ in kept]
    for tag in _TAG.finditer(html, 0, html.rfind(">") + 1):
        name = tag[2].casefold()
        if tag[1]:
            within = "" if name == within else within
            continue
        line = lines.next(name)
        message = _message(name, tag[0], tag[3])
        at = bisect_right(starts, tag.start()) - 1
        if message and not within and (at < 0 or tag.start() >= kept[at][1]):
            yield line, message
        if name in _WHOLE and not within:
            within = name


def _message(name: str, tag: str, attributes: str) -> Message | None:
    if name in _MEDIA or name == "source":
        return _foreign(name) if _ELSEWHERE.search(attributes) else None
    if name == "script" and is_loader(attributes):
        return None
    if name in _SENTENCES:
        return _SENTENCES[name](name)
    if name in TAGS or name in _LOOKS or ":" in name:  # a colon: tags of word processors
        return None
    words = " ".join(tag[1:-1].split())
    return msg(
        "taken-unknown",
        "'<%(tag)s>' is no tag and is left out. If it is text, write '&lt;%(tag)s>'; else take it out.",
        tag=words,
    )


class _Lines:
    """Where the tags of a text stand, one after the other; not those that are shown as code."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text).casefold()
        self._first_line = first_line
        self._at: dict[str, int] = {}

    def next(self, name: str) -> int:
        """The line of the next tag of this name."""
        at = self._text.find(f"<{name}", self._at.get(name, 0))
        if at < 0:
            at = max(0, self._text.find(f"<{name}"))
        else:
            self._at[name] = at + 1
        return self._first_line + self._text.count("\n", 0, at)

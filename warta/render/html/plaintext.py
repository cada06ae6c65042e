"""Turns the HTML of a body into plain text: for rilis.txt and ninjs, for a summary, for search.

All texts of a body are made here, so that no number and no word differs from one to the other. A line break is white
space, cells of a row have a tab between them. What stands above or below the line stays there (10⁶, 10^x, CO₂), the
mark of a footnote is ` [1]`. Struck words are told in full texts and left out of a summary, as marks of footnotes
are.
One writer knows all elements of HTML that a text may have, which makes this module long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from warta.render.html.numbering import Numbers

LEAD_LENGTH = 280
"""The most characters of a lead, without the ellipsis."""

# what begins a paragraph, what has no words, and what is struck out
BLOCKS = frozenset(
    "address article aside blockquote button caption dd details div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr legend main nav ol option p pre section summary table tbody tfoot thead tr ul".split()
)
SILENT = frozenset("audio iframe noscript object rp script style template video".split())
STRUCK = frozenset(("del", "s", "strike"))
_FRAMED = STRUCK | {"sup", "sub", "rt", "q"}
# things to see, which part the words around them
_THINGS = frozenset("audio embed iframe img input object picture svg video".split())
# serialised HTML, in which `<` can only begin a tag or a comment
_TAG = re.compile(r"<(?:!--.*?--|(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*))>", re.DOTALL)
_NOTE = re.compile(r"href=[\"']?[^\"'#]*#(?:[^\"'\s]*[^a-z\"'\s])?fn(?:ref\d*)?[:_-]")
_BACK = re.compile(r"href=[\"']?[^\"'#]*#(?:[^\"'\s]*[^a-z\"'\s])?fnref")
_NOTED = re.compile(r"\bid=[\"']?(?:[^\"'\s]*[^a-z\"'\s])?fn[:_-]")
# a first paragraph of words, emphasis, and references that stand for one sign
_PLAIN_LEAD = re.compile(r"<p>((?:[^<&]++|</?(?:strong|em)>|&(?:amp|lt|gt|quot|[lr][sd]quo|[mn]dash|hellip);)*+)</p>")
_EMPHASIS = re.compile(r"</?(?:strong|em)>")
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
# stand between the cells of a row, and where a blank is needed beside a word, while white space is put in order
# (characters that no text of a body can hold)
_CELL, _GAP = "\x00", "\x01"
_GAPS = re.compile(rf"(?:^|(?<=[\s(\[]))[{_GAP}]+|[{_GAP}]+(?=[\s.,;:!?)\]]|$)")


class _Block(NamedTuple):
    """A paragraph of text with its mark, where it is an item of a list; `is_lead`: it may stand for a summary."""

    mark: str
    text: str
    follows_item: bool
    is_lead: bool


class _Frame(NamedTuple):
    """What stands in an element whose text is written in another way, until it ends."""

    name: str
    pieces: list[str]


def plain(html: str, struck: str) -> str:
    """The text of serialised `html`: an empty line between blocks, list items with a dash or their number.

    Struck words stand in `struck` at `%(words)s`.
    """
    paragraphs: list[str] = []
    for block in _blocks(html, struck):
        joined = block.mark + block.text.replace("\n", "\n" + " " * len(block.mark))
        # items of one list stand on lines of their own, without a gap
        if paragraphs and block.mark and block.follows_item:
            paragraphs[-1] += "\n" + joined
        else:
            paragraphs.append(joined)
    return "\n\n".join(paragraphs)


_MADE: dict[tuple[str, str], str] = {}
_MOST_MADE = 10_000  # some 20 MB


def plain_body(digest: str, html: str, struck: str) -> str:
    """The same of the body with this digest. Index of the check page and rilis.txt are of one text, which is made once:
    processes that are forked in between have it too.
    """
    key = digest, struck
    text = _MADE.get(key)
    if text is None:
        text = plain(html, struck)
        if len(_MADE) < _MOST_MADE:
            _MADE[key] = text
    return text


def searched(html: str) -> str:
    """The text in one line, as it stands in search."""
    marked = (f"{block.mark.replace('-', '')} {block.text}" for block in _blocks(html, None))
    return " ".join(" ".join(marked).split())


def lead(html: str) -> str:
    """The text of the first paragraph that has any, cut at a word when it is long."""
    plainly = _PLAIN_LEAD.match(html)  # as nearly always: there is nothing to think about
    text = " ".join(unescape(_EMPHASIS.sub("", plainly[1])).split()) if plainly else ""
    if not text:
        text = next((" ".join(block.text.split()) for block in _blocks(html, None) if block.is_lead), "")
    if len(text) <= LEAD_LENGTH:
        return text
    return text[:LEAD_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def is_note(attributes: str) -> bool:
    """Whether a link leads to a footnote."""
    return _NOTE.search(attributes) is not None


def is_back(attributes: str) -> bool:
    """Whether a link leads back from a footnote."""
    return _BACK.search(attributes) is not None


def is_noted(attributes: str) -> bool:
    """Whether an item of a list is a footnote."""
    return _NOTED.search(attributes) is not None


def raised(words: str) -> str:
    """Words above the line in Unicode's own characters, where it has all of them; else empty."""
    return words.translate(_RAISED) if all(ord(char) in _RAISED for char in words) else ""


def lowered(words: str) -> str:
    """Words below the line in Unicode's own characters, where it has all of them; else empty."""
    return words.translate(_LOWERED) if all(ord(char) in _LOWERED for char in words) else ""


def above(words: str) -> str:
    """Words above the line, as plain text writes them."""
    return raised(words) or _behind("^", words)


def below(words: str) -> str:
    """Words below the line, as plain text writes them."""
    return lowered(words) or _behind("_", words)


def _behind(sign: str, words: str) -> str:
    return f"{sign}{words}" if words.isalnum() else f"{sign}({words})"


def _blocks(html: str, struck: str | None) -> Iterator[_Block]:
    """The paragraphs of serialised HTML; without `struck` neither struck words nor marks of footnotes."""
    writer = _Writer(struck)
    at = 0
    for tag in _TAG.finditer(html, 0, html.rfind(">") + 1):
        if tag.start() > at:
            writer.data(html[at : tag.start()])
        at = tag.end()
        if tag[2]:
            name = tag[2].lower()
            if tag[1]:
                writer.end(name)
            else:
                writer.start(name, tag[3])
            if writer.made:
                yield from writer.made
                writer.made.clear()
    if at < len(html):
        writer.data(html[at:])
    writer.close()
    yield from writer.made


class _Writer:
    """Collects paragraphs from the tags and texts of one body; `made` are those that are finished."""

    def __init__(self, struck: str | None) -> None:
        self.made: list[_Block] = []
        self._struck = struck
        self._line: list[str] = []
        self._frames: list[_Frame] = []
        self._lists: list[Numbers | None] = []
        self._mark = ""
        self._after_item = False
        self._is_paragraph = False
        self._noted = 0
        self._cells = 0
        self._preformatted = 0
        self._silent = 0

    def close(self) -> None:
        """Take the end of the body: the last paragraph is finished."""
        while self._frames:
            self._leave(self._frames[-1].name)
        self._finish()

    def start(self, name: str, attributes: str) -> None:
        """Take the beginning of an element: a block ends the paragraph before it."""
        if name in _THINGS:
            self._add(" ")
        if name in SILENT:
            self._silent += 1
        elif name in BLOCKS:
            self._open(name, attributes)
        elif name == "li":
            self._item(attributes)
        else:
            self._inline(name, attributes)

    def _inline(self, name: str, attributes: str) -> None:
        if name in _FRAMED:
            self._frames.append(_Frame(name, []))
        elif name == "a":
            self._link(attributes)
        elif name == "br":
            self._add("\n")
        elif name in ("td", "th"):
            if self._cells:
                self._add(_CELL)
            self._cells += 1

    def _link(self, attributes: str) -> None:
        if "#" not in attributes:
            return
        if is_back(attributes):
            self._frames.append(_Frame("back", []))
        elif self._frames and self._frames[-1].name == "sup" and is_note(attributes):
            self._frames[-1] = _Frame("note", self._frames[-1].pieces)

    def _item(self, attributes: str) -> None:
        self._finish()
        numbers = self._lists[-1] if self._lists else None
        depth = "  " * (len(self._lists) - 1)
        self._is_paragraph = False
        if self._noted or is_noted(attributes):
            self._noted += 1
        self._mark = f"{depth}- " if numbers is None else f"{depth}{numbers.next(attributes, noted=self._noted == 1)} "

    def _open(self, name: str, attributes: str) -> None:
        if self._is_struck():  # blocks in struck text are struck words like others
            self._add(" ")
            return
        # the first paragraph of a list item stands on the line of its dash or number
        if not (name == "p" and self._mark):
            self._finish()
        self._is_paragraph = name == "p"
        if not self._lists and name in ("ul", "ol"):
            self._after_item = False  # another list than the one before
        if name in ("ul", "ol"):
            self._lists.append(Numbers(attributes) if name == "ol" else None)
        self._cells = 0
        self._preformatted += name == "pre"

    def end(self, name: str) -> None:
        """Take the end of an element: the end of a block is the end of its paragraph."""
        if name in SILENT:
            self._silent = max(0, self._silent - 1)
        elif name in _FRAMED or name == "a":
            self._leave(name)
        elif self._is_struck():
            self._add(" ")
        elif name == "li" or name in BLOCKS:
            self._finish()
            self._close(name)

    def _close(self, name: str) -> None:
        self._is_paragraph = False
        if name == "li":
            self._noted = max(0, self._noted - 1)
        if name in ("ul", "ol") and self._lists:
            self._lists.pop()
        if name == "pre":
            self._preformatted = max(0, self._preformatted - 1)

    def data(self, html: str) -> None:
        """Take a text: a run of white space is one space, except in preformatted text."""
        if not self._silent:
            text = unescape(html) if "&" in html else html
            self._add(text if self._preformatted else text.replace("\n", " "))

    def _add(self, text: str) -> None:
        (self._frames[-1].pieces if self._frames else self._line).append(text)

    def _is_struck(self) -> bool:
        return any(frame.name in STRUCK for frame in self._frames)

    def _leave(self, name: str) -> None:
        """End a frame; an end that fits no beginning is passed over."""
        meant = {"a": ("back",), "sup": ("sup", "note")}.get(name, (name,))
        left = not any(frame.name in meant for frame in self._frames)
        while not left:
            frame = self._frames.pop()
            left = frame.name in meant
            self._add(self._written(frame.name, "".join(frame.pieces)))

    def _written(self, name: str, text: str) -> str:
        words = " ".join(text.split())
        if not words or name == "back":
            return " " if text.isspace() else ""
        if name in STRUCK:
            return f"{_GAP}{self._struck % {'words': words}}{_GAP}" if self._struck else ""
        if name == "note":
            return f"{_GAP}[{words.strip('[]')}]{_GAP}" if self._struck else ""
        if name == "rt":
            return f"{_GAP}({words}){_GAP}"
        if name == "q":
            return f"“{text}”"
        return above(words) if name == "sup" else below(words)

    def _finish(self) -> None:
        while self._frames and not self._is_struck():
            self._leave(self._frames[-1].name)
        if not self._line:
            return
        text = "".join(self._line)
        self._line = []
        text = text.strip("\n") if self._preformatted else _ordered(text)
        if _GAP in text:
            text = _GAPS.sub("", text).replace(_GAP, " ")
        if not text:
            return
        is_lead = self._is_paragraph and not self._noted
        self.made.append(_Block(self._mark, text, self._after_item, is_lead))
        self._after_item = bool(self._mark)
        self._mark = ""


def _ordered(text: str) -> str:
    """A text with its white space in order: single blanks, and tabs between cells."""
    text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return "\t".join(cell.strip() for cell in text.split(_CELL)) if _CELL in text else text

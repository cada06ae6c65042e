"""Turns what Python-Markdown would read otherwise than it looks into what was typed: an extension, always there.

A number and a dot begin a list only where numbers run on; `#` begins a heading only before a blank; asterisks that
begin no emphasis are themselves; bare addresses are links; the apostrophe of a cut-off word (’kan, ’45) is one.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor, OListProcessor
from markdown.extensions import Extension
from markdown.extensions.smarty import SubstituteTextPattern
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, STX, AtomicString

from warta.render.markdown.addresses import ADDRESS, bounds
from warta.render.markdown.known import smarty_patterns
from warta.render.markdown.stars import is_literal_run

_LINE_ENDS = {"\x0b": "\n", "\u2028": "\n", "\u2029": "\n\n"}
_NO_BREAK_MARK = re.compile(
    "^([ \u00a0]*)((?:[-*+]|[0-9]+[.]|#{1,6})(?= *\u00a0)|(?<=\u00a0)(?=[-*+] ))[ \u00a0]*", re.MULTILINE
)
_ITEM = re.compile(r" {0,3}([0-9]+)\.[ ]+")
# words that are cut off at their beginning, and years; not where a quotation mark closes what would be opened here
_APOSTROPHE = r"(?<![\w'’‘])['‘](?=(?:[kK]an|[lL]ah|tu|ni|tuk|dah|gitu|gini)(?!\w)|[0-9]{2}(?!\d))(?![^'’‘]*['’](?!\w))"


def mended(text: str) -> str:
    """A body with the line ends of word processors as line ends, and blanks behind the marks of lists and headings."""
    if text.isascii() and "\x0b" not in text:
        return text
    for end, meant in _LINE_ENDS.items():
        if end in text:
            text = text.replace(end, meant)
    return (
        _NO_BREAK_MARK.sub(lambda found: found[1].replace("\u00a0", " ") + found[2] + " ", text)
        if "\u00a0" in text
        else text
    )


class AsTyped(Extension):
    """The extension; it must be the last one, since it changes rules of others."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Put the rules in place."""
        blocks = md.parser.blockprocessors
        lists = blocks["olist"]
        assert isinstance(lists, OListProcessor)
        blocks.register(_CountedLists(md, lists), "olist", 40)
        blocks.register(_Headings(md.parser), "hashheader", 70)
        md.inlinePatterns.register(_Addresses(md), "warta-addresses", 95)
        md.inlinePatterns.register(_Stars(r"\*+", md), "warta-stars", 65)
        smarty = smarty_patterns(md)
        if "smarty-quotes-0" in smarty:
            smarty.register(SubstituteTextPattern(_APOSTROPHE, ("&rsquo;",), md), "warta-apostrophes", 60)


class _CountedLists(BlockProcessor):
    """Lists whose numbers run on from 1, or from any number to the next; in a list each number is as it was typed."""

    def __init__(self, md: Markdown, lists: OListProcessor) -> None:
        super().__init__(md.parser)
        self._lists = lists

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether `block` begins as a list does."""
        return self._lists.test(parent, block)

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        """Make a list of `blocks[0]`; False leaves it to the other rules."""
        numbers = numbers_of(blocks[0])
        following = numbers_of(blocks[1])[:1] if len(blocks) > 1 else []
        before = self.lastChild(parent)
        last = _count(before) if before is not None and before.tag in self._lists.SIBLING_TAGS else None
        if numbers and not runs(numbers, following, last):
            return False
        self._lists.run(parent, blocks)
        made = self.lastChild(parent) if parent.tag not in ("ol", "ul") else parent
        if made is not None and made.tag == "ol" and numbers:
            _number(made, numbers, last)
        return None


def numbers_of(block: str) -> list[int]:
    """The numbers of a block that begins as a list does, of each line that has one."""
    if not _ITEM.match(block):
        return []
    return [int(match[1][:9]) for match in map(_ITEM.match, block.split("\n")) if match]


def runs(numbers: list[int], following: list[int], last: int | None) -> bool:
    """Whether these are numbers of a list: `following` begins the next block, `last` is that of the list before.

    All of them may be the same, which is Markdown's way not to count oneself.
    """
    first = numbers[0]
    if first in (0, 1) or (last is not None and first == last + 1):
        return True
    second = [*numbers, *following][1:2]
    return second == [first + 1] or (len(numbers) > 1 and second == [first])


def _count(numbered: etree.Element) -> int:
    """The number of the last item of a list."""
    number = int(numbered.get("start", "1")) - 1
    for item in numbered:
        number = int(item.get("value", number + 1))
    return number


def _number(numbered: etree.Element, numbers: list[int], last: int | None) -> None:
    """Give the newest items of a list the numbers that were typed, where these are not those that browsers count."""
    if len(numbers) > 1 and len(set(numbers)) == 1 or (last is not None and numbers[0] in (0, 1)):
        return
    items = numbered[len(numbered) - len(numbers) :]
    expected = int(numbered.get("start", "1")) if last is None else last + 1
    for item, number in zip(items, numbers, strict=False):
        if number != expected:
            item.set("value", str(number))
        expected = number + 1


class _Headings(HashHeaderProcessor):
    """Headings whose single `#` has a blank behind it; one `#` at a word's end (C#) is part of the word."""

    RE = re.compile(
        r"(?:^|\n)(?P<level>#{2,6}|#(?![^\s#]))"
        r"(?P<header>(?:\\.|[^\\#]|#+(?=[^#\n])|(?<=\w)#(?=\n|$))*?)(?:(?<!\w)#+|##+)?(?:\n|$)"
    )


class _Stars(InlineProcessor):
    """Asterisks that stand for themselves."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]
        """The run as it was typed, or nothing."""
        if is_literal_run(data, m):
            return f"{STX}{ord('*')}{ETX}" * (m.end() - m.start()), m.start(), m.end()
        return None, None, None


class _Addresses(InlineProcessor):
    """Bare addresses as links; not those in tags, nor in a link that is written as HTML."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown) -> None:
        super().__init__(rf"(?i:<a\b[^>]*>(?:(?!<a\b).)*?</a\s*>)|<[^<>]*>|{ADDRESS}", md)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element | None, int | None, int | None]:  # type: ignore[override]
        """The link, or nothing."""
        found = bounds(m) if m["web"] or m["mail"] else None
        if found is None:
            return None, None, None
        start, end, target = found
        link = etree.Element("a", {"href": target})
        link.text = AtomicString(data[start:end])
        return link, start, end

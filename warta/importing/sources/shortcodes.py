"""Turns the shortcodes in a WordPress text into plain HTML of what readers saw, and lists those that cannot be.

A word in brackets is a shortcode when its name is known, or when it has attributes or an end as shortcodes have; all
others stand as they are, as WordPress shows names that nobody registered. The grammar is that of WordPress's
get_shortcode_regex, but for brackets in quoted attributes, and pairs that cross.
"""

from __future__ import annotations

import html as htmllib
import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from warta.importing.sources.attributes import attributes
from warta.importing.sources.blocks import notes_html, without_blocks
from warta.importing.sources.holdings import Holdings
from warta.importing.sources.restrictions import hides, hides_alone, is_switched_off
from warta.importing.sources.shortcode_names import NOTES, SILENT, is_builder, is_known
from warta.importing.sources.shortcode_shapes import shape

_TAG = re.compile(
    r"""\[(?P<open>\[?)(?P<end>/?)(?P<name>\d{0,2}[A-Za-z][\w-]*)
    (?P<rest>(?:(?=[\s=/])(?:(?:=\s*"[^"]{0,20000}"|=\s*'[^'\n]{0,20000}'|[^\[\]=]|=)*+(?=\])|[\s=/][^\[\]]*+))?)
    \](?P<close>\]?)""",
    re.VERBOSE,
)
_CODE = re.compile(r"\[(code|sourcecode)\b[^\]]*\](.*?)\[/\1\]", re.DOTALL)
_KEPT = re.compile("\x02(\\d+)\x02")
_QUOTED = re.compile(r"""[a-z][\w-]*=(?:["'\u201c\u201d\u2033]|&quot;|&\#8221;|&\#8243;)""")
_BARE = re.compile(r"(?:^|\s)[a-z][\w-]*=[^\s=]")
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>|]+")


class Expanded(msgspec.Struct, frozen=True):
    """A text whose shortcodes and blocks are HTML. `met` are the names of all, `unwrapped` the unknown ones whose
    content stays, `dropped` those that stood for something only WordPress could show, `hiding` those that showed what
    stands in them to some readers only. `missing` are numbers of pictures that the export does not hold, `guessed` all
    of unknown names, which may have been words, and `left` names in brackets that may have been shortcodes.
    """

    html: str
    met: tuple[str, ...] = ()
    unwrapped: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    hiding: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def expand(text: str, held: Holdings) -> Expanded:
    """`text` as HTML; `held` is what it shows besides."""
    dropped: list[str] = []
    hiding: list[str] = []
    if "-->" in text:
        text = without_blocks(text, held, dropped, hiding)
    if "[" not in text:
        return Expanded(text, dropped=_once(dropped), hiding=_once(hiding))
    found = _Shortcodes(held, dropped, hiding)
    text = found.expanded(text)
    return Expanded(
        text,
        tuple(found.met),
        _once(found.unwrapped),
        _once(dropped),
        _once(hiding),
        _once(found.missing),
        tuple(found.guessed),
        _once(found.left),
    )


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


class _Open(msgspec.Struct):
    """A shortcode whose end is still to come, with what stood before it."""

    match: re.Match[str]
    before: list[str]


class _Shortcodes:
    """The shortcodes of one text."""

    def __init__(self, held: Holdings, dropped: list[str], hiding: list[str]) -> None:
        self._held = held
        self.dropped = dropped
        self.hiding = hiding
        self.met: list[str] = []
        self.unwrapped: list[str] = []
        self.missing: list[str] = []
        self.guessed: list[str] = []
        self.left: list[str] = []
        self._notes: dict[str, str] = {}

    def expanded(self, text: str) -> str:
        kept: list[str] = []

        def keep(match: re.Match[str]) -> str:
            self.met.append(match[1])
            kept.append(f"\n\n<pre>{htmllib.escape(htmllib.unescape(match[2]).strip(), quote=False)}</pre>\n\n")
            return f"\x02{len(kept) - 1}\x02"

        text = _CODE.sub(keep, text.replace("\x02", ""))
        text = self._read(text) + notes_html(Holdings(notes=self._notes))
        return _KEPT.sub(lambda match: kept[int(match[1])], text)

    def _read(self, text: str) -> str:
        """`text`, read once from its beginning to its end; what stands between two tags is read before the outer."""
        tags = list(_TAG.finditer(text))
        paired = _paired(tags)
        opened: list[_Open] = []
        parts: list[str] = []
        at = 0
        for tag in tags:
            parts.append(text[at : tag.start()])
            at = tag.end()
            if tag.start() not in paired:
                parts.append(self._unpaired(tag))
            elif not tag["end"]:
                opened.append(_Open(tag, parts))
                parts = [tag["open"]]
            else:
                parts = self._closed(opened, parts, tag["name"])
                parts.append(tag["close"])
        parts.append(text[at:])
        return "".join(self._closed(opened, parts, ""))

    def _closed(self, opened: list[_Open], parts: list[str], name: str) -> list[str]:
        """The parts of a text when all within a shortcode has been read, and that itself; all of them for no name."""
        while opened:
            last = opened.pop()
            inside, parts = "".join(parts), last.before
            parts.append(self._shown(last.match, inside))
            if last.match["name"] == name:
                break
        return parts

    def _unpaired(self, tag: re.Match[str]) -> str:
        if tag["open"] and tag["close"]:
            return tag[0][1:-1]  # [[name]] shows [name]
        if tag["end"]:
            return "" if is_builder(tag["name"]) else tag[0]
        return self._alone(tag)

    def _alone(self, tag: re.Match[str]) -> str:
        name, rest = tag["name"], tag["rest"]
        is_shortcode = is_known(name) or _has_attributes(name, rest)
        if hides(name) and (is_shortcode or hides_alone(name)):
            self.hiding.append(tag[0])
        if not is_shortcode:
            if "_" in name.strip("_") and not rest.strip() and name.islower():
                self.left.append(tag[0])
            return tag[0]
        return tag["open"] + self._shown(tag, "") + tag["close"]

    def _shown(self, tag: re.Match[str], content: str) -> str:
        """What readers saw of a shortcode, whose content is HTML already."""
        name, rest = tag["name"], tag["rest"]
        self.met.append(name)
        if content and (hides(name) or is_switched_off(rest)):
            self.hiding.append(tag[0].removeprefix("["[: len(tag["open"])]))
        if name in NOTES and content.strip():
            return self._note(content)
        shown = shape(name, attributes(rest.removesuffix("/")), content, self._held)
        self.missing += shown.missing
        is_sure = shown.is_sure or is_known(name)
        if not shown.html.strip() and name not in SILENT:
            self.dropped.append(tag[0])
        elif not is_sure:
            self.unwrapped.append(tag[0])
        if not is_sure:
            self.guessed.append(tag[0])
        return shown.html

    def _note(self, content: str) -> str:
        number = f"note-{len(self._notes) + 1}"
        self._notes[number] = content.strip()
        return f'<sup data-fn="{number}">{len(self._notes)}</sup>'


def _paired(tags: list[re.Match[str]]) -> set[int]:
    """Where the tags begin that are the beginning and the end of a pair: an end belongs to the nearest before it."""
    found: set[int] = set()
    ends: dict[str, list[int]] = {}
    waiting: Counter[str] = Counter(tag["name"] for tag in tags if tag["end"])
    if not waiting:
        return found
    for tag in reversed(tags):
        if tag["open"] and tag["close"]:
            continue
        if tag["end"]:
            ends.setdefault(tag["name"], []).append(tag.start())
        elif not tag["rest"].endswith("/") and ends.get(tag["name"]):
            found |= {tag.start(), ends[tag["name"]].pop()}
    return found


def _has_attributes(name: str, rest: str) -> bool:
    """Whether what stands behind a name in brackets are attributes, as no words have them."""
    if rest.startswith("="):
        return _ADDRESS.match(rest[1:].strip("\"'\u201c\u201d ")) is not None
    return bool(
        _QUOTED.search(rest)
        or (name.islower() and (_BARE.search(rest) or re.fullmatch(r"\s+/|/", rest)))
        or _ADDRESS.fullmatch(rest.strip())
    )

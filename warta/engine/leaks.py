"""Turns what is hidden into an index of its words, and files of the output into what of it they give away.

Any run of six words of a hidden text is a leak, and so are its address and the bytes of its pictures. Looking is cheap:
of a file only every fourth run of three words is looked up, since six words hold one of them wherever they begin; the
rest is for files that have such a run. Words that stand in a public text of the newsroom too are no leak, nor is a row
that only comes about where a public piece ends and another begins, such as a heading and the paragraph below it.
"""

from __future__ import annotations

import email
import email.policy
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import msgspec

from warta.content.documents import Document, Page, Release
from warta.content.secrecy import secret_texts
from warta.errors import Problem
from warta.messages import Message, msg
from warta.plan.kinds import MAIL, is_text, media_type

RUN = 6
_SHORT, _STEP = 3, 4  # a run of six holds four of three, so every fourth is enough
_INLINE = re.compile(
    rb"</?\w+>|</?(?:a|abbr|b|bdi|br|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(rb"&#?\w{1,8};|\xe2\x80[\x80-\xbf]|\xc2\xa0|\\[nrtu/\"]")
_SEGMENT = re.compile(rb"/([^/\"'<>()\s?#&\\]+)")
_ADDRESS_BEFORE = re.compile(rb"[^\s\"'<>()=\\]+\Z")
_LONGEST_ADDRESS = 300
_WORD_BYTES = bytes(
    code if chr(code).isalnum() or code > 127 else 32 for code in bytes(range(256)).lower()
)  # in lower case; a blank for what is part of no word

_EDGE = b"00edge00"  # stands in the words where a piece of a page ends; no text has it
_AT_EDGES = re.compile(
    rb"(?=</?(?:address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|"
    rb"li|main|nav|ol|p|pre|section|summary|table|tbody|td|th|thead|title|tr|ul)\b)|(?=\n)|(?=\\n)|(?<==\")|(?=\">)",
    re.IGNORECASE,
)

Run = tuple[bytes, ...]


class Secret(msgspec.Struct, frozen=True):
    """A hidden document: its source, its address below the site's root, its texts, the digests of its files.

    Without an address and texts it is one of which the files alone are hidden.
    """

    source: str
    path: str
    texts: tuple[bytes, ...]
    digests: frozenset[str] = frozenset()


class Index(msgspec.Struct, frozen=True):
    """What to look for: runs of three words, runs of six by source, addresses by their last word, digests by source."""

    short: frozenset[Run]
    runs: dict[Run, str]
    addresses: dict[bytes, tuple[bytes, str]]
    digests: dict[str, str]


SAME_FILE = ""
"""The words of a leak that is a picture or another file."""


class Leak(msgspec.Struct, frozen=True, gc=False, order=True):
    """What a file gives away: of which source, the words in a row or the address, and each six of these words.

    `edges` are the numbers of the words in the row before which a new piece of the file begins.

    The words are for looking whether a public text has them, and never told: who reads a log may be anybody.
    """

    source: str
    words: str
    runs: tuple[tuple[bytes, ...], ...] = ()
    edges: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many words in a row are given away."""
        return len(self.runs) + RUN - 1 if self.runs else 0


def words_of(data: bytes) -> list[bytes]:
    """The words of a page, feed or text in lower case, without bare and inline tags and entities."""
    data = _unescaped(data)
    if b"<" in data:
        data = _INLINE.sub(b" ", data)
    return _ENTITY.sub(b" ", data).translate(_WORD_BYTES).split()


def _unescaped(data: bytes) -> bytes:
    if b"&lt;" not in data:
        return data
    return data.replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"&amp;", b"&")


def _with_edges(data: bytes) -> tuple[list[bytes], list[int]]:
    """The words of a page, feed or text, and the numbers of those that begin a piece of it, such as a paragraph."""
    words: list[bytes] = []
    edges: list[int] = []
    for word in words_of(_AT_EDGES.sub(b" " + _EDGE + b" ", _unescaped(data))):
        if word != _EDGE:
            words.append(word)
        elif not edges or edges[-1] != len(words):
            edges.append(len(words))
    return words, edges


def _runs(words: list[bytes], length: int, step: int = 1) -> Iterator[Run]:
    return zip(*(words[at::step] for at in range(length)), strict=False)


def make_index(secrets: Iterable[Secret], public: Iterable[bytes]) -> Index:
    """What gives the secrets away, but for what stands in these public texts (few: those that every page shows)."""
    runs: dict[Run, str] = {}
    addresses: dict[bytes, tuple[bytes, str]] = {}
    digests: dict[str, str] = {}
    for secret in secrets:
        for text in secret.texts:
            for run in _runs(words_of(text), RUN):
                runs.setdefault(run, secret.source)
        name = secret.path.strip("/").rpartition("/")[2].encode()
        if name:
            addresses[name] = secret.path.encode(), secret.source
        digests |= dict.fromkeys(secret.digests, secret.source)
    for text in public:
        for run in _runs(words_of(text), RUN):
            runs.pop(run, None)
    short = frozenset(run[at : at + _SHORT] for run in runs for at in range(RUN - _SHORT + 1))
    return Index(short, runs, addresses, digests)


def find_leaks(data: bytes, index: Index) -> list[Leak]:
    """What the bytes of one file give away: all words in a row that are of one hidden source, and addresses."""
    found: list[Leak] = []
    words = words_of(data)
    if not index.short.isdisjoint(_runs(words, _SHORT, _STEP)):
        found = list(dict.fromkeys(_runs_given_away(*_with_edges(data), index)))
    told = {leak.source for leak in found}
    for name in index.addresses.keys() & set(_SEGMENT.findall(data)):
        path, source = index.addresses[name]
        if source not in told:
            found += [Leak(source, each) for each in dict.fromkeys(_addresses(data, path.rstrip(b"/")))]
    return found


def _addresses(data: bytes, stem: bytes) -> Iterator[str]:
    """Each address in a file that ends with a hidden one, or goes on below it, from its own beginning on."""
    for match in re.finditer(re.escape(stem) + rb"(?:/|(?=\"))", data):
        before = _ADDRESS_BEFORE.search(data, max(0, match.start() - _LONGEST_ADDRESS), match.start())
        yield ((before[0] if before else b"") + match[0]).decode("utf-8", "replace")


def _runs_given_away(words: list[bytes], edges: list[int], index: Index) -> Iterator[Leak]:
    """Every stretch of words that is of one source. One may be in public texts too, and the next one not."""
    stretch: list[tuple[bytes, ...]] = []
    of: str | None = None
    for at, run in enumerate((*_runs(words, RUN), ())):
        source = index.runs.get(run)
        if source != of and of is not None:
            said = [*stretch[0], *[each[-1] for each in stretch[1:]]]
            start = at - len(stretch)
            within = edges[bisect_right(edges, start) : bisect_left(edges, start + len(said))]
            within = [edge - start for edge in within]
            yield Leak(of, b" ".join(said).decode("utf-8", "replace"), tuple(stretch), tuple(within))
        if source != of:
            stretch, of = [], source
        if source is not None:
            stretch.append(run)


def find_address(path: str, index: Index) -> list[Leak]:
    """What the path of a file of the output gives away."""
    return find_leaks(f"/{path}".encode("utf-8", "surrogateescape"), Index(frozenset(), {}, index.addresses, {}))


def find_in_file(path: Path, kind: str, index: Index) -> list[Leak]:
    """As `find_leaks`, for a file of a kind; only those that hold text are read."""
    return find_leaks(readable(path.read_bytes(), kind, path.name), index) if is_text(kind, path.name) else []


def readable(data: bytes, kind: str, name: str) -> bytes:
    """The words of a file as they are read: of a mail its parts as they are shown, for all of them are encoded."""
    if media_type(kind, name) != MAIL:
        return data
    message = email.message_from_bytes(data, policy=email.policy.default)
    heads = "\n".join(str(value) for value in message.values())
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    return b"\n".join([heads.encode("utf-8", "replace"), *[part for part in parts if isinstance(part, bytes)]])


def texts_of(document: Document, body: Callable[[str], str]) -> tuple[bytes, ...]:
    """The words of a document: those of its front matter that must not leak, and the body's HTML."""
    html = body(document.body.digest) if document.body.digest else ""
    return tuple(text.encode() for text in (*secret_texts(document), html) if text)


def told_by(document: Document, body: Callable[[str], str]) -> tuple[bytes, ...]:
    """The words that a public document tells: those above, its addresses, and the names of its pictures and files."""
    names = [link.target for link in document.body.links if link.image]
    if isinstance(document, Release | Page):
        names += [document.slug.text, *[alias.text for alias in document.aliases]]
    if isinstance(document, Release):
        names += [each.file.text for each in (document.image, *document.gallery) if each is not None]
        names += [each.file.text for each in document.attachments]
    return *texts_of(document, body), *(unquote(name).encode() for name in names)


def is_public(leak: Leak, texts: Iterable[tuple[bytes, ...]]) -> bool:
    """Whether all the words of a leak stand in public texts, by the will of whoever wrote them."""
    if not leak.runs:
        return leak.words != SAME_FILE and any(_names(text, leak.words) for group in texts for text in group)
    left = set(leak.runs)
    across = {run: cuts for at, run in enumerate(leak.runs) if (cuts := _cuts(run, at, leak.edges))}
    ends: set[tuple[str, Run]] = set()
    for group in texts:
        for text in group:
            lower = text.lower()
            if any(run[0] in lower for run in left):
                left.difference_update(_runs(words_of(text), RUN))
            if across:
                ends |= _ends(text, across.values())
                left -= {run for run, cuts in across.items() if _joins_public(cuts, ends)}
            if not left:
                return True
    return False


def _names(text: bytes, address: str) -> bool:
    """Whether a public text names an address as it stands, and not one that only ends with it."""
    ends = rb"" if address.endswith("/") else rb"(?![\w/.%-])"
    return re.search(rb"(?<![\w/.:%-])" + re.escape(address.encode()) + ends, text) is not None


Cuts = tuple[tuple[str, Run], ...]
"""The parts of a row across the edges of pieces: that at whose end a piece ends, whole pieces, and a beginning."""


def _cuts(run: Run, at: int, edges: tuple[int, ...]) -> Cuts:
    """The parts of the row that begins with word `at` of a leak; empty for one that lies within a piece."""
    within = [edge - at for edge in edges if 0 < edge - at < RUN]
    if not within:
        return ()
    parts = [run[start:end] for start, end in zip((0, *within), (*within, RUN), strict=True)]
    kinds = ("tail", *["whole"] * (len(parts) - 2), "head")
    return tuple(zip(kinds, parts, strict=True))


def _ends(text: bytes, wanted: Iterable[Cuts]) -> set[tuple[str, Run]]:
    """Which of the parts of rows begin, end or are a piece of a text."""
    words, edges = _with_edges(text)
    pieces = [words[start:end] for start, end in zip((0, *edges), (*edges, len(words)), strict=True)]
    found = set()
    for kind, part in {each for cuts in wanted for each in cuts if len(each[1]) > 1}:
        said = list(part)
        for piece in pieces:
            there = piece[-len(said) :] if kind == "tail" else piece[: len(said)] if kind == "head" else piece
            if there == said:
                found.add((kind, part))
                break
    return found


def _joins_public(cuts: Cuts, ends: set[tuple[str, Run]]) -> bool:
    """Whether the parts of a row are those of public pieces, all but one word of it: a number, the end of a label."""
    public = [len(part) for kind, part in cuts if (kind, part) in ends]
    return sum(public) >= RUN - 1 and all(len(part) == 1 or (kind, part) in ends for kind, part in cuts)


def problems_of(leaks: Mapping[str, list[Leak]]) -> list[Problem]:
    """A problem for each file and source, with the most words in a row that the file gives away of it."""
    worst: dict[tuple[str, str], Leak] = {}
    for path, found in leaks.items():
        for leak in found:
            key = leak.source, path
            if key not in worst or worst[key].count < leak.count:
                worst[key] = leak
    return [Problem(f"content/{source}", 0, _told(leak, path)) for (source, path), leak in worst.items()]


def _told(leak: Leak, path: str) -> Message:
    if leak.runs:
        return msg(
            "leak-words",
            "is not public, but the output would give it away: %(path)s has %(count)s words in a row of it.",
            path=path,
            count=leak.count,
        )
    if leak.words == SAME_FILE:
        return msg(
            "leak-file",
            "is not public, but the output would give it away: %(path)s is the same picture or file as one of its own.",
            path=path,
        )
    return msg("leak-address", "is not public, but the output would give it away: %(path)s has its address.", path=path)

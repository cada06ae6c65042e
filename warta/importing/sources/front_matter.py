"""Turns a file of a generator into its front matter and text as that generator read them, and says what was mended.

Generators take what Warta refuses in texts of its own: a key written twice, blank lines above the first `---`, another
encoding, signs that nobody sees. The old site showed such texts, so they come.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from warta.content.frontmatter import Parts, split
from warta.datatree import Node, read_toml, read_yaml
from warta.errors import ProblemsFound
from warta.importing.markup import clean_text, is_unclean, read_page
from warta.importing.sources.front_fields import pelican_fields
from warta.messages import Message, msg

_BOM = b"\xef\xbb\xbf"
_KEY = re.compile(r"""^(["']?)([A-Za-z_][\w-]*)\1[ \t]*[:=]""")
_SIGNS = msg("signs-taken-out", "held signs that nobody sees, or control characters: they were taken out")
_MENDED = msg("front-mended", "had front matter that can be read in two ways: look whether title and date are right")


_REFRESH = re.compile(rb"""<meta\s[^>]*http-equiv\s*=\s*["']?refresh""", re.IGNORECASE)


class Front(msgspec.Struct, frozen=True):
    """The front matter of a file by its keys, the text below it, and what was mended to read them."""

    fields: Mapping[str, Node]
    body: str
    doubts: tuple[Message, ...] = ()


def read_front(data: bytes, name: str, kind: str, *, is_html: bool = False) -> Front:
    """Front matter and text of a file of the generator `kind`. Raises ProblemsFound for a file that has none."""
    text, doubts = _text(data)
    if is_unclean(text.replace("\u00a0", " ")):
        text, doubts = clean_text(text), [*doubts, _SIGNS]
    start = text.lstrip()
    if kind == "pelican" and not start.startswith(("---", "+++")):
        fields, body = _page_fields(text) if is_html else pelican_fields(text, name)
        return Front(fields, body, tuple(doubts))
    if start.startswith(("---", "+++")):
        text = start
    parts = split(text.encode(), name)
    try:
        node = parts.fields
    except ProblemsFound as found:
        node, more = _forgiven(parts, found)
        doubts += more
    return Front(node.value if isinstance(node.value, dict) else {}, parts.body, tuple(doubts))


def _text(data: bytes) -> tuple[str, list[Message]]:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "cp1252"):
        try:
            text = data.removeprefix(_BOM).decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text, [] if encoding == "utf-8" else [_encoded(encoding)]
    return data.decode("latin-1"), [_encoded("latin-1")]


def _encoded(encoding: str) -> Message:
    return msg(
        "was-encoded",
        "was not saved as UTF-8 but as %(encoding)s: look whether all letters are right",
        encoding=encoding,
    )


def _forgiven(parts: Parts, found: ProblemsFound) -> tuple[Node, list[Message]]:
    """Front matter that is not read as it stands, as YAML alone reads it, of keys written twice the last.

    Raises what was found where that does not help.
    """
    front, twice = _without_repeats(parts.front)
    read = read_toml if parts.read is read_toml else read_yaml
    try:
        node = read(front, parts.path, parts.front_line)
    except ProblemsFound:
        raise found from None
    doubts = [msg("key-taken-last", "has the key %(key)s twice: the last was taken", key=key) for key in twice]
    return node, doubts or [_MENDED]


def _without_repeats(front: str) -> tuple[str, tuple[str, ...]]:
    """Front matter in which each key at the margin stands once, and the keys whose earlier values were another."""
    blocks: list[tuple[str, list[str]]] = []
    for line in front.split("\n"):
        match = _KEY.match(line)
        if match or not blocks:
            blocks.append((match[2] if match else "", [line]))
        else:
            blocks[-1][1].append(line)
    last = {key: "\n".join(lines) for key, lines in blocks}
    at = {key: number for number, (key, _) in enumerate(blocks)}
    kept = [lines for number, (key, lines) in enumerate(blocks) if not key or at[key] == number]
    others = [key for key, lines in blocks if key and "\n".join(lines).strip() != last[key].strip()]
    return "\n".join(line for lines in kept for line in lines), tuple(dict.fromkeys(others))


def _page_fields(html: str) -> tuple[dict[str, Node], str]:
    """Pelican's fields in the head of a page, its title and `meta`, and what stands in its body."""
    document = read_page(html)
    title = document.css_first("title")
    fields = {"title": Node(" ".join(title.text().split()), 1)} if title is not None else {}
    for meta in document.css("meta[name]"):
        content = meta.attributes.get("content") or meta.attributes.get("contents") or ""
        fields[(meta.attributes.get("name") or "").casefold()] = Node(content, 1)
    return fields, (document.body.inner_html or "").strip() if document.body else ""


def only_leads_on(data: bytes) -> bool:
    """Whether a file is a page that sends its reader to another one at once."""
    return _REFRESH.search(data[:4096]) is not None

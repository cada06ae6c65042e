"""Turns front matter into values that are found by any of several names, as generators and themes differ in them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from warta.datatree import Node
from warta.errors import Problem, ProblemsFound
from warta.importing.sources.people import names_in
from warta.messages import Message, msg

_PELICAN = re.compile(r"([A-Za-z][\w-]*):[ \t]*(.*)")
_FURTHER = re.compile(r"(?: {4}|\t)[ \t]*(\S.*)")
_LISTS = ("tags", "authors", "author", "keywords")
ENDS = ("expirydate", "unpublishdate", "expires", "expiry_date", "unpublish_date", "expirationdate", "expire_date")
"""Names of the moment from which a text was gone."""

_HIDING = ("private", "hidden", "unlisted", "headless", "restricted", "members_only", "internal")
_SHOWING = ("published", "public")
_LIMITING = ("visibility", "access", "password", "members", "roles")
_FOR_ALL = frozenset(("", "public", "all", "everyone", "false", "no", "0", "open", "null", "none"))
_PUBLIC_STATUS = frozenset(("", "published", "publish", "public", "live", "final"))
# words that say in some language or generator that a text is not for everyone, or not yet
_HIDDEN_STATUS = frozenset(
    """draft drafts drafted draf konsep rancangan brouillon entwurf borrador rascunho bozza concept wip todo unfinished
    hidden hide tersembunyi disembunyikan private privat pribadi privado internal confidential secret rahasia restricted
    members locked password terkunci terbatas pending future scheduled embargo embargoed menunggu tertunda ditunda
    terjadwal dijadwalkan review reviewing ditinjau tinjauan approval persetujuan unpublished unlisted not no never skip
    belum tidak archived archive arsip diarsipkan trash trashed deleted removed withdrawn dihapus sampah ditarik expired
    kedaluwarsa inactive nonaktif disabled offline test placeholder""".split()
)
_USED = frozenset(
    """title date slug summary description excerpt category categories tags tag author authors draft status
    image cover featured_image thumbnail aliases redirect_from permalink url layout lang language type save_as hero
    publishdate lastmod modified updated build _build translationkey translation_key translation_id translation locale
    lang-ref lang_ref page_id t_id""".split()
).union(ENDS, _HIDING, _SHOWING, _LIMITING)


class Fields(msgspec.Struct, frozen=True):
    """The front matter of one file."""

    nodes: Mapping[str, Node]

    def _node(self, *names: str) -> Node | None:
        folded = {key.casefold(): node for key, node in self.nodes.items()}
        return next((folded[name] for name in names if name in folded and folded[name].value is not None), None)

    def has(self, name: str) -> bool:
        """Whether there is a value of this name."""
        return self._node(name) is not None

    def text(self, *names: str) -> str:
        """The first value of these names in one line; empty when there is none."""
        node = self._node(*names)
        value = node.value if node else None
        if isinstance(value, dict):  # Hugo themes: cover: {image: ...}
            inner = next((value[key].value for key in ("image", "src", "url", "name") if key in value), None)
            value = inner
        return " ".join(value.split()) if isinstance(value, str) else ""

    def texts(self, *names: str) -> tuple[str, ...]:
        """The values of a list, or of a line with commas."""
        node = self._node(*names)
        if node is None:
            return ()
        if isinstance(node.value, list):
            named = (each.value.get("name", each) if isinstance(each.value, dict) else each for each in node.value)
            return tuple(each.value.strip() for each in named if isinstance(each.value, str) and each.value.strip())
        text = node.value if isinstance(node.value, str) else ""
        return tuple(part.strip() for part in text.split(",") if part.strip())

    def people(self, *names: str) -> tuple[str, ...]:
        """The names of people: of a list each, of a line those in it."""
        node = self._node(*names)
        value = node.value if node is not None else None
        every = [each.value for each in value] if isinstance(value, list) else [value]
        found: list[str] = []
        for each in every:
            if isinstance(each, dict):
                named = Fields(each).text("name", "display_name", "title", "id")
                found += [named] if named else []
            elif isinstance(each, str):
                found += [" ".join(each.split())] if isinstance(value, list) else names_in(each)
        return tuple(dict.fromkeys(filter(None, found)))

    def flag(self, name: str) -> bool:
        """Whether a value says yes."""
        return self.text(name).casefold() in ("true", "yes", "1", "on", "y")

    def unknown(self) -> list[str]:
        """The keys of which nothing is taken over."""
        return sorted(key for key in self.nodes if key.casefold() not in _USED)

    def odd_status(self) -> str:
        """A status that means nothing to any generator, such as the phase of a product; empty where there is none."""
        status = self.text("status").casefold()
        return "" if status in _PUBLIC_STATUS or _hides(status) else status

    def why_hidden(self, *, by_status: bool) -> Message | None:
        """Why the old generator, or a theme of it, did not show the text to everyone; None where it did.

        `by_status`: whether the generator shows nothing of a status that it does not know.
        """
        status = self.text("status").casefold()
        if self.flag("draft") or status in ("draft", "hidden"):
            return msg("was-draft", "was a draft")
        if status not in _PUBLIC_STATUS and (by_status or _hides(status)):
            return msg("had-status", "had the status %(status)s", status=status)
        unpublished = any(self.has(name) and not self.flag(name) for name in _SHOWING)
        if unpublished or self.text("permalink").casefold() == "false" or self._is_kept_back():
            return msg("was-unpublished", "was not published")
        limited = (name for name in _LIMITING if self._node(name) and self._values(name) - _FOR_ALL)
        key = next((name for name in _HIDING if self.flag(name)), next(limited, ""))
        return msg("was-restricted", "was shown to some readers only (%(key)s)", key=key) if key else None

    def _values(self, name: str) -> frozenset[str]:
        return frozenset(each.casefold() for each in (self.text(name), *self.texts(name)) if each)

    def _is_kept_back(self) -> bool:
        """Whether Hugo was told to make no page of it, or to list it nowhere."""
        node = self._node("build", "_build")
        values = node.value if node is not None and isinstance(node.value, dict) else {}
        return any(key in values and values[key].value in ("never", "false") for key in ("render", "list"))


def _hides(status: str) -> bool:
    """Whether a status says that a text is not for everyone: `in-review`, `belum terbit`, `not published`."""
    return not _HIDDEN_STATUS.isdisjoint(re.findall(r"[^\W_]+", status))


def pelican_fields(text: str, name: str) -> tuple[dict[str, Node], str]:
    """Pelican's `Key: value` lines above a text, and the text. An indented line goes on with the value above it."""
    fields: dict[str, Node] = {}
    lines = text.replace("\r\n", "\n").split("\n")
    at = 0
    key = ""
    while at < len(lines):
        if match := _PELICAN.fullmatch(lines[at]):
            key = match[1].casefold()
            fields[key] = Node(match[2].strip(), at + 1)
        elif key and (further := _FURTHER.fullmatch(lines[at])):
            node, by = fields[key], ", " if key in _LISTS else " "  # each line of a list is one of it
            value = f"{node.value}".rstrip(", " if key in _LISTS else None)
            fields[key] = Node(f"{value}{by if value else ''}{further[1].strip()}", node.line)
        else:
            break
        at += 1
    if "title" not in fields:
        message = msg("pelican-no-title", "has neither front matter nor a line 'Title: ...'.")
        raise ProblemsFound([Problem(name, 1, message)])
    return fields, "\n".join(lines[at:]).lstrip("\n")

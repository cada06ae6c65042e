"""Turns the manifest of a site and its server's answers into findings: changed or missing files, and wrong headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import msgspec

from warta.deploy.addresses import address_of
from warta.deploy.manifest import NAME, Entry, Manifest, Unreadable, decode, digest_of_bytes
from warta.media_types import type_by_name
from warta.messages import Message, msg
from warta.web import Answer, Unreachable, Web

CHANGED, MISSING, FOREIGN, HEADER, UNREACHABLE = "changed", "missing", "foreign", "header", "unreachable"
_KINDS = {
    CHANGED: msg("finding-changed", "changed"),
    MISSING: msg("finding-missing", "missing"),
    FOREIGN: msg("finding-foreign", "foreign"),
    HEADER: msg("finding-header", "header"),
    UNREACHABLE: msg("finding-unreachable", "unreachable"),
}
_NOWHERE = msg("finding-nowhere", "nowhere")
_SAMPLE = 40
_CONNECTIONS = 8
_WORDS = re.compile(
    r"\b(slot[ -]?(?:gacor|online|88|777)|situs[ -](?:slot|judi)|judi[ -](?:online|bola|slot)|judol|togel|maxwin|"
    r"scatter hitam|rtp (?:live|slot)|bandar[ -](?:slot|judi|togel)|casino|zeus slot|sbobet|pragmatic play|joker123|"
    r"hacked by|defaced by|eval\(base64_decode)",
    re.IGNORECASE,
)
_OF_SERVERS = re.compile(r"(?!\.well-known/)(?:.*/)?\.[^/]+(?:/.*)?|_headers|_redirects|CNAME")

Progress = Callable[[int, int], None]
"""Called with how many files are looked at, and of how many."""


class Finding(msgspec.Struct, frozen=True, order=True):
    """One thing that is not as it was deployed: the kind of finding, the path (or address), and a detail."""

    kind: str
    path: Message | str
    detail: Message | str

    @property
    def message(self) -> Message:
        """The finding for a person."""
        if self.kind == UNREACHABLE:  # the detail is a sentence
            kind = _KINDS[self.kind]
            return msg("finding-why", "%(kind)s: %(path)s. %(detail)s", kind=kind, path=self.path, detail=self.detail)
        return msg(
            "finding", "%(kind)s: %(path)s (%(detail)s)", kind=_KINDS[self.kind], path=self.path, detail=self.detail
        )

    def __str__(self) -> str:
        return str(self.message)


def readable(files: Mapping[str, Entry]) -> dict[str, Entry]:
    """The files that servers give out: `.htaccess`, `.nginx/` and the like are for the server itself."""
    return {path: entry for path, entry in files.items() if entry.sure and not _OF_SERVERS.fullmatch(path)}


def sample(files: Mapping[str, Entry], always: Iterable[str], most: int = _SAMPLE) -> dict[str, Entry]:
    """The files `always` and a sample of the others, spread over all and the same one each time."""
    known = readable(files)
    chosen = {path: known[path] for path in always if path in known}
    for path in sorted(known, key=lambda path: digest_of_bytes(path.encode("utf-8", "surrogateescape")))[:most]:
        chosen.setdefault(path, known[path])
    return chosen


def inspect(
    web: Web, base: str, files: Mapping[str, Entry], progress: Progress = lambda done, total: None
) -> list[Finding]:
    """Fetch each of `files` below the address `base` and compare status, type, size and digest."""
    found: list[Finding] = []
    rows = sorted(files.items())
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        for done, finding in enumerate(pool.map(lambda row: look_at(web, base, *row), rows), 1):
            if finding:
                found.append(finding)
            progress(done, len(rows))
    return found


def look_at(web: Web, base: str, path: str, entry: Entry) -> Finding | None:
    """The finding about one file, if anything is wrong with it."""
    try:
        answer = web.get(address_of(base, path))
    except Unreachable as error:
        return Finding(UNREACHABLE, path, error.message)
    if path == "404.html" and answer.status == 404:
        answer = msgspec.structs.replace(answer, status=200)
    if answer.status in (301, 302, 307, 308):
        return Finding(
            CHANGED,
            path,
            msg("finding-leads", "leads to %(place)s", place=answer.headers.get("location", "") or _NOWHERE),
        )
    if answer.status != 200:
        return Finding(MISSING, path, _answered(answer))
    if digest_of_bytes(answer.body) != entry.digest:
        sizes = msg(
            "finding-sizes", "%(got)s bytes instead of %(wanted)s", got=str(len(answer.body)), wanted=str(entry.size)
        )
        return Finding(CHANGED, path, words_in(answer.body) or sizes)
    return _wrong_type(path, answer)


def _answered(answer: Answer) -> Message:
    return msg("finding-answer", "the server answers %(status)s", status=str(answer.status))


def _wrong_type(path: str, answer: Answer) -> Finding | None:
    if path.endswith((".gz", ".br")):  # packed twins have the type of what they stand for, or their own
        return None
    wanted = type_by_name(path).partition(";")[0]
    family = "image/" if wanted.startswith("image/") else wanted  # pictures have several names for one type
    strict = family in ("text/html", "text/css", "image/")
    wrong = not answer.kind.startswith(family) if strict else answer.kind == "text/html"
    if wrong:
        return Finding(
            HEADER,
            path,
            msg(
                "finding-type",
                "Content-Type is %(got)s, not %(wanted)s",
                got=answer.kind or _KINDS[MISSING],
                wanted=wanted,
            ),
        )
    charset = answer.headers.get("content-type", "").lower().partition("charset=")[2].strip('" ')
    if wanted == "text/html" and charset not in ("", "utf-8", "utf8"):
        return Finding(HEADER, path, msg("finding-charset", "its charset is %(got)s, not utf-8", got=charset))
    return None


def words_in(body: bytes) -> Message | None:
    """A few words on which words of gambling pages and defacements a page has; None when it has none."""
    found = dict.fromkeys(match[0].lower() for match in _WORDS.finditer(body.decode("utf-8", "replace")))
    return msg("finding-speaks", "it speaks of %(words)s", words=tuple(found)[:3]) if found else None


def fetch_manifest(web: Web, base: str) -> tuple[Manifest | None, list[Finding]]:
    """The manifest that lies on the site, and findings about it."""
    try:
        answer = web.get(address_of(base, NAME))
    except Unreachable as error:
        return None, [Finding(UNREACHABLE, base, error.message)]
    if answer.status != 200:
        return None, [Finding(MISSING, NAME, _answered(answer))]
    try:
        return decode(answer.body), []
    except Unreadable:
        return None, [Finding(CHANGED, NAME, msg("finding-unread", "it cannot be read"))]


def verify(web: Web, base: str, manifest: Manifest, changed: Sequence[str] | None, progress: Progress) -> list[Finding]:
    """After a deploy: is `manifest` what readers get? Of `changed` and a sample; of every file when it is None."""
    there, found = fetch_manifest(web, base)
    if there is not None and there != manifest:
        found.append(Finding(CHANGED, NAME, msg("finding-older", "readers still get an older one; a cache between?")))
    if found and found[0].kind == UNREACHABLE:
        return found
    files = readable(manifest.files) if changed is None else sample(manifest.files, changed)
    return sorted([*found, *inspect(web, base, files, progress)])

"""Turns the links that lead out of a newsroom into findings, by asking the servers: politely, and not again for days.

Only links of public texts are asked for: a server must not learn from us what is not published yet. Its answer is
never more than a note, since a server that is down today says nothing of the text.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec

from warta.content.documents import Document
from warta.desk.findings import NOTE, Finding
from warta.desk.rules.table import EXTERNAL
from warta.messages import Message, msg
from warta.web import Unreachable, Web

CACHE = "external-links.json"
"""The file that keeps the answers of servers."""

_GOOD_FOR, _BAD_FOR = 7 * 86_400, 86_400  # seconds
_TIMEOUT = 10.0  # seconds
_HOSTS = 12  # asked at the same time, each for one address after the other
_MOST_STEPS = 5
_FOR_GOOD, _FOR_NOW = (301, 308), (302, 303, 307)
_SHY = (401, 403, 405, 406, 429, 451)  # answers to machines, not to readers
_ADDRESS = re.compile(r"https?://[^\s<>\"'\])}\\`|]+")


class Reply(msgspec.Struct, frozen=True):
    """What a server answered for an address: when (Unix time), what is wrong, and where it moved to for good."""

    at: float
    wrong: Message | None = None
    moved: str = ""


class ExternalLinks(msgspec.Struct, frozen=True):
    """The findings, the number of addresses, and how many of them were asked for now."""

    findings: list[Finding]
    addresses: int
    asked: int


def check_external_links(
    documents: Iterable[Document],
    hidden: Collection[str],
    read: Callable[[str], bytes],
    origin: str,
    folder: Path,
    now: float,
) -> ExternalLinks:
    """Ask for each external link of public documents for which `folder` keeps no fresh answer.

    `hidden` are the sources of documents that are not public now, `read` gives the bytes of a source's file or raises
    FileNotFoundError, `origin` is the site's own address, and `now` is Unix time.
    """
    places = _places((each for each in documents if each.source not in hidden), read, origin)
    cache = folder / CACHE
    kept = {
        url: each for url, each in _cached(cache).items() if now - each.at < (_BAD_FOR if each.wrong else _GOOD_FOR)
    }
    missing = [url for url in places if url not in kept]
    with contextlib.closing(Web(timeout=_TIMEOUT)) as web:
        replies = kept | _ask_all(missing, web, now)
    if missing:
        cache.write_bytes(msgspec.json.encode({url: replies[url] for url in sorted(replies)}))
    findings = [
        Finding(path, line, EXTERNAL, NOTE, message)
        for url, found in places.items()
        if (message := _message(url, replies[url]))
        for path, line in found
    ]
    return ExternalLinks(sorted(findings), len(places), len(missing))


def _places(
    documents: Iterable[Document], read: Callable[[str], bytes], origin: str
) -> dict[str, list[tuple[str, int]]]:
    """Each external address with the files and lines it stands on."""
    places: dict[str, list[tuple[str, int]]] = {}
    for document in documents:
        if any(ref.text == EXTERNAL for ref in getattr(document, "ignore", ())):
            continue
        with contextlib.suppress(FileNotFoundError):
            for line, url in _addresses(read(document.source).decode("utf-8-sig")):
                if _is_external(url, origin):
                    places.setdefault(url, []).append((f"content/{document.source}", line))
    return places


def _addresses(text: str) -> Iterator[tuple[int, str]]:
    """The addresses in a text with their lines, without fragments, each once in a line."""
    for line, row in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        found = _ADDRESS.findall(row) if "://" in row else ()
        for url in dict.fromkeys(url.rstrip(".,;:!?*_").partition("#")[0] for url in found):
            yield line, url


def _is_external(url: str, origin: str) -> bool:
    """Whether an address names another host than the site's own, or the same by another scheme."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and f"{parts.scheme}://{parts.netloc}" != origin
    except ValueError:  # as for http://[x: no address at all
        return False


def _cached(file: Path) -> dict[str, Reply]:
    """The answers kept in a file; none if it is not there or damaged."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Reply])
    except (OSError, msgspec.DecodeError):
        return {}


def _ask_all(urls: Iterable[str], web: Web, now: float) -> dict[str, Reply]:
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    with ThreadPoolExecutor(_HOSTS) as threads:
        answers = threads.map(lambda group: [(url, _ask(url, web, now)) for url in group], hosts.values())
        return {url: reply for group in answers for url, reply in group}


def _ask(url: str, web: Web, now: float) -> Reply:
    """The answer for one address, over all its redirects."""
    at, moved, for_good = url, "", True
    for _ in range(_MOST_STEPS):
        try:
            status, target = web.status(at)
        except Unreachable as error:
            return Reply(now, error.message, moved)
        if status not in (*_FOR_GOOD, *_FOR_NOW) or not target:
            return Reply(now, _wrong(status), moved)
        try:
            at = urljoin(at, target)
        except ValueError:
            return Reply(
                now, msg("leads-to-no-address", "it leads on to no address (%(target)s).", target=target), moved
            )
        for_good = for_good and status in _FOR_GOOD
        moved = at if for_good else moved
    return Reply(now, msg("leads-on-and-on", "it leads on and on."), moved)


def _wrong(status: int) -> Message | None:
    if status in _SHY:
        return msg(
            "server-shy",
            "the server answers %(status)s, perhaps only to machines; look by hand.",
            status=str(status),
        )
    return msg("server-answers", "the server answers %(status)s.", status=str(status)) if status >= 400 else None


def _message(url: str, reply: Reply) -> Message | None:
    if reply.wrong:
        return msg(
            "link-leads-nowhere", "the link to %(url)s does not lead to a page: %(why)s", url=url, why=reply.wrong
        )
    if reply.moved:
        return msg(
            "link-moved", "the link to %(url)s leads on to %(moved)s for good. Write that.", url=url, moved=reply.moved
        )
    return None

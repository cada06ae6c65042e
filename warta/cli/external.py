"""Turns the links that lead out of a newsroom into findings, by asking the servers: politely, and not again for days.

Only links of what is public are asked for: a server must not learn from us what is not published yet. What it answers
is never more than a note, since a server that is down today says nothing of the text.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec

from warta.build.pipeline import Checked
from warta.content.documents import Document
from warta.deploy.web import Unreachable, Web
from warta.desk.findings import NOTE, Finding
from warta.desk.rules.table import EXTERNAL

MEMORY = "external-links.json"
"""The file of `.warta/` that keeps what servers answered."""

_GOOD_FOR, _BAD_FOR = 7 * 86_400, 86_400  # seconds that an answer is believed
_TIMEOUT = 10.0
_HOSTS = 12  # asked at the same time, each for one address after the other
_MOST_STEPS = 5
_FOR_GOOD, _FOR_NOW = (301, 308), (302, 303, 307)
_SHY = (401, 403, 405, 406, 429, 451)  # answers to machines, not to readers
_ADDRESS = re.compile(r"https?://[^\s<>\"'\])}\\`|]+")


class Reply(msgspec.Struct, frozen=True):
    """What was learnt of an address: when (Unix time), what is wrong (or empty), where it leads on to for good."""

    at: float
    wrong: str = ""
    moved: str = ""


class Asked(msgspec.Struct, frozen=True):
    """The findings, of how many addresses, how many of those were asked now."""

    findings: list[Finding]
    addresses: int
    asked: int


def look_outside(checked: Checked, folder: Path, now: float) -> Asked:
    """Ask for every external link of public texts that no fresh answer is remembered of; `now` is Unix time."""
    places = _places(checked)
    known = _remembered(folder / MEMORY)
    fresh = {url: each for url, each in known.items() if now - each.at < (_BAD_FOR if each.wrong else _GOOD_FOR)}
    missing = [url for url in places if url not in fresh]
    web = Web(timeout=_TIMEOUT)
    try:
        replies = fresh | _ask_all(missing, web, now)
    finally:
        web.close()
    if missing:
        (folder / MEMORY).write_bytes(msgspec.json.encode({url: replies[url] for url in sorted(replies)}))
    findings = [
        Finding(path, line, EXTERNAL, NOTE, message)
        for url, found in places.items()
        if (message := _message(url, replies[url]))
        for path, line in found
    ]
    return Asked(sorted(findings), len(places), len(missing))


def _places(checked: Checked) -> dict[str, list[tuple[str, int]]]:
    """Each external address of public texts with the files and lines it stands on."""
    hidden = {each.source for each in checked.site.concealed}
    own = checked.config.origin
    found: dict[str, list[tuple[str, int]]] = {}
    for document in checked.documents:
        if document.source in hidden or _is_left_out(document):
            continue
        with contextlib.suppress(FileNotFoundError):
            rows = Path(checked.inputs.paths[document.source]).read_text(encoding="utf-8-sig").split("\n")
            for line, row in enumerate(rows, 1):
                for url in dict.fromkeys(_ADDRESS.findall(row) if "://" in row else ()):
                    url = url.rstrip(".,;:!?*_").partition("#")[0]
                    if urlsplit(url).hostname and not url.startswith(own):
                        found.setdefault(url, []).append((f"content/{document.source}", line))
    return found


def _is_left_out(document: Document) -> bool:
    return any(ref.text == EXTERNAL for ref in getattr(document, "ignore", ()))


def _remembered(file: Path) -> dict[str, Reply]:
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
    """What one address leads to, over all its redirects."""
    at, moved, for_good = url, "", True
    for _ in range(_MOST_STEPS):
        try:
            status, target = web.status(at)
        except Unreachable as error:
            return Reply(now, str(error).rstrip("."), moved)
        if status not in (*_FOR_GOOD, *_FOR_NOW) or not target:
            wrong = "" if status < 400 else f"the server answers {status}"
            if status in _SHY:
                wrong += ", perhaps only to machines; look by hand"
            return Reply(now, wrong, moved)
        at = urljoin(at, target)
        for_good = for_good and status in _FOR_GOOD
        moved = at if for_good else moved
    return Reply(now, "it leads on and on", moved)


def _message(url: str, reply: Reply) -> str:
    if reply.wrong:
        return f"the link to {url} does not lead to a page: {reply.wrong}."
    return f"the link to {url} leads on to {reply.moved} for good. Write that." if reply.moved else ""

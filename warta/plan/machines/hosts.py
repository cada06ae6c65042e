"""Turns the host in the settings into the files that host needs, and says where its limits are passed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from urllib.parse import quote, urlsplit

import msgspec

from warta.digests import Value, given
from warta.errors import Problem
from warta.messages import msg
from warta.newsroom.addresses import is_lasting
from warta.plan.families import Families
from warta.plan.machines.api import plan_text
from warta.plan.machines.headers import HOSTS, Host, encodings, security_headers
from warta.plan.machines.redirects import Redirect
from warta.plan.origins import origin
from warta.plan.targets import Target
from warta.settings import Settings
from warta.signs import misnamed

CONFIG = "config.yaml"
_UNFIT_FOR_FILES = re.compile(r'[:*"<>|]')
_ASSETS = "assets/"
_MOST_KEPT = 80  # of the hundred rules that such a host reads
_LONGEST_NAME = 200  # bytes; systems take 255, and a compressed twin's is longer


class RedirectView(msgspec.Struct, frozen=True, gc=False):
    """A page at an old address that leads to the new one, for hosts that cannot do it themselves."""

    url: str
    title: str


class HostView(msgspec.Struct, frozen=True, gc=False):
    """A file for a host (`file`, see the formats). `base` is the path the site lies under.

    `redirects` are old and new paths from the root of the host, the old ones not percent-encoded; `headers` are those
    of every answer in their order; `missing` are the paths below which a language of its own has its page for what is
    missing; `compressed` says that files have compressed twins; `kept`
    are addresses in assets/ that browsers may keep for ever.
    """

    file: str
    base: str
    redirects: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    compressed: bool = False
    kept: tuple[str, ...] = ()


def kept_for_ever(config: Settings, paths: Callable[[], Iterable[str]]) -> tuple[str, ...]:
    """What in assets/ a host is told to let browsers keep, whose file for that knows no patterns: the folder, where
    all in it have digests in their names, else those files that have.
    """
    if "headers" not in HOSTS[config.host].files.values():
        return ()
    found = [each for each in paths() if each.startswith(_ASSETS)]
    lasting = sorted(filter(is_lasting, found))
    return (f"/{_ASSETS}*",) if len(lasting) == len(found) else tuple([f"/{each}" for each in lasting[:_MOST_KEPT]])


def plan_host(files: Value, language: Value) -> Iterator[Target]:
    """The files of a host, each with its path."""
    for path, view in files.it:
        yield Target(path, "host", language.it, (given(view),), origin("host", path))


def plan_stubs(stubs: Value, language: Value) -> Iterator[Target]:
    """A page at each old address that the host cannot lead on by itself: path, old address, and what it shows."""
    for path, old, view in stubs.it:
        yield Target(path, "redirect", language.it, (given(view),), origin("old address", old))


def add_host(
    families: Families,
    config: Settings,
    redirects: Sequence[Redirect],
    files: int,
    static: Set[str],
    kept: tuple[str, ...] = (),
) -> list[Problem]:
    """The families of what a host needs besides `files` others, and warnings. What static/ holds takes the place of
    what is made. `kept` are the addresses in assets/ that browsers may keep.
    """
    host = HOSTS[config.host]
    ruled, stubbed, lost = _shared_out(host, config, redirects)
    language = given(config.language)
    made = [(path, view) for path, view in _files(host, config, ruled, kept) if f"static/{path}" not in static]
    families.add("host", plan_host, given(tuple(made)), language, kinds=("host",), language=config.language)
    stubs = [each for each in _stubs(config, stubbed) if f"static/{each[0]}" not in static]
    families.add("redirects", plan_stubs, given(tuple(stubs)), language, kinds=("redirect",), language=config.language)
    texts = [each for each in _github(config) if f"static/{each[0]}" not in static]
    for path, text in texts:
        inputs = (given(f"/{path}"), given(text), language)
        families.add(f"host {path}", plan_text, *inputs, kinds=("text",), language=config.language)
    packed = 1 + len(encodings(config))
    return list(_warnings(host, files + packed * (len(made) + len(stubs)) + len(texts), ruled, stubbed, lost))


def _shared_out(
    host: Host, config: Settings, redirects: Sequence[Redirect]
) -> tuple[list[Redirect], list[Redirect], list[Redirect]]:
    """Which redirects the host takes, which need a page, and which it cannot do at all."""
    ruled: list[Redirect] = []
    stubbed: list[Redirect] = []
    lost: list[Redirect] = []
    size = 0
    for each in redirects:
        length = len(quote(config.base + each.old)) + len(quote(config.base + each.new)) + 6
        fits = host.rules is None or len(ruled) < host.rules
        fits = fits and (host.rule_length is None or length <= host.rule_length)
        fits = fits and (host.rule_bytes is None or size + length <= host.rule_bytes)
        fits = fits and (host.step_length is None or _longest_step(each.old) <= host.step_length)
        if fits and ("?" not in each.old or host.queries):
            ruled.append(each)
            size += length
        elif host.stubs and _can_be_page(each.old):
            stubbed.append(each)
        else:
            lost.append(each)
    return ruled, stubbed, lost


def _longest_step(path: str) -> int:
    return max(len(step.encode()) for step in path.split("/"))


def _can_be_page(old: str) -> bool:
    """Whether a host would send a file at this path as a page."""
    name = old.rpartition("/")[2]
    sent = "." not in name or name.lower().endswith((".html", ".htm"))
    return "?" not in old and sent and all(map(_can_be_file, old.strip("/").split("/")))


def _can_be_file(name: str) -> bool:
    return not misnamed(name) and not _UNFIT_FOR_FILES.search(name) and len(name.encode()) <= _LONGEST_NAME


def _files(
    host: Host, config: Settings, ruled: Sequence[Redirect], kept: tuple[str, ...]
) -> Iterator[tuple[str, HostView]]:
    pairs = tuple((config.base + each.old, config.base + each.new) for each in ruled)
    missing = tuple(f"{config.base}/{each.casefold()}" for each in config.languages if each != config.language)
    for path, kind in host.files.items():
        redirects = pairs if kind not in ("headers", "nginx-server") else ()
        headers = security_headers(config) if kind != "redirects" else ()
        lasting = kept if kind == "headers" else ()
        if kind != "redirects" or redirects:
            yield path, HostView(kind, config.base, redirects, headers, missing, bool(encodings(config)), lasting)


def _stubs(config: Settings, stubbed: Sequence[Redirect]) -> Iterator[tuple[str, str, RedirectView]]:
    for each in stubbed:
        path = each.old.strip("/")
        page = path.lower().endswith((".html", ".htm")) and not each.old.endswith("/")
        url = config.base + quote(each.new, safe="/#")
        yield path if page else f"{path}/index.html", each.old, RedirectView(config.origin + url, config.title)


def _github(config: Settings) -> Iterator[tuple[str, str]]:
    """No Jekyll, and the name of the host, unless that is GitHub's own."""
    if config.host != "github-pages":
        return
    yield ".nojekyll", ""
    name = urlsplit(config.url).hostname or ""
    if not name.endswith(".github.io"):
        yield "CNAME", name + "\n"


def _warnings(
    host: Host, files: int, ruled: Sequence[Redirect], stubbed: Sequence[Redirect], lost: Sequence[Redirect]
) -> Iterator[Problem]:
    if host.most_files is not None and files > host.most_files:
        message = msg(
            "host-too-many-files",
            "the site has %(files)s files, and %(host)s takes %(most)s unless it is paid. Without the wire it has "
            "fewer: 'wire: []', or 'wire: [text]'.",
            files=files,
            host=host.name,
            most=host.most_files,
        )
        yield Problem(CONFIG, 0, message)
    if host.rules and stubbed:
        message = msg(
            "host-some-redirects",
            "%(host)s takes %(ruled)s of the %(all)s old addresses as redirects; at %(stubbed)s others a page leads "
            "on.",
            host=host.name,
            ruled=len(ruled),
            all=len(ruled) + len(stubbed) + len(lost),
            stubbed=len(stubbed),
        )
        yield Problem(CONFIG, 0, message)
    if lost:
        message = msg(
            "host-lost-redirects",
            "%(host)s cannot lead on %(lost)s old addresses, such as %(some)s: they find nothing.",
            host=host.name,
            lost=len(lost),
            some=tuple([each.old for each in lost[:3]]),
        )
        yield Problem(CONFIG, 0, message)

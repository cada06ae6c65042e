"""Turns the host in the settings into the files that host needs, and says where its limits are passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from urllib.parse import quote, urlsplit

import msgspec

from warta.errors import Problem
from warta.plan.data_views import HostView, PackedView, RedirectView, TextView
from warta.plan.redirects import Redirect
from warta.plan.targets import HOST, PACKED, REDIRECT, TEXT, Target
from warta.settings import Settings

CONFIG = "config.yaml"
_TEXTS = (".html", ".css", ".js", ".json", ".xml", ".txt", ".svg", ".webmanifest")


class Host(msgspec.Struct, frozen=True):
    """A kind of host. `files` maps a path in the output to its kind of file (see render/hosts.py).

    `rules`, `rule_bytes` and `rule_length` are how many redirects it takes, in how many bytes, of how many characters
    each (None: as many as you like; no rules: 0); `queries` whether it can lead on /?p=12; `stubs` whether a page at
    the old address is of use. `sends_headers` says whether files of the site decide on HTTP headers, `most_files` how
    many files it takes, `encodings` which compressed twins it can send, and `packs` whether it compresses by itself.
    """

    name: str
    files: Mapping[str, str] = {}
    rules: int | None = 0
    rule_bytes: int | None = None
    rule_length: int | None = None
    queries: bool = False
    stubs: bool = True
    sends_headers: bool = False
    most_files: int | None = None
    encodings: tuple[str, ...] = ()
    packs: bool = True


# limits as the hosts' own documents give them (docs/hosts.md); .htaccess is read anew at every request
HOSTS: Mapping[str, Host] = {
    "apache": Host("Apache", {".htaccess": "htaccess"}, rules=2_000, queries=True, sends_headers=True),
    "nginx": Host(
        "nginx",
        {".nginx/http.conf": "nginx-http", ".nginx/server.conf": "nginx-server"},
        rules=None,
        queries=True,
        stubs=False,
        sends_headers=True,
        encodings=("gzip",),
    ),
    "github-pages": Host("GitHub Pages"),
    "gitlab-pages": Host(
        "GitLab Pages",
        {"_redirects": "redirects"},
        rules=1_000,
        rule_bytes=64_000,
        encodings=("gzip", "br"),
        packs=False,
    ),
    "netlify": Host("Netlify", {"_redirects": "redirects", "_headers": "headers"}, rules=None, sends_headers=True),
    "cloudflare-pages": Host(
        "Cloudflare Pages",
        {"_redirects": "redirects", "_headers": "headers"},
        rules=2_000,
        rule_length=1_000,
        sends_headers=True,
        most_files=20_000,
    ),
    "s3": Host("S3"),
}
_ENDINGS = {"gzip": ".gz", "br": ".br"}


def plan_host(
    config: Settings, redirects: Sequence[Redirect], targets: Sequence[Target], static: Set[str]
) -> tuple[list[Target], list[Problem]]:
    """The targets a host needs besides `targets`, and warnings. What static/ holds takes the place of what is made."""
    host = HOSTS[config.host]
    ruled, stubbed, lost = _shared_out(host, config, redirects)
    found = [*_files(host, config, ruled), *_stubs(config, stubbed)]
    if config.host == "github-pages":
        found += _github(config)
    found = [target for target in found if f"static/{target.path}" not in static]
    found += _packed(host, config, [*targets, *found])
    return found, list(_warnings(host, len(targets) + len(found), ruled, stubbed, lost))


def security_headers(config: Settings) -> tuple[tuple[str, str], ...]:
    """The HTTP headers of every answer: Warta's own, changed by the settings'."""
    headers = {
        "Content-Security-Policy": _policy(search=config.search),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        # everything is public, and there is nobody to log in: scripts of other sites may read feeds and wire
        "Access-Control-Allow-Origin": "*",
    }
    if config.url.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    known = {name.casefold(): name for name in headers}
    for name, value in config.headers.items():
        headers[known.get(name.casefold(), name)] = value
    return tuple((name, value) for name, value in headers.items() if value)


def meta_policy(config: Settings) -> str:
    """The policy that pages must carry themselves because the host sends no headers; else empty."""
    if HOSTS[config.host].sends_headers:
        return ""
    return next((value for name, value in security_headers(config) if name == "Content-Security-Policy"), "").replace(
        " frame-ancestors 'self';", ""
    )


def _policy(*, search: bool) -> str:
    """Own scripts, styles and fonts from files alone, nothing inline; pictures may come from elsewhere (W3C CSP3).

    `search`: its index is read by WebAssembly.
    """
    own = " ".join(f"{kind}-src 'self';" for kind in ("script", "style", "font", "connect", "manifest", "worker"))
    own = own.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'") if search else own
    seen = "img-src 'self' https: data:; media-src 'self' https:;"
    return f"default-src 'none'; {own} {seen} base-uri 'none'; frame-ancestors 'self'; form-action 'self'"


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
        if fits and ("?" not in each.old or host.queries):
            ruled.append(each)
            size += length
        elif host.stubs and _can_be_page(each.old):
            stubbed.append(each)
        else:
            lost.append(each)
    return ruled, stubbed, lost


def _can_be_page(old: str) -> bool:
    """Whether a host would send a file at this path as a page."""
    name = old.rpartition("/")[2]
    return "?" not in old and ("." not in name or name.lower().endswith((".html", ".htm")))


def _files(host: Host, config: Settings, ruled: Sequence[Redirect]) -> Iterator[Target]:
    pairs = tuple((config.base + each.old, config.base + each.new) for each in ruled)
    missing = tuple(f"{config.base}/{each.casefold()}" for each in config.languages if each != config.language)
    for path, kind in host.files.items():
        redirects = pairs if kind not in ("headers", "nginx-server") else ()
        headers = security_headers(config) if kind not in ("redirects", "nginx-http") else ()
        view = HostView(kind, config.base, redirects, headers, missing, bool(_encodings(host, config)))
        if kind != "redirects" or redirects:
            yield Target(path, HOST, config.language, view, f"the file {path} for the host")


def _stubs(config: Settings, stubbed: Sequence[Redirect]) -> Iterator[Target]:
    for each in stubbed:
        path = each.old.strip("/")
        page = path.lower().endswith((".html", ".htm")) and not each.old.endswith("/")
        url = config.base + quote(each.new, safe="/#")
        view = RedirectView(config.origin + url, config.title)
        yield Target(
            path if page else f"{path}/index.html", REDIRECT, config.language, view, f"the old address {each.old}"
        )


def _github(config: Settings) -> Iterator[Target]:
    """No Jekyll, and the name of the host, unless that is GitHub's own."""
    yield Target(".nojekyll", TEXT, config.language, TextView(""), ".nojekyll")
    name = urlsplit(config.url).hostname or ""
    if not name.endswith(".github.io"):
        yield Target("CNAME", TEXT, config.language, TextView(name + "\n"), "CNAME")


def _encodings(host: Host, config: Settings) -> tuple[str, ...]:
    """Which compressed twins are made: as the settings say, else where the host does not compress by itself."""
    wanted = not host.packs if config.precompress is None else config.precompress
    return host.encodings if wanted else ()


def _packed(host: Host, config: Settings, targets: Sequence[Target]) -> Iterator[Target]:
    for encoding in _encodings(host, config):
        for target in targets:
            if target.path.endswith(_TEXTS):
                make = partial(_packed_view, encoding, target)
                path = target.path + _ENDINGS[encoding]
                yield Target(path, PACKED, target.language, make, target.about, target.mark, target.kind)


def _packed_view(encoding: str, target: Target) -> PackedView:
    return PackedView(encoding, target.kind, target.view)


def _warnings(
    host: Host, files: int, ruled: Sequence[Redirect], stubbed: Sequence[Redirect], lost: Sequence[Redirect]
) -> Iterator[Problem]:
    if host.most_files is not None and files > host.most_files:
        yield Problem(
            CONFIG,
            0,
            f"the site has {files:,} files, and {host.name} takes {host.most_files:,} unless it is paid. Without the "
            "wire it has fewer: 'wire: []', or 'wire: [text]'.",
        )
    if host.rules and stubbed:
        yield Problem(
            CONFIG,
            0,
            f"{host.name} takes {len(ruled):,} of the {len(ruled) + len(stubbed) + len(lost):,} old addresses as "
            f"redirects; at {len(stubbed):,} others a page leads on.",
        )
    if lost:
        most = ", ".join(each.old for each in lost[:3])
        yield Problem(
            CONFIG, 0, f"{host.name} cannot lead on {len(lost):,} old addresses, such as {most}: they find nothing."
        )

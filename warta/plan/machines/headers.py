"""Turns the host in the settings into its limits, and the settings into the HTTP headers of every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from warta.errors import Problem
from warta.messages import msg
from warta.settings import Settings
from warta.settings.third_parties import Sources, sources


class Host(msgspec.Struct, frozen=True):
    """A kind of host. `files` maps a path in the output to its kind of file (see render/formats/hosts.py).

    `rules`, `rule_bytes` and `rule_length` are how many redirects it takes, in how many bytes, of how many characters
    each (None: as many as you like; no rules: 0), and `step_length` of how many bytes a step of an old address may be.
    `queries` says whether it can lead on /?p=12, `stubs` whether a page at the old address is of use. `sends_headers`
    says whether files of the site decide on HTTP headers, `most_files` how many files it takes, `encodings` which
    compressed twins it can send, and `packs` whether it compresses by itself.
    """

    name: str
    files: Mapping[str, str] = {}
    rules: int | None = 0
    rule_bytes: int | None = None
    rule_length: int | None = None
    step_length: int | None = None
    queries: bool = False
    stubs: bool = True
    sends_headers: bool = False
    most_files: int | None = None
    encodings: tuple[str, ...] = ()
    packs: bool = True


# what Apache and nginx read in one piece ends at 8,190 and at 4,096 bytes, and their escapes make it longer
_LONGEST_RULE = 2_000
# limits as the hosts' own documents give them (docs/hosts.md); .htaccess is read anew at every request
HOSTS: Mapping[str, Host] = {
    "apache": Host(
        "Apache",
        {".htaccess": "htaccess"},
        rules=2_000,
        rule_length=_LONGEST_RULE,
        step_length=255,
        queries=True,
        sends_headers=True,
    ),
    "nginx": Host(
        "nginx",
        {".nginx/http.conf": "nginx-http", ".nginx/server.conf": "nginx-server"},
        rules=None,
        rule_length=_LONGEST_RULE,
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


def security_headers(config: Settings) -> tuple[tuple[str, str], ...]:
    """The HTTP headers of every answer: Warta's own, changed by the settings'."""
    headers = {
        "Content-Security-Policy": _policy(sources(config.third_parties), search=config.search),
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


def policy_of(config: Settings) -> str:
    """The Content-Security-Policy of every page; empty when the settings take it away."""
    return dict(security_headers(config)).get("Content-Security-Policy", "")


def kept_out(config: Settings) -> Iterator[Problem]:
    """That a policy of the newsroom's own keeps out what `third_parties` lets in."""
    written = policy_of(config)
    let_in = sources(config.third_parties)
    every = (*let_in.frames, *let_in.scripts, *let_in.connections)
    missing = tuple(dict.fromkeys([each for each in every if each not in written.replace(";", " ").split()]))
    if written and missing:
        message = msg(
            "third-parties-kept-out",
            "'headers' has a Content-Security-Policy of its own, which keeps out what 'third_parties' lets in: "
            "%(sources)s.",
            sources=missing,
        )
        yield Problem("config.yaml", 0, message)


def meta_policy(config: Settings) -> str:
    """The policy that pages must carry themselves because the host sends no headers; else empty."""
    return "" if HOSTS[config.host].sends_headers else policy_of(config).replace(" frame-ancestors 'self';", "")


def _policy(others: Sources, *, search: bool) -> str:
    """Own scripts, styles and fonts from files alone, nothing inline; pictures may come from elsewhere (W3C CSP3).

    `others` are what third parties may load besides; `search`: its index is read by WebAssembly.
    """
    more = {"script": (*(["'wasm-unsafe-eval'"] if search else []), *others.scripts), "connect": others.connections}
    kinds = ("script", "style", "font", "connect", "manifest", "worker")
    own = " ".join(" ".join([f"{kind}-src 'self'", *more.get(kind, ())]) + ";" for kind in kinds)
    seen = "img-src 'self' https: data:; media-src 'self' https:;"
    seen += f" frame-src {' '.join(others.frames)};" if others.frames else ""
    return f"default-src 'none'; {own} {seen} base-uri 'none'; frame-ancestors 'self'; form-action 'self'"


def encodings(config: Settings) -> tuple[str, ...]:
    """Which compressed twins are made: as the settings say, else where the host does not compress by itself."""
    host = HOSTS[config.host]
    wanted = not host.packs if config.precompress is None else config.precompress
    return host.encodings if wanted else ()

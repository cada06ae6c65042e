"""Turns a live site and the manifest of its deploy into findings of tampering: changed, missing and foreign files.

It also looks for cloaking: a home page that shows itself differently to search engines and to those who come from them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from warta.deploy.addresses import address_of
from warta.deploy.inspection import (
    CHANGED,
    FOREIGN,
    UNREACHABLE,
    Finding,
    Progress,
    fetch_manifest,
    inspect,
    readable,
    sample,
    words_in,
)
from warta.deploy.manifest import NAME, Manifest, digest_of_bytes
from warta.messages import Message, filled, msg
from warta.web import Answer, Unreachable, Web

# names that break-ins leave behind, and programs that have no place on a site of plain files
_SHELLS = """
wp-login.php wp-admin/ wp-content/ wp-includes/ xmlrpc.php index.php shell.php c99.php r57.php wso.php b374k.php
alfa.php alfanew.php indoxploit.php idx.php mini.php marijuana.php up.php upload.php uploader.php fm.php filemanager.php
adminer.php phpinfo.php info.php cmd.php x.php 1.php radio.php about.php lock360.php wp.php
wp-config.php.bak config.php.bak .env .git/config .git/HEAD backup.zip backup.sql public_html.zip
images/shell.php uploads/shell.php assets/shell.php
""".split()
_GAMBLING = """
slot/ slot-gacor/ slot88/ slot777/ slot-online/ situs-slot/ judi/ judi-online/ togel/ gacor/ maxwin/ casino/ rtp/
demo-slot/ slot.html gacor.html slot.php
""".split()
_AS_GOOGLE = {
    "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Referer": "https://www.google.com/",
}
_ON_A_PHONE = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile",
    "Referer": "https://www.google.com/",
}
_VISITORS: tuple[tuple[Message, Message, str, dict[str, str]], ...] = (
    (
        msg("finding-to-google", "to Google it shows something else"),
        msg("finding-to-google-leads", "to Google it leads to %(place)s", place=""),
        "",
        _AS_GOOGLE,
    ),
    (
        msg("finding-to-phones", "to phones that come from Google it shows something else"),
        msg("finding-to-phones-leads", "to phones that come from Google it leads to %(place)s", place=""),
        "",
        _ON_A_PHONE,
    ),
    (
        msg("finding-for-gambling", "asked for gambling it shows something else"),
        msg("finding-for-gambling-leads", "asked for gambling it leads to %(place)s", place=""),
        "?slot=gacor",
        {},
    ),
)
"""What is said of the home page when it is another one to a visitor, and when it leads away; how that one asks."""


def find_tampering(
    web: Web, base: str, trusted: Manifest | None, most: int | None, progress: Progress = lambda done, total: None
) -> list[Finding]:
    """Findings of what is not as it was deployed at the address `base`.

    `trusted` is a manifest kept elsewhere; without it the site's own must do, which whoever broke in may have changed.
    `most` limits how many files are fetched.
    """
    there, found = fetch_manifest(web, base)
    if found and found[0].kind == UNREACHABLE:
        return found
    if trusted is not None and there is not None and there != trusted:
        found.append(Finding(CHANGED, NAME, msg("finding-not-ours", "it is not the one that was deployed from here")))
    manifest = trusted or there
    if manifest is None:
        return found
    known = readable(manifest.files)
    found += inspect(web, base, known if most is None else sample(manifest.files, ("index.html",), most), progress)
    found += _foreign(web, base, manifest)
    if not any(finding.path == "index.html" for finding in found):
        found += _cloaking(web, base, manifest)
    return sorted(set(found))


def foreign_names(names: Iterable[str], manifest: Manifest) -> list[Finding]:
    """Findings of names at the root of a host that no deploy put there."""
    ours = {path.partition("/")[0] for path in manifest.files}
    strange = (name for name in names if name.rstrip("/") not in ours and not name.startswith("warta-"))
    lies = msg("finding-lies", "it lies on the host, and no deploy put it there")
    return [Finding(FOREIGN, name, lies) for name in sorted(strange)]


def _foreign(web: Web, base: str, manifest: Manifest) -> list[Finding]:
    """Findings of answers at addresses where nothing should be."""
    probes = [name for name in (*_SHELLS, *_GAMBLING) if not _is_ours(name, manifest)]
    nothing = _ask(web, base, f"{secrets.token_hex(8)}.php")
    if nothing is not None and nothing.status == 200:
        untold = msg("finding-untold", "so nobody can tell what is there from what is not")
        everywhere = msg(
            "finding-everywhere",
            "the server answers 200 wherever one asks; %(detail)s",
            detail=words_in(nothing.body) or untold,
        )
        return [Finding(FOREIGN, msg("any-address", "any address"), everywhere)]
    answers_there = msg("finding-answers", "it answers, and no deploy put it there")
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda name: (name, _ask(web, base, name)), probes)
        return [
            Finding(FOREIGN, name, words_in(answer.body) or answers_there)
            for name, answer in answers
            if answer is not None and answer.status == 200
        ]


def _is_ours(name: str, manifest: Manifest) -> bool:
    return name in manifest.files or any(path.startswith(name) for path in manifest.files if name.endswith("/"))


def _ask(web: Web, base: str, name: str) -> Answer | None:
    try:
        return web.get(f"{base.rstrip('/')}/{name}")
    except Unreachable:
        return None


def _cloaking(web: Web, base: str, manifest: Manifest) -> list[Finding]:
    """Findings of a home page that is another one to search engines, or to those who come from them."""
    entry = manifest.files.get("index.html")
    if entry is None or not entry.sure:
        return []
    found = []
    for other, leads, query, headers in _VISITORS:
        try:
            answer = web.get(address_of(base, "index.html") + query, headers)
        except Unreachable:
            continue
        if answer.status != 200 or digest_of_bytes(answer.body) != entry.digest:
            to = answer.headers.get("location")
            found.append(Finding(CHANGED, "index.html", filled(leads, place=to) if to is not None else other))
    return found

"""Turns the commands `trust ...` into key files, public keys, and a restored or audited log."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from warta.catalogue import say
from warta.cli.going import Held
from warta.cli.past import seen_by
from warta.cli.terminal import put, put_notice
from warta.deploy.ledger import known_past
from warta.deploy.past_files import write_whole
from warta.deploy.past_live import WrongPast, past_of
from warta.deploy.quarrels import COPY
from warta.deploy.settings import read_publishing
from warta.deploy.signer import key_path, need_library, read_key_file, unlock
from warta.deploy.witnessing import parted
from warta.errors import UsageError
from warta.messages import Message, msg
from warta.settings import read_settings
from warta.trust.cosigning import witness_of
from warta.trust.keys import SecretKey, key_file, new_key
from warta.trust.record import KEY, Fact, digest_of_keys, keys_fact, sealed
from warta.trust.wellknown import PATH, Announced, origin_of, read_announced
from warta.web import Web

_LEAST = 12
_DAILY, _DRAWER = "WARTA_TRUST_PASSPHRASE", "WARTA_TRUST_DRAWER_PASSPHRASE"


def run_init(site: Path, drawer: Path) -> None:
    """Make a daily key and a drawer key, and the file that tells everybody of them. Nothing is written over."""
    need_library()
    settings = read_settings(site)
    origin = origin_of(settings.url)
    public = site / "content" / "static" / PATH
    daily_file = key_path(origin)
    drawer_file = drawer / f"{daily_file.stem}-drawer.key"
    for file in (public, daily_file, drawer_file):
        if file.exists():
            raise UsageError(
                msg(
                    "trust-there",
                    "%(file)s is there already, and a key is never written over. A new daily key: trust rotate",
                    file=str(file),
                )
            )
    _outside(site, daily_file, drawer_file)
    daily, locked = new_key(), new_key()
    texts = [
        key_file(daily, _passphrase(_DAILY, msg("ask-daily", "New passphrase of the daily key"))),
        key_file(locked, _passphrase(_DRAWER, msg("ask-drawer", "New passphrase of the drawer key"))),
    ]
    fact = sealed(keys_fact(daily.public, locked.public, "", _now(), _witness(daily, origin)), locked, origin)
    announced = Announced(origin, fact)
    try:
        for file, text in zip((daily_file, drawer_file), texts, strict=True):
            _write_secret(file, text)
        write_whole(public, announced.text.encode())
    except OSError:  # a key without the other would only stand in the way of the next try
        for file in (daily_file, drawer_file):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        raise
    _merged_by_lines(site)
    put(msg("trust-daily", "The daily key, which deploy signs with: %(file)s", file=str(daily_file)))
    put(
        msg(
            "trust-drawer",
            "The drawer key, which only names other keys: %(file)s. Move it to a stick, and that into a locked drawer.",
            file=str(drawer_file),
        )
    )
    _show_public(announced)
    if not settings.check_page:
        put(msg("trust-needs-page", "Write check_page: true into config.yaml: the log needs the words of releases."))


def run_rotate(site: Path, drawer: Path) -> None:
    """Make another daily key, which the drawer key names; the next deploy signs with it, and says so in the log."""
    need_library()
    origin = origin_of(read_settings(site).url)
    public = site / "content" / "static" / PATH
    announced = read_announced(public.read_text(encoding="utf-8")) if public.is_file() else None
    if announced is None or announced.origin != origin:
        raise UsageError(msg("rotate-no-keys", "This newsroom has no keys yet. Make them: trust init"))
    keys = [line.fact for line in known_past(site) if line.fact["kind"] == KEY]
    if not keys:
        raise UsageError(
            msg(
                "rotate-before-log",
                "%(file)s is not here, so nobody can say which key the new one follows. Deploy once, or take the file "
                "from version control.",
                file=COPY,
            )
        )
    secret = unlock(read_key_file(drawer, site), drawer, lambda: _typed(_DRAWER, drawer))
    if secret.public.line != keys[-1]["drawer"]:
        raise UsageError(
            msg("rotate-other-drawer", "%(file)s is not the drawer key of this newsroom.", file=str(drawer))
        )
    daily = new_key()
    text = key_file(daily, _passphrase(_DAILY, msg("ask-daily", "New passphrase of the daily key")))
    named = keys_fact(daily.public, secret.public, digest_of_keys(keys[-1]), _now(), _witness(daily, origin))
    fact = sealed(named, secret, origin)
    file = key_path(origin)
    if file.exists():
        file.replace(file.with_name(f"{file.name}.{announced.daily.name}.old"))
    _write_secret(file, text)
    after = Announced(origin, fact, (announced.daily.line, *announced.earlier))
    write_whole(public, after.text.encode())
    put(msg("rotated", "The new daily key: %(file)s. It counts from the next build and deploy on.", file=str(file)))
    _show_public(after)


def _witness(daily: SecretKey, origin: str) -> str:
    return witness_of(origin, daily.witness.public.key).line


def _show_public(announced: Announced) -> None:
    host = announced.origin.partition("/")[0]
    put(msg("trust-letterhead", "For the letterhead: %(line)s", line=announced.daily.line))
    put(
        msg(
            "trust-dns",
            'For the DNS of the domain: _warta.%(host)s. TXT "v=warta1; k=%(line)s"',
            host=host,
            line=announced.daily.line,
        )
    )


def _outside(site: Path, *files: Path) -> None:
    for file in files:
        if file.resolve().is_relative_to(site.resolve()):
            raise UsageError(
                msg(
                    "key-into-newsroom",
                    "%(file)s would lie in the newsroom, from where it may be published. Name another folder.",
                    file=str(file),
                )
            )


def _passphrase(variable: str, question: Message) -> str:
    """A new passphrase: that of the environment, or one that is typed twice."""
    given = os.environ.get(variable)
    if given is None:
        if not sys.stdin.isatty():
            raise UsageError(
                msg("key-unasked", "There is nobody to ask for a passphrase. Set %(variable)s.", variable=variable)
            )
        given = str(click.prompt(say(question), hide_input=True, confirmation_prompt=True, err=True))
    if len(given) < _LEAST:
        raise UsageError(
            msg(
                "key-passphrase-short", "A passphrase needs %(least)s characters or more: words are best.", least=_LEAST
            )
        )
    return given


def _typed(variable: str, file: Path) -> str:
    given = os.environ.get(variable)
    if given is None and not sys.stdin.isatty():
        raise UsageError(
            msg("key-unasked", "There is nobody to ask for a passphrase. Set %(variable)s.", variable=variable)
        )
    question = msg("ask-key-passphrase", "Passphrase of the key in %(file)s", file=str(file))
    return given if given is not None else str(click.prompt(say(question), hide_input=True, err=True))


def _write_secret(file: Path, text: str) -> None:
    """A file that nobody else can read, from its first byte on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(text)


def _merged_by_lines(site: Path) -> None:
    """Let git keep the lines of both sides where two machines added to the copy of the record."""
    file, line = site / ".gitattributes", f"{COPY} merge=union"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    if line not in text.splitlines():
        file.write_text(text + ("" if not text or text.endswith("\n") else "\n") + line + "\n", encoding="utf-8")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def run_audit(site: Path, url: str | None) -> None:
    """Read the whole log of a live site, and see that every line of it holds. Raises Held where one does not."""
    need_library()
    public = site / "content" / "static" / PATH
    announced = read_announced(public.read_text(encoding="utf-8")) if public.is_file() else None
    if announced is None:
        raise UsageError(msg("rotate-no-keys", "This newsroom has no keys yet. Make them: trust init"))
    known = known_past(site)
    address = (url or read_settings(site).url).rstrip("/") + "/"
    with contextlib.closing(Web()) as web:
        try:
            record = past_of(web, address, announced, known, whole=True)
        except WrongPast as wrong:
            raise Held(msg("audit-fails", "the log at %(url)s: %(why)s.", url=address, why=wrong.message)) from None
    facts: list[Fact] = [line.fact for line in record]
    since = str(facts[0]["logged"]) if facts else "-"
    if known:
        put(
            msg(
                "audited",
                "%(url)s: %(number)s entries since %(since)s, all signed by this newsroom; nothing of the past was "
                "changed.",
                url=address,
                number=len(facts),
                since=since,
            )
        )
    else:
        put(
            msg(
                "audited-alone",
                "%(url)s: %(number)s entries since %(since)s, all signed by this newsroom. %(file)s is not here, so "
                "nobody can say whether the site showed a longer or another past before.",
                url=address,
                number=len(facts),
                since=since,
                file=COPY,
            )
        )
    _show_ahead(facts)
    for kind, count in sorted(Counter(str(fact["kind"]) for fact in facts).items()):
        put(f"  {kind:<10} {count}")
    neighbours = read_publishing(site).neighbours
    seen = seen_by(site, neighbours, announced)
    if wrong_past := parted(record, announced.origin, seen):
        raise Held(msg("audit-fails", "the log at %(url)s: %(why)s.", url=address, why=wrong_past[0]))
    for each, cosigned in seen.items():
        put(
            msg(
                "audit-seen",
                "The witness %(url)s saw the first %(number)s entries on %(at)s: they are the same.",
                url=each,
                number=cosigned.head.size,
                at=f"{cosigned.at:%Y-%m-%d %H:%M} UTC",
            )
        )


def _show_ahead(facts: Sequence[Fact]) -> None:
    """Say which entries bear a time that had not come when they were signed."""
    wrong = max([str(fact["ahead"]) for fact in facts if "ahead" in fact], default="")
    if wrong:
        first = next(number for number, fact in enumerate(facts, 1) if "ahead" in fact)
        put_notice(
            msg(
                "audit-ahead",
                "before entry %(number)s a clock was ahead: entries bear times up to %(at)s, which had not come.",
                number=str(first),
                at=wrong,
            )
        )

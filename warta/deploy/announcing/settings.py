"""Turns the part `announce` of config.yaml into channels and the text of posts."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import msgspec

from warta.deploy.credentials import Credentials
from warta.fields import Fields
from warta.messages import Message, filled, msg

MESSAGE = "{title}\n\n{summary}\n\n{url}"
INDEXNOW = "https://api.indexnow.org/indexnow"
GRAPH = "https://graph.facebook.com/v23.0"
_WORDS = ("title", "summary", "url", "site")
_INDEXNOW_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
_CHANNEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class Announce(msgspec.Struct, frozen=True):
    """Where and how new releases are announced. `channels` are names whose addresses, as Apprise writes them, are
    secrets (`url`); `facebook` is the number of a page, whose `token` is one; `hub` is a WebSub hub; `days` is how old
    a release may be to be news, `most` how many are posted at once. `target` is the deploy after which this happens.
    """

    credentials: dict[str, Credentials]
    target: str = ""
    channels: tuple[str, ...] = ()
    facebook: str = ""
    hub: str = ""
    indexnow_key: str = ""
    indexnow: str = INDEXNOW
    graph: str = GRAPH
    message: str = MESSAGE
    days: int = 3
    most: int = 5

    @property
    def extra(self) -> dict[str, bytes]:
        """Files that must lie on the site for announcements to be believed (indexnow.org/documentation)."""
        return {f"{self.indexnow_key}.txt": self.indexnow_key.encode()} if self.indexnow_key else {}


def read_announce(fields: Fields | None, site: Path, hub: str) -> Announce | None:
    """The settings under `announce`, with the hub that feeds name; problems go where those of `fields` go."""
    if fields is None:
        return None
    channels = fields.refs("channels")
    for ref in channels:
        if not _CHANNEL.fullmatch(ref.text):
            fields.problem(
                ref.line,
                msg(
                    "announce-channels",
                    "'channels' must be names of your own, such as telegram; their addresses are secrets "
                    "(got '%(got)s').",
                    got=ref.text,
                ),
            )
    announce = Announce(
        target=fields.text("target") or "",
        credentials={name: Credentials(name, site) for name in (*(ref.text for ref in channels), "facebook")},
        channels=tuple(ref.text for ref in channels),
        facebook=_matching(
            fields,
            "facebook",
            re.compile(r"\d{3,30}"),
            msg("announce-facebook", "'facebook' must be the number of a Facebook page (got '%(got)s').", got=""),
        ),
        hub=hub,
        indexnow_key=_matching(
            fields,
            "indexnow_key",
            _INDEXNOW_KEY,
            msg(
                "announce-indexnow-key",
                "'indexnow_key' must be 8 to 128 letters, digits and hyphens (got '%(got)s').",
                got="",
            ),
        ),
        indexnow=fields.address("indexnow") or INDEXNOW,
        graph=fields.address("graph") or GRAPH,
        message=_message(fields),
        days=fields.number("days", 3, least=1, most=60),
        most=fields.number("most", 5, least=1, most=100),
    )
    fields.close()
    return announce


def _matching(fields: Fields, name: str, pattern: re.Pattern[str], otherwise: Message) -> str:
    line = fields.line_of(name)
    text = fields.text(name) or ""
    if text and not pattern.fullmatch(text):
        fields.problem(line, filled(otherwise, got=text))
    return text


def _message(fields: Fields) -> str:
    line = fields.line_of("message")
    text = fields.text("message") or MESSAGE
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        parts = [("", "?", "", None)]
    wrong = [name for _, name, form, conversion in parts if name not in _WORDS or form or conversion]
    if wrong:
        message = msg(
            "announce-message",
            "'message' may hold %(words)s (got '%(got)s').",
            words=tuple(f"{{{word}}}" for word in _WORDS),
            got=f"{{{wrong[0]}}}",
        )
        fields.problem(line, message)
        return MESSAGE
    return text

"""Turns the part `witness` of config.yaml into the neighbour newsrooms that remember our log, and whose logs we do."""

from __future__ import annotations

import re

import msgspec

from warta.deploy.addresses import site_of
from warta.fields import Fields, shown
from warta.messages import msg
from warta.trust.keys import NoKey, PublicKey, public_of
from warta.trust.wellknown import origin_of

_ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")
_MOST = 20


class Neighbour(msgspec.Struct, frozen=True):
    """Another newsroom with a log: its address, and a key of it, the daily or the drawer key, from its letterhead."""

    url: str
    key: PublicKey

    @property
    def origin(self) -> str:
        """The name of its log."""
        return origin_of(self.url)

    def address(self, path: str) -> str:
        """The address of a file of its site."""
        return f"{self.url.rstrip('/')}/{path}"


def read_neighbours(whole: Fields, own: str) -> tuple[Neighbour, ...]:
    """The neighbours that the settings name; `own` is the address of this newsroom. Problems go to those of `whole`."""
    found: dict[str, Neighbour] = {}
    line = whole.line_of("witness")
    for node in whole.items("witness"):
        if not isinstance(node.value, dict):
            whole.problem(
                node.line,
                msg(
                    "witness-shape",
                    "'witness' must be a list such as %(line)s (got %(got)s).",
                    line="[{url: https://humas.lain.go.id/, key: RW...}]",
                    got=shown(node),
                ),
            )
            continue
        fields = whole.nested(node, "witness")
        url, key = fields.required("url"), _key(fields)
        fields.close()
        if url and (not _ADDRESS.fullmatch(url) or site_of(url) == site_of(own)):
            whole.problem(
                node.line,
                msg(
                    "witness-address",
                    "'url' must be the address of another newsroom, such as https://humas.lain.go.id/ (got '%(got)s').",
                    got=url,
                ),
            )
        elif url in found or site_of(url) in map(site_of, found):
            whole.problem(node.line, msg("witness-twice", "%(url)s stands twice in 'witness'.", url=url))
        elif url and key is not None:
            found[url] = Neighbour(url, key)
    if len(found) > _MOST:
        whole.problem(line, msg("witness-many", "'witness' may name %(most)s newsrooms.", most=_MOST))
    return tuple(found.values())


def _key(fields: Fields) -> PublicKey | None:
    line = fields.line_of("key")
    text = fields.required(
        "key", msg("witness-write-key", "Write the 56 letters of its letterhead, which 'trust init' printed there.")
    )
    if not text:
        return None
    try:
        return public_of(text)
    except NoKey:
        fields.problem(
            line, msg("witness-key", "'key' must be 56 letters that begin with RW (got '%(got)s').", got=text)
        )
        return None

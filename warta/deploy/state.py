"""Turns what a host answers, and the copy of it this machine kept, into what an earlier deploy left there."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from warta.deploy.connection import Connection
from warta.deploy.host import CannotDeploy
from warta.deploy.manifest import NAME, Entry, Manifest, Unreadable, decode, encode, site_of
from warta.errors import listed


class State(msgspec.Struct, frozen=True):
    """What lies on a host: the claims on it; whether no deploy was there yet; what others put at the site's root;
    whether only the last step of a deploy is missing; and what the user should hear of it.
    """

    manifest: Manifest
    first: bool = False
    foreign: tuple[str, ...] = ()
    unfinished: bool = False
    notice: str = ""


class Copy:
    """This machine's copy of a host's manifest. It counts only when the host has lost its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Manifest | None:
        """The copy, if there is a good one."""
        try:
            return decode(self._path.read_bytes())
        except (OSError, Unreadable):
            return None

    def write(self, data: bytes) -> None:
        """Keep these bytes. A copy that cannot be kept is no reason to stop."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_name(self._path.name + ".new")
            beside.write_bytes(data)
            os.replace(beside, self._path)  # noqa: PTH105


def read_state(line: Connection, site: str, copy: Copy) -> State:
    """What an earlier deploy of the site at address `site` left. Raises CannotDeploy for another site's place."""
    data = line.do(lambda host: host.read(NAME))
    unfinished = line.do(lambda host: host.unfinished())
    problem = f"the host has no {NAME} any more"
    try:
        manifest = None if data is None else decode(data)
    except Unreadable as error:
        manifest, problem = None, str(error).rstrip(".")
    if manifest is not None:
        _check(manifest, site)
        return State(manifest, unfinished=unfinished)
    kept = copy.read()
    if kept is not None and site_of(kept.site) == site_of(site):
        notice = f"{problem}; by this machine's copy of it everything is uploaded anew."
        files = {path: Entry(entry.size, "") for path, entry in kept.files.items()}
        return State(Manifest(site, files), unfinished=unfinished, notice=notice)
    foreign = tuple(name for name in line.do(lambda host: host.names()) if not name.startswith(("warta-", ".")))
    return State(Manifest(site, {}), True, foreign, unfinished, f"{problem}." if data is not None else "")


def _check(manifest: Manifest, site: str) -> None:
    if site_of(manifest.site) != site_of(site):
        raise CannotDeploy(
            f"that place holds the site {manifest.site}, and this newsroom's address is {site}. Mend the path of the "
            f"target. If the newsroom has moved to this address, delete {NAME} on the host first."
        )


def foreign_line(state: State) -> str:
    """A sentence on what others put where the site is going; empty when there is nothing."""
    if not state.foreign:
        return ""
    count = len(state.foreign)
    return (
        f"This is the first deploy there, and the place is not empty ({count} names, such as "
        f"{listed(state.foreign, most=3)}). What is there stays, but for files that the site has too."
    )


def write_manifest(line: Connection, manifest: Manifest, copy: Copy) -> None:
    """Leave a manifest on the host, and a copy here."""
    from warta.deploy.kinds import SITEMAP
    from warta.deploy.manifest import File, digest_of_bytes

    data = encode(manifest)
    file = File(NAME, len(data), digest_of_bytes(data), SITEMAP, data)
    line.do(lambda host: host.put([file]))
    copy.write(data)

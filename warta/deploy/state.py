"""Turns what a host answers, and the copy of it this machine kept, into what an earlier deploy left there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Container
from pathlib import Path

import msgspec

from warta.deploy.connection import Connection
from warta.deploy.host import CannotDeploy
from warta.deploy.kinds import SITEMAP
from warta.deploy.manifest import NAME, Entry, File, Manifest, Unreadable, decode, digest_of_bytes, encode, site_of
from warta.errors import listed


class State(msgspec.Struct, frozen=True):
    """What lies on a host: its manifest; whether no deploy was there yet; what others put at the site's root; whether
    only the last step of a deploy is missing; what the user should hear of it; and which paths the manifest names
    though they are not ours.
    """

    manifest: Manifest
    first: bool = False
    foreign: tuple[str, ...] = ()
    unfinished: bool = False
    notice: str = ""
    left: frozenset[str] = frozenset()

    @property
    def claims(self) -> dict[str, Entry]:
        """What is ours there."""
        return {path: entry for path, entry in self.manifest.files.items() if path not in self.left}


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


def read_state(line: Connection, site: str, copy: Copy, seal: str = "") -> State:
    """What an earlier deploy of the site at address `site` left; with the secret `seal` no manifest is believed that is
    not sealed by it. Raises CannotDeploy for another site's place.
    """
    data = line.do(lambda host: host.read(NAME))
    unfinished = line.do(lambda host: host.unfinished())
    problem = f"the host has no {NAME} any more"
    try:
        manifest = None if data is None else decode(data)
    except Unreadable as error:
        manifest, problem = None, str(error).rstrip(".")
    if manifest is not None and seal and not manifest.has_seal(seal):
        manifest, problem = None, f"{NAME} on the host does not bear the seal of this target"
    if manifest is not None:
        _check(manifest, site)
        return State(manifest, unfinished=unfinished)
    kept = copy.read()
    if kept is not None and site_of(kept.site) == site_of(site):
        notice = f"{problem}; by this machine's copy of it everything is uploaded anew."
        files = {path: entry.doubted() for path, entry in kept.files.items()}
        return State(Manifest(site, files), unfinished=unfinished, notice=notice)
    foreign = tuple(name for name in line.do(lambda host: host.names()) if not name.startswith(("warta-", ".")))
    return State(Manifest(site, {}), True, foreign, unfinished, f"{problem}." if data is not None else "")


def without_others(line: Connection, state: State, wanted: Container[str], copy: Copy, seal: str = "") -> State:
    """The state without claims on what is not ours: who breaks into a host can write into the manifest there that a
    deploy left what others did, and a deploy would delete it. What is to be deleted must bear the seal, be known to
    this machine's copy, or have the very bytes that a deploy wrote.
    """
    doomed = [path for path in state.manifest.files if path not in wanted]
    if seal or not doomed:
        return state
    kept = copy.read()
    known = kept.files if kept is not None and site_of(kept.site) == site_of(state.manifest.site) else {}
    left = frozenset(path for path in doomed if path not in known and not _is_ours(line, path, state.manifest))
    if not left:
        return state
    notice = f"{NAME} on the host names what no deploy left there as it is: {listed(sorted(left), most=3)}. It stays."
    return msgspec.structs.replace(state, left=left, notice=f"{state.notice} {notice}".strip(), unfinished=True)


def _is_ours(line: Connection, path: str, manifest: Manifest) -> bool:
    data = line.do(lambda host: host.read(path))
    return data is None or digest_of_bytes(data) in manifest.files[path].possible


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
    data = encode(manifest)
    file = File(NAME, len(data), digest_of_bytes(data), SITEMAP, data)
    line.do(lambda host: host.put([file]))
    copy.write(data)

"""Turns the manifest on a host, or this machine's copy of it, into what an earlier deploy of the site left there.

Whoever broke into a host can write its manifest, so nothing in one alone makes a deploy delete a file.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Container
from pathlib import Path

import msgspec

from warta.deploy.addresses import site_of
from warta.deploy.connection import Connection
from warta.deploy.host import CannotDeploy
from warta.deploy.manifest import NAME, Entry, Manifest, Unreadable, decode, digest_of_bytes, encode
from warta.deploy.output import File
from warta.messages import Message, msg
from warta.plan.kinds import UNKNOWN


class State(msgspec.Struct, frozen=True):
    """What lies on a host: its manifest, and what a deploy must know besides.

    `first` says that no deploy was there yet, `foreign` are names that others put at the site's root, `unfinished` says
    that only the last step of a deploy is missing, `notice` is a sentence for the user, and `unproven` are the entries
    of files that are no part of the site any more, and of which nothing proves that they are ours.
    """

    manifest: Manifest
    first: bool = False
    foreign: tuple[str, ...] = ()
    unfinished: bool = False
    notice: Message | None = None
    unproven: dict[str, Entry] = {}

    @property
    def claims(self) -> dict[str, Entry]:
        """The entries of the files that are ours."""
        return {path: entry for path, entry in self.manifest.files.items() if path not in self.unproven}


class Copy:
    """This machine's copy of a host's manifest, for when the host has lost its own or its own is not to be believed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, site: str) -> Manifest | None:
        """The copy, if it can be read and is of the site at this address: a target's path or address may have changed,
        and the files of one site say nothing of another's.
        """
        try:
            manifest = decode(self._path.read_bytes())
        except (OSError, Unreadable):
            return None
        return manifest if site_of(manifest.site) == site_of(site) else None

    def write(self, data: bytes) -> None:
        """Keep these bytes. A copy that cannot be kept is no reason to stop."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new = self._path.with_name(self._path.name + ".new")
            new.write_bytes(data)
            os.replace(new, self._path)  # noqa: PTH105


def read_state(connection: Connection, site: str, copy: Copy, signing_key: str = "") -> State:
    """What an earlier deploy of the site at address `site` left. Raises CannotDeploy for another site's place.

    With a `signing_key` no manifest is believed that was not signed with it.
    """
    data = connection.do(lambda host: host.read(NAME))
    unfinished = connection.do(lambda host: host.unfinished())
    problem: Message | str = msg("manifest-gone", "the host has no %(name)s any more", name=NAME)
    try:
        manifest = None if data is None else decode(data)
    except Unreadable as error:
        manifest, problem = None, error.message
    if manifest is not None and signing_key and not manifest.is_signed_with(signing_key):
        manifest = None
        problem = msg("manifest-no-seal", "%(name)s on the host does not bear the seal of this target", name=NAME)
    if manifest is not None:
        _check(manifest, site)
        return State(manifest, unfinished=unfinished)
    kept = copy.read(site)
    if kept is not None:
        notice = msg(
            "manifest-from-copy",
            "%(problem)s; by this machine's copy of it everything is uploaded anew.",
            problem=problem,
        )
        files = {path: entry.unsure() for path, entry in kept.files.items()}
        return State(Manifest(site, files), unfinished=unfinished, notice=notice)
    foreign = tuple(name for name in connection.do(lambda host: host.names()) if not name.startswith(("warta-", ".")))
    told = msg("manifest-problem", "%(problem)s.", problem=problem) if data is not None else None
    return State(Manifest(site, {}), True, foreign, unfinished, told)


def with_proof(state: State, wanted: Container[str], copy: Copy, signing_key: str = "") -> State:
    """The state with the files set apart that a deploy of `wanted` would delete, and that nothing proves to be ours.

    What is to be deleted must stand in a signed manifest, or be known to this machine's copy. That a file has the bytes
    the manifest tells of proves nothing: whoever writes a manifest on a host can read the file there.
    """
    doomed = [path for path in state.manifest.files if path not in wanted]
    if signing_key or not doomed:
        return state
    kept = copy.read(state.manifest.site)
    known = kept.files if kept is not None else {}
    unproven = {path: state.manifest.files[path] for path in doomed if path not in known}
    return msgspec.structs.replace(state, unproven=unproven)


def unproven_line(state: State) -> Message:
    """A sentence on what stays on the host for want of proof."""
    return msg(
        "files-unproven",
        "%(number)s files are no part of the site any more and stay on the host, since this machine did "
        "not put them there: %(files)s. 'deploy --adopt' names them all and deletes "
        "them; a 'seal' (docs/deploy.md) proves on every machine what is ours.",
        number=len(state.unproven),
        files=tuple(sorted(state.unproven)),
    )


def _check(manifest: Manifest, site: str) -> None:
    if site_of(manifest.site) != site_of(site):
        raise CannotDeploy(
            msg(
                "place-of-other-site",
                "that place holds the site %(there)s, and this newsroom's address is %(here)s. Mend the path of the "
                "target. If the newsroom has moved to this address, delete %(name)s on the host first.",
                there=manifest.site,
                here=site,
                name=NAME,
            )
        )


def foreign_line(state: State) -> Message | None:
    """A sentence on the files of others where the site is going; None when there are none."""
    if not state.foreign:
        return None
    return msg(
        "place-not-empty",
        "This is the first deploy there, and the place is not empty (%(number)s names, such as "
        "%(names)s). What is there stays, but for files that the site has too.",
        number=len(state.foreign),
        names=state.foreign[:3],
    )


def write_manifest(connection: Connection, manifest: Manifest, ours: Manifest, copy: Copy) -> None:
    """Leave a manifest on the host, and here a copy of what of it is ours."""
    data = encode(manifest)
    file = File(NAME, len(data), digest_of_bytes(data), UNKNOWN, data)
    connection.do(lambda host: host.put([file]))
    copy.write(encode(ours))

"""Turns the output folder of a finished build into the files to be published, each with its size, digest and kind.

No other module of deploys knows how a build leaves its output.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from warta.deploy.addresses import site_of
from warta.deploy.manifest import digest_of_bytes
from warta.deploy.stages import stage_of
from warta.engine.claims import MANIFEST, Claim, claims_in, read_manifest
from warta.engine.folder import PRIVATE, Folder
from warta.engine.staging import digest_of
from warta.errors import OutputError
from warta.messages import msg
from warta.plan.kinds import UNKNOWN
from warta.settings import Settings

_SITEMAP_LINE = re.compile(r"^Sitemap:\s*(\S+)/sitemap\.xml\s*$", re.MULTILINE | re.IGNORECASE)


class File(msgspec.Struct, frozen=True, gc=False):
    """A file to be published: path below the site's root, size in bytes, digest (BLAKE2b, 16 bytes, hexadecimal),
    kind (see `plan/kinds.py`), and its bytes or the file that holds them.
    """

    path: str
    size: int
    digest: str
    kind: str
    content: Path | bytes

    @property
    def stage(self) -> str:
        """The stage of a deploy in which it is uploaded (see `stages.ORDER`)."""
        return stage_of(self.kind, self.path)

    def read(self) -> bytes:
        """Its bytes. Raises OutputError when they are not those that were planned."""
        if isinstance(self.content, bytes):
            return self.content
        try:
            data = self.content.read_bytes()
        except OSError:
            data = b""
        if digest_of_bytes(data) != self.digest:
            raise OutputError(
                msg(
                    "output-changed-meanwhile",
                    "%(file)s was changed while it was being deployed. Build again, then deploy again; "
                    "what is on the host so far does no harm.",
                    file=str(self.content),
                )
            )
        return data


def check_finished(output: Path, config: Settings) -> None:
    """Raise OutputError for a folder that was never built, was half built, or is another site's."""
    folder = Folder(output) if (output / MANIFEST).is_file() else None
    if folder is None or not folder.claimed:
        raise OutputError(
            msg(
                "output-not-built",
                "%(output)s holds no finished build. Build first: build.py build, then deploy.",
                output=str(output),
            )
        )
    if folder.staging.exists():
        raise OutputError(
            msg(
                "output-half-built",
                "a build into %(output)s is under way or was interrupted. Build again, then deploy.",
                output=str(output),
            )
        )
    _check_site(output, config)


def read_output(output: Path, config: Settings, *, extra: Mapping[str, bytes] | None = None) -> dict[str, File]:
    """The files of a finished build by path, and those of `extra`, made here.

    Raises OutputError for a folder that `check_finished` refuses, that shows drafts, or is not as the build left it.
    """
    check_finished(output, config)
    if (output / PRIVATE).exists():
        raise OutputError(
            msg(
                "output-with-drafts",
                "%(output)s was built with --drafts, and drafts are not for readers. Build again without it.",
                output=str(output),
            )
        )
    files = {path: _look(output, path, claim) for path, claim in sorted(claims_in(read_manifest(output)).items())}
    broken = [path for path, file in files.items() if file is None]
    if broken:
        for path in broken:
            _make_noticed(output / path)
        raise OutputError(
            msg(
                "output-touched",
                "%(output)s is not as the build left it (%(number)s files, such as %(files)s). "
                "Build again, then deploy.",
                output=str(output),
                number=len(broken),
                files=tuple(broken[:3]),
            )
        )
    made = (File(path, len(data), digest_of_bytes(data), UNKNOWN, data) for path, data in (extra or {}).items())
    return {path: file for path, file in files.items() if file} | {file.path: file for file in made}


def _make_noticed(place: Path) -> None:
    """Give a file whose bytes were changed another time of change. A build looks at the bytes of no file that has size
    and time as it left them, so it would find nothing to do.
    """
    with contextlib.suppress(OSError):
        os.utime(place)


def _look(output: Path, path: str, claim: Claim) -> File | None:
    place = output / path
    try:
        if digest_of(place) != claim.digest:
            return None
        return File(path, place.stat().st_size, claim.digest, claim.kind, place)
    except OSError:
        return None


def _check_site(output: Path, config: Settings) -> None:
    try:
        text = (output / "robots.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    built_for = _SITEMAP_LINE.findall(text)
    if built_for and site_of(config.url) not in (site_of(each) for each in built_for):
        raise OutputError(
            msg(
                "output-of-other-site",
                "%(output)s was built for %(built)s/, and config.yaml says %(url)s. Build again, then deploy.",
                output=str(output),
                built=built_for[0],
                url=config.url,
            )
        )


def total(files: Iterable[File]) -> int:
    """How many bytes they are together."""
    return sum(file.size for file in files)

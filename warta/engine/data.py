"""Turns the files of content/data/ into what templates see of them; each is parsed again when its bytes are others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from warta.content.bounds import first_bytes
from warta.content.data_files import DataBytes, DataFile, data_file, is_data, name_of
from warta.datatree import LARGEST
from warta.digests import digest_of_bytes, joined
from warta.engine.workspace import Work
from warta.errors import Problem
from warta.messages import msg

_MOST = 8 * LARGEST


def read_data_files(work: Work, paths: Mapping[str, str], problems: list[Problem]) -> dict[str, bytes]:
    """The values of the data files among the `paths` of the content (by source), each as JSON, by name."""
    found: dict[str, bytes] = {}
    taken: dict[str, str] = {}
    total = 0
    for source in filter(is_data, paths):
        try:
            data = first_bytes(Path(paths[source]), LARGEST)
        except FileNotFoundError:
            continue  # an editor deleted it since the folder was listed
        total += len(data)
        if total > _MOST:
            message = msg(
                "data-most", "holds more than %(most)s MB of data files, the most that it may.", most=_MOST >> 20
            )
            problems.append(Problem("content/data", 0, message))
            return {}
        name = name_of(source)
        other = taken.setdefault(name.casefold(), source)
        if other != source:
            message = msg(
                "data-one-name",
                "has the name of %(other)s, and templates ask for both as data.%(name)s. Rename one of them.",
                other=f"content/{other}",
                name=name,
            )
            problems.append(Problem(f"content/{source}", 0, message))
            continue
        digest = joined((digest_of_bytes(source.encode()), digest_of_bytes(data)))
        read: DataFile = work.memo(source, data_file, DataBytes(digest, source, data))
        problems += read.problems
        if not read.problems:
            found[name] = read.encoded
    return found

"""Turns an output folder and the record of it into the files that are no longer as the last build left them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping

from warta.engine.folder import Folder
from warta.engine.record import Record
from warta.engine.staging import digest_of

Altered = Callable[[], Mapping[str, bool]]
"""Gives the recorded files that are not as recorded (see `find_altered`)."""


def find_altered(folder: Folder, record: Record) -> dict[str, bool]:
    """The recorded files that are not as recorded, by path: True where other bytes lie now, False where none of ours
    are.
    """
    found: dict[str, bool] = {}
    lstat, above, regular = os.lstat, f"{folder.root}/", stat.S_IFREG
    for family in record.families.values():
        columns = family.columns
        for at, (path, size, mtime) in enumerate(
            zip(columns.paths, columns.stats[::2], columns.stats[1::2], strict=True)
        ):
            try:
                facts = lstat(above + path)
            except (FileNotFoundError, NotADirectoryError):
                found[path] = False
                continue
            if stat.S_IFMT(facts.st_mode) != regular:
                found[path] = False
                continue
            as_it_was = facts.st_mtime_ns == mtime and facts.st_size == size
            if not as_it_was and digest_of(folder.root / path) != columns.file(at).digest:
                found[path] = True
    return found if folder.manifest == record.manifest else found | unclaimed(folder, record)


def unclaimed(folder: Folder, record: Record) -> dict[str, bool]:
    """The recorded files that the folder's manifest does not name, as `find_altered` tells them: none of ours."""
    return dict.fromkeys([path for path in record.paths() if path not in folder.claimed], False)

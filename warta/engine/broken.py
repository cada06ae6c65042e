"""Says why what earlier builds remembered cannot be used, or why nothing can be remembered."""

from __future__ import annotations

from pathlib import Path

from warta.errors import Said, WartaError, reason
from warta.messages import Message, msg


class StoreBroken(Said):
    """What is remembered cannot be used by this version; says why, without an end."""


class CannotRemember(WartaError):
    """The folder of what builds remember can be opened, but not be written."""


DAMAGED = msg("store-sqlite", "its file is damaged or in use")
UNREADABLE_DOCUMENT = msg("store-document-unreadable", "a document cannot be read")
"""Why a document that was kept cannot be taken."""


def why(failure: Exception) -> Message | str:
    """Why a store cannot be used, in a few words: ours, else those of SQLite or of the system."""
    if isinstance(failure, StoreBroken):
        return failure.message
    return reason(failure) if isinstance(failure, OSError) else str(failure)


def unwritable(folder: Path, failure: Exception) -> CannotRemember:
    """That the folder of what builds remember cannot be written."""
    return CannotRemember(
        msg(
            "memory-unwritable",
            "%(folder)s cannot be written (%(why)s). Is the disk full?",
            folder=str(folder),
            why=why(failure),
        )
    )

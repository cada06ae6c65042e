"""Turns a picture's variant into its bytes, from memory where an earlier build made the same one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Set
from hashlib import blake2b
from pathlib import Path

from warta.newsroom.pictures import VariantView
from warta.render.pictures.images import recipe, resize

PICTURES = "pictures"
"""The folder, beside the store, of the pictures that were made smaller."""

_PROOF = 16  # bytes in front of a kept variant


class Variants:
    """The variants kept in a folder, by the digest of the picture and by how they are made.

    They only save time: a folder that cannot be written saves none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, view: VariantView, path: Path) -> bytes:
        """The bytes of a variant of the picture at `path`. Raises BrokenImage."""
        place = self._folder / _name(view)
        with contextlib.suppress(OSError):
            kept = place.read_bytes()
            if _proof(kept[_PROOF:]) == kept[:_PROOF]:
                return kept[_PROOF:]
        made = resize(path, view.width, view.height, view.format, view.quality)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            half = place.with_name(f"{place.name}.{os.getpid()}")
            half.write_bytes(_proof(made) + made)
            half.replace(place)
        return made

    def keep(self, digests: Set[str]) -> None:
        """Drop the variants of pictures that the content does not hold any more, and what a killed build left."""
        with contextlib.suppress(OSError):
            for each in os.scandir(self._folder):
                digest, _, rest = each.name.partition("-")
                if digest not in digests or rest.count(".") > 1 or not rest.startswith(recipe()):
                    Path(each.path).unlink()


def _proof(data: bytes) -> bytes:
    return blake2b(data, digest_size=_PROOF).digest()


def _name(view: VariantView) -> str:
    return f"{view.digest}-{recipe()}-{view.width}x{view.height}-{view.quality}.{view.format.lower()}"

"""Turns the targets a check rendered into those that the next check need not render again: equal signs, equal files."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection
from hashlib import blake2b

from warta.build.guard import Guard
from warta.build.publishing import Publication
from warta.build.staleness import Surroundings, mark_of, print_of
from warta.build.store import Store, StoreBroken
from warta.plan.targets import Target

_FACT = "rendered by checks"
_SIZE = 16  # bytes of a sign


def unproven(publication: Publication, guard: Guard, store: Store) -> list[Target]:
    """What must be rendered and was by no check while the same was hidden. Raises StoreBroken."""
    text = store.fact(_FACT)
    hidden, _, packed = (text or "").partition(" ")
    if text is None or hidden != guard.digest:
        return publication.targets
    try:
        signs = b64decode(packed, validate=True)
    except ValueError:
        raise StoreBroken("the note of a check cannot be read") from None
    proven = {signs[at : at + _SIZE] for at in range(0, len(signs), _SIZE)}
    return [each for each in publication.targets if _sign(each, publication.surroundings) not in proven]


def remember_proven(publication: Publication, guard: Guard, store: Store, rendered: Collection[Target]) -> None:
    """Note that all that must be rendered can be, and gives nothing away; `rendered` is what this check did of it."""
    if rendered:
        signs = b"".join([_sign(each, publication.surroundings) for each in publication.targets])
        store.set_fact(_FACT, f"{guard.digest} {b64encode(signs).decode()}")


def _sign(target: Target, surroundings: Surroundings) -> bytes:
    """Equal signs, equal files."""
    mark = mark_of(target, surroundings) or print_of(target, surroundings).key
    return blake2b(target.path.encode() + b"\0" + mark, digest_size=_SIZE).digest()

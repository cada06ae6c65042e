"""Turns the outputs of a newsroom's own extensions into a family of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from warta.digests import Group, Value, digest_of, digest_of_bytes, given, group, joined
from warta.extensions import FILE_NAME
from warta.newsroom.site import Site
from warta.plan.families import Families
from warta.plan.targets import Target


def plan_outputs(outputs: Group, language: Value) -> Iterator[Target]:
    """A file for each output, which holds what the newsroom's code gave."""
    for each in outputs.members:
        path, data = each.it
        yield Target(path, "output", language.it, (Value(digest_of_bytes(data), data),), FILE_NAME)


def add_outputs(families: Families, site: Site, outputs: Iterable[tuple[str, bytes]]) -> None:
    """The family of the newsroom's own outputs, given as paths and bytes."""
    language = given(site.settings.language)
    files = [Value(joined((digest_of(path), digest_of_bytes(data))), (path, data)) for path, data in outputs]
    if files:
        families.add("outputs", plan_outputs, group(files), language, kinds=("output",), language=language.it)

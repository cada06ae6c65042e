"""Proves that no text of a foreign newsroom holds up an import: what takes too long is named, and the rest arrives."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest

from tests.importing.exports import post
from tests.importing.test_wordpress import bring
from tests.support import SiteTest
from warta.content.bounds import LIMITS
from warta.errors import ProblemsFound
from warta.importing.markup import without_tags
from warta.importing.sources.wxr import Head, read_posts


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """An empty newsroom."""
    return SiteTest(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 20_000,
        '[gallery ids="' * 8_000,
        "<ul" * 20_000,
        "<!--" * 20_000,
        "A" * 200_000,
    ],
    ids=lambda text: text[:14].encode("unicode-escape").decode(),
)
def test_a_hostile_post_is_named_and_the_others_arrive(
    text: str, site: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tags, shortcodes and comments by the thousand: the post arrives or its loss is told, and the next one arrives."""
    for place in ("apart", "converting"):  # two seconds tell what ten do
        hurried = msgspec.structs.replace(LIMITS, seconds=1)
        monkeypatch.setattr(f"warta.importing.{place}.LIMITS", hurried)
    began = time.perf_counter()
    outcome = bring(site, post(7, "Jahat", text), post(8, "Baik", "<p>Warga panen.</p>"))
    assert time.perf_counter() - began < 2 * LIMITS.patience
    assert (site.root / "content/releases/2019/baik.md").is_file()
    arrived = (site.root / "content/releases/2019/jahat.md").is_file()
    report = next(site.root.rglob("import-report.md")).read_text(encoding="utf-8")
    assert arrived or (outcome.states["failed"] == 1 and "Jahat" in report)


@pytest.mark.parametrize("encoding", ["utf-7", "idna", "rot13", "nope", "big5", "hz"])
def test_an_encoding_that_cannot_be_read_is_told(encoding: str, tmp_path: Path) -> None:
    """Whatever an XML declaration names, a sentence comes of it and never a trace."""
    path = tmp_path / "export.xml"
    path.write_text(f'<?xml version="1.0" encoding="{encoding}"?>\n<rss><channel></channel></rss>\n', encoding="ascii")
    with pytest.raises(ProblemsFound, match=r"^export\.xml"):
        list(read_posts(path, Head()))


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    """A document type, in which entities are declared, ends the reading before anything is made of them."""
    path = tmp_path / "export.xml"
    names = "".join(f'<!ENTITY a{each} "&a{each - 1};&a{each - 1};">' for each in range(1, 40))
    path.write_text(f"<!DOCTYPE rss [<!ENTITY a0 'x'>{names}]><rss><channel>&a39;</channel></rss>", encoding="ascii")
    with pytest.raises(ProblemsFound, match="declares a document type or entities"):
        list(read_posts(path, Head()))


def test_text_behind_the_last_tag_is_not_searched() -> None:
    """A hundred thousand openings without an end are one pass."""
    began = time.perf_counter()
    assert without_tags("<b>a</b>" + "<" * 200_000, " ") == " a " + "<" * 200_000
    assert time.perf_counter() - began < 1

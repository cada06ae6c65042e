"""Proves that a search index is the same for the same texts, and holds of each page what was given and no more."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from warta.render import search
from warta.render.search import FILTERS, SearchMissing, Text, write_index

TEXTS = [
    Text(
        f"/2026/11/r{number}/",
        ("id", "en")[number % 2],
        f"Pemerintah membangun jembatan nomor {number} <b>&</b>",
        {"title": f"Rilis {number}", "date": "2026-11-24"},
        {"category": ["Ekonomi"], "region": ["A", "B", "C"][: 1 + number % 3]},
    )
    for number in range(40)
]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_texts_give_the_same_bytes(tmp_path: Path) -> None:
    """Four times: Pagefind's own filters, for one, come in another order each time."""
    made = []
    for number in range(4):
        write_index(TEXTS, tmp_path / str(number), whole=False)
        made.append(files(tmp_path / str(number)))
    assert made[0] and all(each == made[0] for each in made)


def test_every_page_is_in_the_index_and_under_its_filters(tmp_path: Path) -> None:
    """Each text once, with its address; a page is found under each of its regions by the number of its fragment."""
    write_index(TEXTS, tmp_path, whole=False)
    pages = {}
    for path in tmp_path.rglob("*.pf_fragment"):
        page = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        pages[page["url"]] = path.stem
    assert pages.keys() == {text.url for text in TEXTS}
    filters = json.loads((tmp_path / FILTERS).read_bytes())
    assert filters["en"]["region"]["B"] == [
        pages[text.url] for text in TEXTS if text.language == "en" and "B" in text.filters["region"]
    ]
    assert len(filters["id"]["category"]["Ekonomi"]) == 20


def test_only_the_whole_index_has_the_program(tmp_path: Path) -> None:
    """What is merged into another needs no second copy of it, and nothing of Pagefind's own interface is there."""
    write_index(TEXTS[:2], tmp_path / "a", whole=True)
    write_index(TEXTS[:2], tmp_path / "b", whole=False)
    assert {"pagefind.js", "wasm.id.pagefind"} <= files(tmp_path / "a").keys()
    assert not [name for name in files(tmp_path / "b") if name.endswith((".js", ".pagefind", ".css"))]
    assert not [name for name in files(tmp_path / "a") if "ui" in name]


def test_a_program_that_ends_without_an_answer_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never a wait without end, never a half index."""
    monkeypatch.setattr(search, "_program", lambda: Path("/bin/true"))
    with pytest.raises(SearchMissing, match="ended without an answer"):
        write_index(TEXTS, tmp_path / "a", whole=True)
    assert not (tmp_path / "a").exists()

"""What a file is made from is kept as a short text, and said in words that people know."""

from __future__ import annotations

import pytest

from warta.catalogue import INDONESIAN, Words
from warta.newsroom.terms import LISTED
from warta.plan.origins import in_words, origin, place_of


def test_what_somebody_wrote_is_named_by_its_path() -> None:
    """In every language, and that is where people look."""
    assert in_words("content/releases/a.md") == "content/releases/a.md"
    assert place_of("content/releases/a.md", "2026/11/a/index.html") == "content/releases/a.md"


def test_what_the_plan_makes_is_said_in_words() -> None:
    """With what tells it from others, whatever signs that has; people look for it where it would be."""
    about = origin("tag", "harga\tpangan")
    assert str(in_words(about)) == "the list of tag 'harga\tpangan'"
    assert Words(INDONESIAN).of(in_words(origin("span", "2026-11"))) == "arsip 2026-11"
    assert place_of(about, "tag/con/index.html") == "/tag/con/index.html"


@pytest.mark.parametrize("kind", LISTED)
def test_each_kind_of_list_has_its_words(kind: str) -> None:
    """Its lists, and the index of them."""
    assert str(in_words(origin(kind, "Pangan"))).startswith("the list of ")
    assert str(in_words(origin(f"index {kind}"))).startswith("the index of ")

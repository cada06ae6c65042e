"""Proves that `translation_of` joins documents into groups, and says so when it cannot."""

from __future__ import annotations

import pytest

from tests.unit.values import release
from warta.content.documents import Release
from warta.fields import Ref
from warta.newsroom.twins import find_twins


def made(name: str, original: str = "") -> Release:
    return release(name, translation_of=Ref(original, 5) if original else None)


def twins(
    *documents: Release, hidden: str = "", unreadable: frozenset[str] = frozenset()
) -> tuple[dict[str, list[str]], list[str]]:
    """The languages each document can be read in, by its name, and the problems.

    A document's language is what stands after the last dot of its name, else id.
    """

    def name(document: Release) -> str:
        return document.source.removeprefix("releases/").removesuffix(".md")

    spoken = {each.source: name(each).rpartition(".")[2] if "." in name(each) else "id" for each in documents}
    paths = {each.source: f"/{name(each)}/" for each in documents}
    public = frozenset(each.source for each in documents if name(each) != hidden)
    found, problems = find_twins(documents, spoken, paths, public, unreadable)
    return (
        {name(each): [twin.language for twin in found.get(each.source, ())] for each in documents},
        [str(problem) for problem in problems],
    )


@pytest.mark.parametrize(
    "written", ["releases/a.md", "a.md", "a", "releases/a", "content/releases/a.md", "./a.md", "../releases/a.md"]
)
def test_the_original_is_named_by_its_path_or_from_beside_it(written: str) -> None:
    """With or without content/ and .md."""
    assert twins(made("a"), made("a.en", written)) == ({"a": ["en", "id"], "a.en": ["en", "id"]}, [])


def test_a_folder_is_named_like_a_file() -> None:
    """A release in a folder of its own is its index.md."""
    original, twin = made("x/index"), made("b.en", "releases/x")
    assert twins(original, twin)[0] == {"x/index": ["en", "id"], "b.en": ["en", "id"]}


def test_every_member_of_a_group_knows_all() -> None:
    """Three languages, each listed for each, by language."""
    found, problems = twins(made("a"), made("a.su", "a"), made("a.en", "a"))
    assert found == dict.fromkeys(("a", "a.su", "a.en"), ["en", "id", "su"])
    assert problems == []


def test_a_translation_of_a_translation_is_in_the_same_group() -> None:
    """The Sundanese was made from the English, which was made from the Indonesian."""
    found, problems = twins(made("a"), made("a.en", "a"), made("a.su", "a.en"))
    assert found == dict.fromkeys(("a", "a.en", "a.su"), ["en", "id", "su"])
    assert problems == []


def test_two_that_name_each_other_are_twins() -> None:
    """Nobody has to know which one came first."""
    found, problems = twins(made("a", "a.en"), made("a.en", "a"))
    assert found == dict.fromkeys(("a", "a.en"), ["en", "id"])
    assert problems == []


def test_what_stands_alone_has_no_twins() -> None:
    """Not even itself."""
    assert twins(made("a"), made("b")) == ({"a": [], "b": []}, [])


@pytest.mark.parametrize("hidden", ["a", "a.en"])
def test_a_hidden_twin_is_nowhere(hidden: str) -> None:
    """With only one that is public there is nothing to choose from."""
    assert twins(made("a"), made("a.en", "a"), hidden=hidden)[0] == {"a": [], "a.en": []}


def test_a_hidden_third_leaves_the_others() -> None:
    """The public ones list each other."""
    found, _ = twins(made("a"), made("a.en", "a"), made("a.su", "a"), hidden="a.su")
    assert (found["a"], found["a.en"]) == (["en", "id"], ["en", "id"])


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("releases/aa.md", "Did you mean 'releases/a.md'?"),
        ("x", "Write its path below content/, such as releases/2026/banjir.md."),
        ("b.en", "Write its path below content/, such as releases/2026/banjir.md."),
        ("../../a.md", "Write its path below content/, such as releases/2026/banjir.md."),
    ],
)
def test_an_original_that_is_not_there_is_a_problem(written: str, hint: str) -> None:
    """So is a document that names itself."""
    _, problems = twins(made("a"), made("b.en", written))
    assert problems == [
        f"content/releases/b.en.md:5: 'translation_of' names no other release or page (got '{written}'). {hint}"
    ]


def test_a_document_is_never_proposed_to_itself() -> None:
    """Whoever wrote the path of the very file needs another hint."""
    _, problems = twins(made("a"), made("b.en", "releases/b.en.md"))
    assert len(problems) == 1
    assert "Did you mean 'releases/b.en.md'?" not in problems[0]


def test_an_original_that_cannot_be_read_is_no_further_problem() -> None:
    """It has its own."""
    _, problems = twins(made("b.en", "a"), unreadable=frozenset(("releases/a.md",)))
    assert problems == []


def test_a_twin_in_the_same_language_is_a_problem() -> None:
    """With the line of its translation_of."""
    _, problems = twins(made("a"), made("b", "a"))
    assert problems == [
        "content/releases/b.md:5: is in the same language ('id') as content/releases/a.md, which it translates."
    ]


def test_two_translations_into_one_language_are_a_problem() -> None:
    """The second of them is pointed at, and the first is named."""
    _, problems = twins(made("a"), made("b.en", "a"), made("c.en", "a"))
    assert problems == [
        "content/releases/c.en.md:5: is in the same language ('en') as content/releases/b.en.md, which it translates."
    ]

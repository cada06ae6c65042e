"""Proves that `translation_of` joins documents into groups, and says so when it cannot."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.errors import Problem
from warta.fields import Ref
from warta.newsroom.twins import Translatable, Twin, find_original, find_twins


def made(name: str, original: str = "") -> Translatable:
    """A document whose language is what stands after the last dot of its name, else id."""
    language = name.rpartition(".")[2] if "." in name else "id"
    ref = Ref(original, 5) if original else None
    path = f"/{name}/"
    return Translatable(f"releases/{name}.md", language, name.capitalize(), 2, path, f"/x{path}", True, ref)


def name_of(source: str) -> str:
    return source.removeprefix("releases/").removesuffix(".md")


def twins(
    *documents: Translatable, hidden: str = "", unreadable: frozenset[str] = frozenset()
) -> tuple[dict[str, list[str]], list[str]]:
    """The languages each document can be read in, by its name, and the problems, as `link` finds them."""
    sources = {each.source for each in documents} | unreadable
    problems: list[Problem] = []
    originals = {}
    for each in documents:
        if each.translation_of is None:
            continue
        found = find_original(each.source, each.translation_of, sources.__contains__, lambda: sources)
        if isinstance(found, Problem):
            problems.append(found)
        originals[each.source] = each.source if isinstance(found, Problem) else found
    wanted = {*originals, *originals.values()}
    group = [
        msgspec.structs.replace(each, public=name_of(each.source) != hidden)
        for each in documents
        if each.source in wanted
    ]
    made_of = find_twins(group, originals)
    return (
        {name_of(each.source): [twin.language for twin in made_of.of.get(each.source, ())] for each in documents},
        [str(problem) for problem in (*problems, *made_of.problems)],
    )


def test_a_twin_is_a_language_a_title_and_an_address() -> None:
    """Each member of a group is listed for each with what a link to it shows."""
    original, translation = made("a"), made("a.en", "a")
    found = find_twins((original, translation), {translation.source: original.source})
    both = (Twin("en", "A.en", "/a.en/", "/x/a.en/"), Twin("id", "A", "/a/", "/x/a/"))
    assert found.of == {original.source: both, translation.source: both}


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


def test_a_circle_of_three_is_one_group() -> None:
    """Whichever of them is looked at first."""
    found, problems = twins(made("a", "a.en"), made("a.en", "a.su"), made("a.su", "a"))
    assert found == dict.fromkeys(("a", "a.en", "a.su"), ["en", "id", "su"])
    assert problems == []


CHAINS = st.lists(st.tuples(st.sampled_from(("id", "en", "su", "jv")), st.integers(0, 5)), max_size=6)


@given(CHAINS.flatmap(lambda chain: st.tuples(st.just(chain), st.permutations(range(len(chain))))))
def test_twins_do_not_depend_on_the_order_of_reading(case: tuple[list[tuple[str, int]], list[int]]) -> None:
    """Whatever names whatever: the same twins and problems, and every twin of a document has it among its own."""
    chain, order = case
    names = [f"d{number}.{language}" for number, (language, _) in enumerate(chain)]
    documents = [made(name, names[other % len(names)]) for name, (_, other) in zip(names, chain, strict=True)]
    originals = {
        each.source: documents[other % len(names)].source for each, (_, other) in zip(documents, chain, strict=True)
    }
    found = find_twins(documents, originals)
    shuffled = find_twins(
        [documents[at] for at in order], {documents[at].source: originals[documents[at].source] for at in order}
    )
    assert shuffled.of == found.of
    assert set(shuffled.problems) == set(found.problems)
    for source, others in found.of.items():
        own = f"/{name_of(source)}/"
        assert own in [twin.path for twin in others]
        assert all(found.of[f"releases/{twin.path.strip('/')}.md"] == others for twin in others)

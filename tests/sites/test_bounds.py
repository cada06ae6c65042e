"""Proves that no text takes a newsroom down: each keeps a bound of time and memory, or is refused by its name."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.hostile import SHAPES
from tests.support import SiteTest
from warta.content.bounds import LARGEST, LARGEST_HEAD, LIMITS, is_plain, too_deep
from warta.engine.parsing import Item, Made, Other, Read, ReadTask, Recipe
from warta.errors import Problem

resource = pytest.importorskip("resource")  # Windows has none

HEAD = "---\ntitle: Banjir\ndate: 2026-11-20\n---\n"
RECIPE = Recipe(
    timezone="Asia/Jakarta",
    day_first=False,
    language="id",
    lenient=False,
    origin="https://berita.example",
    trust_html=False,
    classes=(),
    extensions=None,
    configs={},
    code=b"",
    own=b"",
)
SIZE = int(os.environ.get("WARTA_HOSTILE_BYTES", "2600"))
"""The size of each hostile text; 180000 makes ten megabytes of them, for a run outside the tests (a quarter of an hour)."""


def problems_of(read: Read | Made | None) -> tuple[Problem, ...]:
    """What is wrong with a document that was read."""
    assert read is not None
    return msgspec.json.decode(read.other, type=Other).problems if read.other else ()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_text_keeps_its_bound(
    shape: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Each shape is read, or refused by the name of its file, in the time and memory that a text may take."""
    path = tmp_path / "a.md"
    path.write_text(HEAD + SHAPES[shape](SIZE), encoding="utf-8")
    task = ReadTask(RECIPE, tmp_path)
    began, before = time.perf_counter(), time.process_time()
    # the most is told of all processes that this one ever started, and each begins with what this one holds
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    try:
        read = task(Item("releases/a.md", str(path), b""))
    finally:
        task.close()
    took, here = time.perf_counter() - began, time.process_time() - before
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert all(each.path == "content/releases/a.md" for each in problems_of(read))
    assert took < LIMITS.patience + 10
    assert here < LIMITS.seconds  # what is worked on here is bounded by the counting of marks alone
    assert children.ru_maxrss * 1024 < LIMITS.memory or children.ru_maxrss <= largest
    record_property("seconds", took)
    if SIZE > 10_000:
        print(f"\n{shape}: {took:.1f} s, {children.ru_maxrss // 1024} MB, {[str(each) for each in problems_of(read)]}")  # noqa: T201


def test_what_takes_too_long_is_refused_while_all_else_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three texts that cannot be read are named in one report with a broken link; without them the site is built, and
    the lock was let go of.
    """
    monkeypatch.setattr("warta.engine.parsing.LIMITS", msgspec.structs.replace(LIMITS, seconds=1))
    site = SiteTest(tmp_path)
    site.release("baik", "Baik")
    site.release("putus", "Putus", body="[a](tidak-ada.md)\n")
    site.write("content/releases/kurung.md", HEAD + "[" * 60_000)
    site.write(
        "content/releases/dalam.md", f"{HEAD}Awal.\n\n" + "\n".join("    " * each + "- a" for each in range(300))
    )
    site.write("content/releases/banyak.md", HEAD + "*[a]: " + "b" * 100_000 + "\n\n" + "a " * 100_000)
    found = "\n".join(site.problems())
    assert "content/releases/kurung.md: cannot be converted in 10 seconds." in found
    assert "content/releases/dalam.md:107: more than 100 lists or quotations stand within one another here." in found
    assert "content/releases/banyak.md: " in found
    assert "content/releases/putus.md:6: there is no file" in found
    for name in ("kurung", "dalam", "banyak", "putus"):
        site.delete(f"content/releases/{name}.md")
    assert "2026/11/baik/index.html" in site.build().written


def test_that_there_was_too_little_time_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that could not be read in time is tried again by the next build, and its document is as any other's."""
    site = SiteTest(tmp_path)
    site.release("lama", "Lama", body="[" * 9000)
    hurried = msgspec.structs.replace(LIMITS, seconds=0, patience=1)
    with monkeypatch.context() as patch:
        patch.setattr("warta.engine.parsing.LIMITS", hurried)
        assert any("cannot be converted in" in each for each in site.problems())
    site.edit("content/releases/lama.md", "[" * 9000, "[" * 3000)
    assert "2026/11/lama/index.html" in site.build().written


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("> " * 101 + "a", 5),
        (">" * 101, 5),
        ("Awal.\n\n" + "1. " * 101 + "a", 7),
        ("> - " * 51 + "a", 5),
        ("\t" * 100 + "- a", 5),
        (": " * 101 + "a", 5),
    ],
)
def test_the_line_of_a_nest_that_is_too_deep_is_named(text: str, line: int) -> None:
    """Lists, quotations and definitions may stand a hundred deep."""
    assert (
        str(too_deep(text, "a.md", 5))
        == f"a.md:{line}: more than 100 lists or quotations stand within one another here."
    )


@pytest.mark.parametrize(
    "text", ["> " * 100 + "a", "- " * 300, "* " * 300, "-" * 300, "." * 300, "1.2" * 200, " " * 900 + "kode", "|" * 300]
)
def test_what_only_looks_deep_is_left_alone(text: str) -> None:
    """Rules, leaders, code that is indented far: none of them is a nest."""
    assert too_deep(text, "a.md", 5) is None


def test_the_same_comes_of_a_nest_wherever_it_is_converted(tmp_path: Path) -> None:
    """Markdown makes something else of what is nested when little is left of the stack; it always has the same."""
    path = tmp_path / "a.md"
    path.write_text(HEAD + '<div markdown="1">\n\n' * 260 + "a\n\n" + "</div>\n\n" * 260, encoding="utf-8")
    task = ReadTask(RECIPE, tmp_path)

    def read(depth: int) -> tuple[object, ...]:
        if depth:
            return read(depth - 1)
        made = task.parsed("releases/a.md", path.read_bytes(), b"x")
        return made.texts, problems_of(made)

    assert read(0) == read(200)


def test_a_file_is_measured_before_it_is_read(tmp_path: Path) -> None:
    """A gigabyte that is called a text costs no more than the most that a text may have."""
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.write(HEAD.encode())
        file.truncate(1 << 30)
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read = ReadTask(RECIPE, tmp_path)(Item("releases/a.md", str(path), b""))
    assert [str(each.message) for each in problems_of(read)] == [
        "is larger than 4 MB, the most that a text may have. Is it really Markdown?"
    ]
    assert time.perf_counter() - began < 5
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 16 * LARGEST


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x, x]\n" + "".join(f"b{each}: &b{each} [*a, *a]\n" for each in range(60)),
        "+++\n" + ".".join("a" * 50_000) + " = 1",
        "+++\na = " + "[" * 50_000,
        "+++\na = " + "{a=" * 20_000,
        "+++\na = " + "9" * 50_000,
        "+++\na = 0x" + "f" * 50_000,
        "a: " + "[" * 50_000,
        "a: " + "{a: " * 20_000,
        "- " * 50_000,
        "\n".join(" " * each + "a:" for each in range(400)),
        "date: 9999-12-31 23:59 -1200",
        "date: 0001-01-01 00:00 +1200",
        "\n".join(f"k{each}: x" for each in range(24_000)),
        "tags: [" + ", ".join(f"t{each}" for each in range(24_000)) + "]",
        "a: " + "x" * (LARGEST_HEAD + 1),
        "".join(f"? {each}\n" for each in range(20_000)),
        '"' * 100_000,
        "a: |" + "\n " * 50_000,
    ],
    ids=lambda front: front[:16].encode("unicode-escape").decode(),
)
def test_a_hostile_front_matter_is_named(front: str, tmp_path: Path) -> None:
    """Aliases, keys of many parts, deep values, endless numbers, days beyond the calendar, keys by the thousand: a few
    problems with the name of the file, and never a trace.
    """
    fence = front[:3] if front.startswith("+++") else "---"
    text = front if fence == "+++" else f"---\n{front}"
    path = tmp_path / "a.md"
    path.write_text(f"{text}\n{fence}\nIsi.\n", encoding="utf-8")
    task = ReadTask(RECIPE, tmp_path)
    began = time.perf_counter()
    read = task(Item("releases/a.md", str(path), b""))
    task.close()
    assert read is not None
    found = problems_of(read) or msgspec.msgpack.decode(read.head, strict=False)
    assert found
    assert all(each.path == "content/releases/a.md" for each in problems_of(read))
    assert len(problems_of(read)) < 120
    assert time.perf_counter() - began < LIMITS.patience


def test_the_texts_of_the_sample_newsroom_are_plain() -> None:
    """No text that is written in earnest is tried apart, which takes longer."""
    texts = [path.read_bytes() for path in Path("content").rglob("*.md")]
    assert len(texts) > 10
    assert all(map(is_plain, texts))

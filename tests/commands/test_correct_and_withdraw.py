"""`correct` and `withdraw` add what the press rules want, and leave every other byte of the file as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands.running import warta
from tests.support import SiteTest

FRONT = """\
---
# who may edit this: humas
title: 'Jalan diperbaiki'   # as decided
date: 2026-11-20 09:05
tags: [jalan,  aspal]
summary: >-
  Dua ruas
  jalan.
number: 0480
---

Isi   teks.
"""


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """A newsroom with one release."""
    return SiteTest(tmp_path).write("content/releases/a.md", FRONT)


def test_a_correction_is_added_and_nothing_else_changes(site: SiteTest) -> None:
    """The lines come before the end of the front matter; comments, quotes, order and text stay byte for byte."""
    done = warta(
        "correct",
        "content/releases/a.md",
        "--text",
        'Bukan "dua", melainkan tiga: ruas.',
        "--at",
        "2026-11-21 10:00",
        cwd=site.root,
    )
    assert (done.returncode, done.stderr) == (0, "")
    added = '  - at: 2026-11-21 10:00\n    kind: "correction"\n    text: "Bukan \\"dua\\", melainkan tiga: ruas."\n'
    expected = FRONT.replace("0480\n", f"0480\ncorrections:\n{added}")
    assert site.root.joinpath("content/releases/a.md").read_text() == expected
    done = warta(
        "correct",
        "releases/a.md",
        "--text",
        "Lagi.",
        "--kind",
        "clarification",
        "--at",
        "2026-11-22 10:00",
        cwd=site.root,
    )
    second = '  - at: 2026-11-22 10:00\n    kind: "clarification"\n    text: "Lagi."\n'
    assert site.root.joinpath("content/releases/a.md").read_text() == expected.replace(added, added + second)
    site.build()
    page = site.page("/2026/11/jalan-diperbaiki/")
    assert page.index("melainkan tiga") < page.index("Lagi.")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("corrections: []  # none yet\n", "corrections:  # none yet\n  - at: "),
        (
            "corrections:\n- {at: 2026-11-21, text: Satu.}\n\n# below\n",
            "corrections:\n- {at: 2026-11-21, text: Satu.}\n- at: ",
        ),
        ("Corrections: []\n", "Corrections:\n  - at: "),
        ("Corrections:\n- {at: 2026-11-21, text: Satu.}\n", "- {at: 2026-11-21, text: Satu.}\n- at: "),
        ("corrections:\n    - at: 2026-11-21\n      text: Satu.\n", "      text: Satu.\n    - at: "),
    ],
)
def test_lists_as_people_write_them_go_on_as_they_are_written(site: SiteTest, written: str, expected: str) -> None:
    """Indentation of the list is kept, comments below it stay below."""
    site.edit("content/releases/a.md", "number: 0480\n", written)
    done = warta("correct", "content/releases/a.md", "--text", "Dua.", cwd=site.root)
    assert (done.returncode, done.stderr) == (0, "")
    text = site.root.joinpath("content/releases/a.md").read_text()
    assert expected in text
    assert re.search(r"at: \d{4}-\d\d-\d\d \d\d:\d\d\n", text)
    assert ("# below" in text) == ("# below" in written)


def test_line_ends_and_byte_order_mark_stay(site: SiteTest) -> None:
    """A file from Windows stays one."""
    path = site.root / "content/releases/a.md"
    path.write_bytes(b"\xef\xbb\xbf" + FRONT.replace("\n", "\r\n").encode())
    assert warta("withdraw", "content/releases/a.md", "--reason", "Keliru.", cwd=site.root).returncode == 0
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_withdrawing_leaves_a_notice(site: SiteTest) -> None:
    """The page says why, lists and feeds no longer name it; withdrawing twice is refused."""
    done = warta(
        "withdraw", "content/releases/a.md", "--reason", "Data dasarnya keliru.", "--at", "2026-11-22", cwd=site.root
    )
    assert (done.returncode, done.stderr) == (0, "")
    site.build()
    assert "Data dasarnya keliru." in site.page("/2026/11/jalan-diperbaiki/")
    assert "Jalan diperbaiki" not in site.text("feed.xml") + site.text("index.html")
    again = warta("withdraw", "content/releases/a.md", "--reason", "Lagi.", cwd=site.root)
    assert (again.returncode, again.stderr) == (2, "content/releases/a.md is withdrawn already.\n")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["correct", "b.md", "--text", "X."], 2, "There is no release b.md."),
        (["correct", "config.yaml", "--text", "X."], 2, "There is no release config.yaml."),
        (["correct", "content/releases/aa.md", "--text", "X."], 2, "Did you mean 'releases/a.md'?"),
        (["correct", "2026/a.md", "--text", "X."], 2, "Did you mean 'releases/a.md'?"),
        (["withdraw", "pages/p.md", "--reason", "X."], 2, "content/pages/p.md is no release: those lie in"),
        (["correct", "releases/a.md", "--text", " "], 2, "--text is empty."),
        (["withdraw", "releases/a.md"], 2, "Missing option '--reason'"),
        (["correct", "releases/a.md", "--text", "X.", "--url", "javascript:x"], 1, "'url' must be an address"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(
    site: SiteTest, words: list[str], code: int, message: str
) -> None:
    """One sentence, no traceback, the file as it was."""
    site.write("content/pages/p.md", "---\ntitle: P\n---\n\nIsi.\n")
    done = warta(*words, cwd=site.root)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert site.root.joinpath("content/releases/a.md").read_text() == FRONT


@pytest.mark.parametrize(
    "written",
    ["corrections: [{at: 2026-11-21, text: Satu.}]\n", "corrections: [\n  {at: 2026-11-21, text: Satu.}\n  ]\n"],
)
def test_a_list_in_brackets_goes_on_in_brackets(site: SiteTest, written: str) -> None:
    """What stood in it keeps its bytes, and the new one stands beside it."""
    site.edit("content/releases/a.md", "number: 0480\n", written)
    done = warta("correct", "content/releases/a.md", "--text", "Dua.", "--at", "2026-11-22", cwd=site.root)
    assert (done.returncode, done.stderr) == (0, "")
    more = ', {at: 2026-11-22 00:00, kind: "correction", text: "Dua."}]\n'
    expected = FRONT.replace("number: 0480\n", "corrections: [{at: 2026-11-21, text: Satu.}" + more)
    assert site.root.joinpath("content/releases/a.md").read_text() == expected

"""A release of an earlier period of office says under whom it was published, from the moment that period is over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support import SiteTest
from warta.engine.workspace import Workspace

TERMS = """\
terms:
  - {name: Bupati Joko Lestari 2026–2031, from: 2026-12-01}
  - {name: Bupati Siti Rahma 2021–2026, from: 2021-02-26, until: 2026-11-30}
"""
NOTICE = "Diterbitkan pada masa Bupati Siti Rahma 2021–2026"
LAST = dt.datetime(2026, 11, 30, 16, 59, 59, tzinfo=dt.UTC)  # the last second of the day in Jakarta
OVER = LAST + dt.timedelta(seconds=1)
LATER = dt.datetime(2026, 12, 24, 5, 0, tzinfo=dt.UTC)
RAHMA, WITHDRAWN, LESTARI, BEFORE = (
    f"{path}/index.html" for path in ("2026/11/pasar", "2026/11/keliru", "2026/12/jalan", "2020/01/lama")
)


def newsroom(root: Path, settings: str = "show_terms: true\n", terms: str = TERMS) -> SiteTest:
    """An office with two terms, and releases of both, of neither, and a withdrawn one."""
    site = SiteTest(root, theme="warta").config(settings + "languages: [id, en]\n")
    site.write("content/organizations/humas.md", f"---\nname: Humas\n{terms}---\n\nTentang kami.\n")
    site.release("a", "Pasar").release("b", "Keliru", withdrawn="{at: 2026-11-22, reason: Salah data.}")
    site.release("c", "Jalan", date="2026-12-10").release("d", "Lama", date="2020-01-05")
    return site.release("e", "Market", language="en", translation_of="releases/a.md")


def noticed(site: SiteTest) -> set[str]:
    """The files that have the notice, in any language."""
    return {path for path, data in site.files().items() if b"Siti Rahma" in data}


def test_the_notice_comes_when_the_term_is_over_and_only_where_it_is_due(tmp_path: Path) -> None:
    """Nothing while the term runs, to its last second; then on its releases, withdrawn and translated ones too, and on no other."""
    site = newsroom(tmp_path)
    site.build(now=LAST)
    assert noticed(site) == set()
    report = site.build(now=OVER)
    assert noticed(site) == {RAHMA, WITHDRAWN, "en/2026/11/market/index.html"}
    assert NOTICE in site.page("/2026/11/pasar/")
    assert "Published under Bupati Siti Rahma" in site.page("/en/2026/11/market/")
    assert noticed(site) <= set(report.written)
    site.build(now=LATER)
    assert LESTARI in site.files()
    assert BEFORE in site.files()
    assert noticed(site) == {RAHMA, WITHDRAWN, "en/2026/11/market/index.html"}


@pytest.mark.parametrize("warm", [None, Workspace()], ids=["build", "preview"])
def test_moving_the_clock_past_the_end_leaves_what_a_clean_build_makes(tmp_path: Path, warm: Workspace | None) -> None:
    """Both ways, over the end of a term and of a half-year: the seal, the marks and a preview's memory know of terms."""
    site = newsroom(tmp_path)
    site.memory = warm
    for now in (LAST, OVER, LATER, LAST):
        site.build(now=now)
        clean = tmp_path / f"clean-{now:%m%d%H}"
        site.memory = None
        site.build(now=now, output=clean, work=tmp_path / "work", clean=True)
        site.memory = warm
        assert site.files() == site.files(clean)


def test_where_settings_do_not_ask_nothing_is_said_or_done(tmp_path: Path) -> None:
    """The default: no notice, and the end of the term writes no page again."""
    site = newsroom(tmp_path, settings="")
    site.build(now=LAST)
    report = site.build(now=OVER)
    assert noticed(site) == set()
    assert RAHMA not in report.written
    site.config("show_terms: true\n")
    site.build(now=OVER)
    assert RAHMA in noticed(site)


def test_a_release_goes_by_the_terms_of_its_own_organization(tmp_path: Path) -> None:
    """Another office's release of the same day says nothing."""
    site = newsroom(tmp_path).config("organization: humas\n")
    site.write("content/organizations/dinkes.md", "---\nname: Dinas Kesehatan\n---\n\nTentang.\n")
    site.release("f", "Vaksin", organization="dinkes").build(now=OVER)
    assert "2026/11/vaksin/index.html" in site.files()
    assert "2026/11/vaksin/index.html" not in noticed(site)
    assert RAHMA in noticed(site)


def test_terms_that_cannot_be_are_problems_with_their_lines(tmp_path: Path) -> None:
    """All at once, each with what to write instead."""
    terms = """\
terms:
  - {name: A, from: 2021-02-26, until: 2021-02-01}
  - name: B
    from: 2022-01-01
  - {name: C, from: 2023-01-01, until: 2024-01-01}
  - {name: D, from: 2024-01-01, untill: 2025-01-01}
  - {from: tomorrow}
"""
    where = "content/organizations/humas.md"
    assert newsroom(tmp_path, terms=terms).problems() == [
        f"{where}:4: 'until' must be after 'from', which is Friday, 26 February 2021 (got '2021-02-01'). Did you mean them the other way round?",
        f"{where}:7: term 'C' begins before term 'B' has ended (got '2023-01-01'). Write 'until: 2022-12-31' there, if it ended then.",
        f"{where}:8: term 'D' begins before term 'C' has ended (got '2024-01-01'). Write 'until: 2023-12-31' there, if it ended then.",
        f"{where}:8: unknown key of 'terms' 'untill'. Did you mean 'until'?",
        f"{where}:9: 'from' must be a date such as 2026-11-24 or 2026-11-24 09:05 (got 'tomorrow').",
        f"{where}:9: 'name' is missing. Write 'name:' and what it is to say.",
    ]


@pytest.mark.parametrize(
    ("first", "second", "good"),
    [
        ("from: 2021-01-01, until: 2026-02-26 10:00", "from: 2026-02-26 10:00", True),
        ("from: 2021-01-01, until: 2026-02-26 10:01", "from: 2026-02-26 10:00", False),
        ("from: 2021-01-01, until: 2026-02-25", "from: 2026-02-26", True),
        ("from: 2021-01-01, until: 2026-02-26", "from: 2026-02-26", False),
        ("from: 2021-01-01, until: 9999-12-31", "from: 2026-02-26", False),
        ("from: 2021-01-01", "from: 2021-01-01", False),
        ("from: 2021-01-01, until: 2021-01-01", "from: 2021-01-02", True),
    ],
)
def test_terms_meet_and_never_overlap(tmp_path: Path, first: str, second: str, *, good: bool) -> None:
    """A bare date is the whole last day; a time is the moment of the handing over."""
    site = newsroom(tmp_path, terms=f"terms:\n  - {{name: A, {first}}}\n  - {{name: B, {second}}}\n")
    if good:
        assert site.build().claimed
    else:
        assert "term 'B' begins before term 'A' has ended" in site.problems()[0]

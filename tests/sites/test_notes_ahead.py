"""What a withdrawal takes along, and that it and corrections are there from their moment on, and not before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.support import NOW, SiteTest, picture
from warta.engine.moments import due_changes

HOUR = dt.timedelta(hours=1)
AHEAD = "2026-11-24 13:00"  # an hour after NOW
CONFIG = """\
title: Ruang Berita
url: https://berita.example/
language: id
timezone: Asia/Jakarta
images: {widths: [24]}
feeds: [home, corrections]
"""


def newsroom(root: Path, withdrawn: str) -> SiteTest:
    """A release with a picture, a gallery, an attachment and a link, which is withdrawn, and one that stays."""
    site = SiteTest(root, CONFIG, theme="warta").release("umum", "Kabar umum")
    fields = {"image": "{file: f.jpg, alt: x}", "gallery": "[{file: g.jpg, alt: x}]", "attachments": "[data.pdf]"}
    site.release("a/index", "Daftar anak", "Isi. ![b](b.jpg) [t](t.pdf)", withdrawn=withdrawn, **fields)
    for name in ("f.jpg", "g.jpg", "b.jpg", "sendiri.jpg"):
        site.write(f"content/releases/a/{name}", picture(name))
    return site.write("content/releases/a/data.pdf", "data anak").write("content/releases/a/t.pdf", "t")


def beside(site: SiteTest) -> set[str]:
    """What lies at the address of the release."""
    return {path.removeprefix("2026/11/daftar-anak/") for path in site.files() if path.startswith("2026/11/daftar")}


def test_a_withdrawn_release_takes_its_files_along(tmp_path: Path) -> None:
    """Pictures in all sizes and attachments, from page, feeds, wire and sitemaps; text and wire of the notice stay."""
    site = newsroom(tmp_path, "{at: 2026-11-21, reason: Memuat data anak.}")
    site.build()
    assert beside(site) == {"index.html", "ninjs.json", "rilis.txt"}
    said = b"".join(site.files().values())
    assert not [name for name in (b"f.jpg", b"f-24", b"g.jpg", b"b.jpg", b"data.pdf", b"t.pdf") if name in said]
    assert "Memuat data anak." in site.page("/2026/11/daftar-anak/")


def test_a_withdrawn_release_keeps_what_its_front_matter_says(tmp_path: Path) -> None:
    """The file stays at its address, in no smaller size, and nothing shows it; one that is not there is an error."""
    site = newsroom(tmp_path, "{at: 2026-11-21, reason: Keliru., keep: [data.pdf, f.jpg]}")
    assert site.build().warnings == ()
    assert beside(site) == {"index.html", "ninjs.json", "rilis.txt", "data.pdf", "f.jpg"}
    assert b"daftar-anak/f" not in b"".join(site.files().values())
    site.edit("content/releases/a/index.md", "keep: [data.pdf,", "keep: [dato.pdf,")
    assert "there is no file 'dato.pdf'" in site.problems()[0]


def test_another_text_does_not_bring_the_files_of_a_withdrawn_one_back(tmp_path: Path) -> None:
    """A link from elsewhere is left out with a word; so is the address of a file that was there."""
    site = newsroom(tmp_path, "{at: 2026-11-21, reason: Keliru.}")
    site.release("c", "C", "[x](a/data.pdf) ![y](/2026/11/daftar-anak/f.jpg)")
    (warning,) = site.build().warnings
    assert str(warning).endswith("the link to 'a/data.pdf' is left out, since that release was withdrawn.")
    assert not [path for path in site.files() if path.endswith((".jpg", ".pdf"))]


def test_files_in_static_stay_with_a_word(tmp_path: Path) -> None:
    """They are public by their place; whoever withdraws is told."""
    site = newsroom(tmp_path, "{at: 2026-11-21, reason: Keliru.}").write("content/static/s.pdf", "s")
    site.edit("content/releases/a/index.md", "[data.pdf]", "[data.pdf, /s.pdf]")
    (warning,) = site.build().warnings
    assert "'/s.pdf' lies in content/static/ and stays public, though this release was withdrawn." in str(warning)
    site.edit("content/releases/a/index.md", "Keliru.}", "Keliru., keep: [/s.pdf]}")
    assert site.build().warnings == ()


def test_a_withdrawal_ahead_happens_at_its_moment(tmp_path: Path) -> None:
    """Until then nothing shows it; then the next build takes text and files away, and leaves what a clean one leaves."""
    site = newsroom(tmp_path, f"{{at: {AHEAD}, reason: Memuat data anak.}}")
    report = site.build()
    assert {"f.jpg", "data.pdf", "t.pdf", "sendiri.jpg"} <= beside(site)
    assert b"Memuat data anak." not in b"".join(site.files().values())
    assert report.hidden.next_change == NOW + HOUR
    assert [str(each) for each in report.warnings] == [
        "content/releases/a/index.md: the withdrawal is dated Tuesday, 24 November 2026, and shown from then on alone. "
        "Is the date right?"
    ]
    assert site.build(now=NOW + HOUR - dt.timedelta(seconds=1)).written == ()
    report = site.build(now=NOW + HOUR)
    assert "2026/11/daftar-anak/data.pdf" in report.deleted
    assert report.warnings == ()
    assert beside(site) == {"index.html", "ninjs.json", "rilis.txt"}
    assert site.compare(now=NOW + HOUR) == []


def test_corrections_ahead_are_shown_from_their_moments_on(tmp_path: Path) -> None:
    """Page, list of corrections, its feed, wire and sitemap; each at its own moment."""
    site = SiteTest(tmp_path, CONFIG, theme="warta")
    notes = f"[{{at: 2026-11-22, text: Ralat satu.}}, {{at: {AHEAD}, text: Ralat dua.}}, {{at: 2026-12-01, text: Ralat tiga.}}]"
    site.release("a", "A", corrections=notes).build()
    seen = []
    for now in (NOW, NOW + HOUR, NOW + 240 * HOUR):
        assert site.compare(now=now) == []
        said = {path: data for path, data in site.files().items() if path.endswith((".html", ".xml", ".json", ".txt"))}
        seen.append(
            [any(f"Ralat {word}.".encode() in each for each in said.values()) for word in ("satu", "dua", "tiga")]
        )
    assert seen == [[True, False, False], [True, True, False], [True, True, True]]


def test_what_changes_by_itself_names_corrections_and_withdrawals(tmp_path: Path) -> None:
    """But for those of drafts, and of releases that are not public then: these have them from the beginning."""
    site = newsroom(tmp_path, f"{{at: {AHEAD}, reason: Keliru.}}")
    note = f"[{{at: {AHEAD}, text: Ralat.}}]"
    site.release("b", "B", corrections=note).release("c", "C", corrections=note, draft="true")
    site.release("d", "D", corrections=note, embargo="2026-11-25").release(
        "e", "E", corrections=note, expires="2026-11-23"
    )
    found = [(each.source, each.change) for each in due_changes(site.request())]
    assert found == [
        ("releases/b.md", "corrected"),
        ("releases/a/index.md", "withdrawn"),
        ("releases/d.md", "appears"),
    ]


def test_dates_that_look_like_slips_are_doubted(site: SiteTest) -> None:
    """More than a year ahead, before 1945, and a note that is older than its release; a warm build says it too."""
    site.release("a", "A", date="2062-01-05").release("b", "B", date="1206-01-05").release(
        "c", "C", embargo="2027-11-20"
    )
    site.release("d", "D", corrections="[{at: 2025-11-21, text: x}]").release("e", "E", date="2027-11-20")
    wanted = [
        "content/releases/a.md: appears on Thursday, 5 January 2062, more than a year from now. Is the year right?",
        "content/releases/b.md:3: 'date' is before 1945 (got '1206-01-05'). Is the year right?",
        "content/releases/d.md: a note is dated Friday, 21 November 2025, before the release (Friday, 20 November 2026). Is the year right?",
    ]
    assert [str(each) for each in site.build().warnings] == wanted
    assert [str(each) for each in site.build().warnings] == wanted


def test_a_warning_of_a_date_ends_when_it_is_less_than_a_year_ahead(site: SiteTest) -> None:
    """Though nothing of the content changed: the span in which an outcome holds knows of it."""
    site.release("a", "A", date="2027-11-26 12:00")
    assert len(site.build().warnings) == 1
    assert site.build(now=NOW + 24 * HOUR).warnings == ()

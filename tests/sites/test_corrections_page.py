"""The page of corrections lists what was corrected or withdrawn, with links both ways, and nothing that is hidden."""

from __future__ import annotations

from pathlib import Path

from tests.support import SiteTest

FIX = '[{at: "2026-11-21 10:00", text: "Tiga ruas, bukan dua."}, {at: "2026-11-22 10:00", kind: right-of-reply, text: Tanggapan warga.}]'


def corrected(root: Path) -> SiteTest:
    """A newsroom in the real theme with a corrected release and a withdrawn one."""
    site = SiteTest(root, theme="warta").release("a", "Jalan diperbaiki", corrections=FIX)
    return site.release("b", "Keliru", withdrawn='{at: "2026-11-23 08:00", reason: Data dasarnya salah.}')


def test_all_corrections_newest_first_with_links_to_their_notes(tmp_path: Path) -> None:
    """Each has its kind, time in the zone, words, and a link to the note on the release's page, which is there."""
    site = corrected(tmp_path)
    site.build()
    page = site.page("/ralat/")
    order = [page.index(words) for words in ("Data dasarnya salah.", "Tanggapan warga.", "Tiga ruas, bukan dua.")]
    assert order == sorted(order)
    assert "Hak jawab</b> <time" in page
    assert "22 November 2026, 10.00 WIB" in page
    assert '<a href="/2026/11/jalan-diperbaiki/#note-2">' in page
    assert 'id="note-2"' in site.page("/2026/11/jalan-diperbaiki/")
    assert '<a href="/2026/11/keliru/">' in page


def test_every_page_leads_there_even_before_anything_was_corrected(tmp_path: Path) -> None:
    """The link in the foot is always good, and the page says that there is nothing."""
    site = SiteTest(tmp_path, theme="warta").release("a", "Jalan")
    site.build()
    assert 'href="/ralat/"' in site.page("/")
    assert "Belum ada yang diralat atau dicabut." in site.page("/ralat/")


def test_a_hidden_release_is_not_among_them(tmp_path: Path) -> None:
    """A correction of a release under embargo is as hidden as the release."""
    site = SiteTest(tmp_path, theme="warta").release("a", "Rahasia", corrections=FIX, embargo="2026-12-01")
    site.build()
    assert "Tiga ruas" not in site.page("/ralat/")


def test_only_a_correction_changes_the_page(tmp_path: Path) -> None:
    """A new release leaves the page as it is; a new correction writes it."""
    site = corrected(tmp_path)
    site.build()
    assert "ralat/index.html" not in site.release("c", "Baru").build().written
    assert "ralat/index.html" in site.release("c", "Baru", corrections=FIX).build().written

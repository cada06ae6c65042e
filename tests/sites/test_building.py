"""What a build writes, and what it writes again after an edit."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support import NOW, SiteTest, picture

RELEASE = "2026/11/banjir-surut/index.html"


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """Three releases in two categories, one of them older than the others."""
    site.release("banjir", "Banjir surut", date="2026-11-20 09:05", category="Kebencanaan", tags="[banjir]")
    site.release("panen", "Panen raya", date="2026-10-02", category="Ekonomi", regions='["32.11"]')
    site.release("sekolah", "Sekolah dibuka", date="2025-07-14", category="Pendidikan")
    return site


def test_four_lines_of_settings_and_one_release_are_a_whole_site(site: SiteTest) -> None:
    """A folder with a config of four lines and content/releases/ builds with the default theme."""
    config = "title: Berita\nurl: https://b.example/\nlanguage: id\ntimezone: Asia/Jakarta\n"
    site.write("config.yaml", config).release("a", "Judul")
    site.build()
    files = site.files()
    assert {"index.html", "404.html", "feed.xml", "sitemap.xml", "robots.txt", "arsip/index.html"} <= files.keys()
    assert "2026/11/judul/index.html" in files
    assert b"Judul" in files["index.html"]


def test_every_page_set_is_there(newsroom: SiteTest) -> None:
    """Releases, categories, tags, regions with their ancestors, months, years and feeds each have their files."""
    newsroom.build()
    assert {
        RELEASE,
        "kategori/kebencanaan/index.html",
        "kategori/kebencanaan/feed.xml",
        "kategori/index.html",
        "tag/banjir/index.html",
        "wilayah/jawa-barat/index.html",
        "wilayah/jawa-barat/kabupaten-sumedang/index.html",
        "wilayah/index.html",
        "2026/11/index.html",
        "2026/index.html",
        "2025/07/index.html",
        "sitemap-2025.xml",
        "sitemap-2026.xml",
    } <= newsroom.files().keys()


def test_nothing_changed_writes_nothing(newsroom: SiteTest) -> None:
    """A second and a third build write and delete nothing."""
    newsroom.build()
    before = newsroom.files()
    for _ in range(2):
        report = newsroom.build()
        assert (report.written, report.deleted, report.reasons) == ((), (), {})
    assert newsroom.files() == before


def test_a_body_edit_rewrites_the_page_and_the_feeds_that_carry_it(newsroom: SiteTest) -> None:
    """A summary that is written out keeps lists as they are when only the body changes."""
    newsroom.release(
        "banjir", "Banjir surut", date="2026-11-20", category="Kebencanaan", summary="Surut.", body="Satu."
    )
    newsroom.build()
    newsroom.edit("content/releases/banjir.md", "Satu.", "Dua.")
    assert set(newsroom.build().written) == {RELEASE, "feed.xml", "kategori/kebencanaan/feed.xml"}


def test_a_title_edit_rewrites_its_lists_and_its_neighbour(newsroom: SiteTest) -> None:
    """A title stands on its page, in the lists and feeds of its terms, and on the release next to it."""
    newsroom.edit("content/releases/banjir.md", "tags:", "slug: banjir-surut\ntags:").build()
    newsroom.edit("content/releases/banjir.md", "Banjir surut", "Banjir meluas")
    written = set(newsroom.build().written)
    assert written == {
        RELEASE,
        "2026/10/panen-raya/index.html",
        "index.html",
        "feed.xml",
        "kategori/kebencanaan/index.html",
        "kategori/kebencanaan/feed.xml",
        "tag/banjir/index.html",
        "2026/11/index.html",
    }


def test_a_deleted_release_is_gone_everywhere(newsroom: SiteTest) -> None:
    """Its page, its terms that nobody else has, its month and the folders they stood in are deleted."""
    newsroom.build()
    report = newsroom.delete("content/releases/banjir.md").build()
    assert RELEASE in report.deleted
    assert not (newsroom.output / "kategori/kebencanaan").exists()
    assert not (newsroom.output / "2026/11").exists()
    assert b"Banjir surut" not in b"".join(newsroom.files().values())


def test_what_is_hidden_is_nowhere(site: SiteTest) -> None:
    """Drafts, embargoed, future and expired releases leave no word, name or picture in any file."""
    site.release("terbuka", "Terbuka", date="2026-11-01")
    hidden = {
        "draf": "draft: true",
        "embargo": "embargo: 2026-11-24 14:00",
        "depan": "date: 2026-12-01",
        "lewat": "expires: 2026-11-01",
    }
    for name, line in hidden.items():
        date = "" if line.startswith("date") else "date: 2026-10-05\n"
        front = f"---\ntitle: Rahasia {name}\n{date}{line}\ntags: [khusus-{name}]\ncategory: Kat {name}\n"
        site.write(f"content/releases/{name}/index.md", f"{front}---\n\nKalimat rahasia {name}.\n")
        site.write(f"content/releases/{name}/foto-{name}.jpg", picture(name))
    report = site.build()
    everything = b"".join(site.files().values()) + "".join(site.files()).encode()
    for word in (b"ahasia", b"khusus", b"Kat ", b"foto-", b"gambar", *(name.encode() for name in hidden)):
        assert word not in everything
    assert (report.hidden.drafts, report.hidden.embargoed, report.hidden.expired) == (1, 2, 1)
    assert report.hidden.next_change == dt.datetime(2026, 11, 24, 7, 0, tzinfo=dt.UTC)


def test_an_embargo_ends_at_its_minute(site: SiteTest) -> None:
    """The second before it a release is nowhere, at it the release is there."""
    site.release("a", "Pengumuman", date="2026-11-24", embargo="2026-11-24 14:00")
    end = dt.datetime(2026, 11, 24, 7, 0, tzinfo=dt.UTC)
    site.build(now=end - dt.timedelta(seconds=1))
    assert "2026/11/pengumuman/index.html" not in site.files()
    site.build(now=end)
    assert "2026/11/pengumuman/index.html" in site.files()


def test_publishing_one_release_touches_few_files_whatever_the_archive(site: SiteTest) -> None:
    """With pages of two, the fiftieth release changes as many files as the tenth."""
    site.config("page_size: 2\nfeed_size: 2\n")
    counts = []
    for number in range(50):
        date = f"2024-01-05 {8 + number // 10:02d}:{number % 10:02d}"
        site.release(f"r{number:02d}", f"Rilis {number}", date=date, category="Ekonomi", tags="[satu]")
        if number in (8, 9, 48, 49):
            report = site.build()
            counts.append(len(report.written) + len(report.deleted))
    assert counts[1] == counts[3]


def test_a_new_release_leaves_indexes_and_archive_alone(site: SiteTest) -> None:
    """Counts from ten on are told as the least that there is: of ten releases in a row one changes an index. Lists of
    everything have the feeds of home, and sitemaps of lists no dates; old addresses of such feeds lead on.
    """
    site.config("region: '32.11'\nregions: [{code: '32.11.01.2001', name: Cimungkal}]\n")
    site.write("content/organizations/humas.md", "---\nname: Humas\n---\n\nKami.\n")

    def publish(number: int) -> set[str]:
        date = f"2026-11-{1 + number // 24:02d} {number % 24:02d}:00"
        regions = "[Cimungkal]"
        site.release(f"r{number}", f"Rilis {number}", date=date, category="Ekonomi", tags="[satu]", regions=regions)
        return set(site.build().written)

    for number in range(20):
        written = publish(number)
    seldom = {"kategori/index.html", "wilayah/index.html", "tag/index.html", "arsip/index.html", "2026/index.html"}
    assert "10+" not in site.page("/kategori/")
    before = site.page("/kategori/")
    for number in range(20, 29):
        written = publish(number)
        assert not seldom & written
        assert "sitemap-pages.xml" not in written
        assert not [
            path
            for path in written
            if path.endswith("feed.xml") and path.startswith(("instansi", "wilayah/jawa-barat/feed"))
        ]
    assert site.page("/kategori/") == before
    assert seldom <= publish(29)
    assert "wilayah/jawa-barat/feed.xml" not in site.files()
    own = next(path for path in site.files() if path.endswith("cimungkal/feed.xml"))
    assert own.startswith("wilayah/")
    assert "/instansi/humas/feed.xml" in site.text(".htaccess").replace("\\", "")


def test_full_older_pages_never_change(site: SiteTest) -> None:
    """An older page that is full has the same bytes after any number of further releases, but for its way to newer."""
    site.config("page_size: 2\n")

    def publish(number: int) -> None:
        date = (dt.date(2025, 1, 1) + dt.timedelta(days=number)).isoformat()
        site.release(f"r{number}", f"Rilis {number}", date=date, category="Ekonomi")

    for number in range(7):
        publish(number)
    site.build()
    first = site.page("/kategori/ekonomi/hal/1/")
    assert "Rilis 0<" in first
    assert "Rilis 1<" in first
    for number in range(7, 12):
        publish(number)
    report = site.build()
    assert site.page("/kategori/ekonomi/hal/1/") == first
    assert "kategori/ekonomi/hal/1/index.html" not in report.written


def test_another_now_is_the_same_as_a_clean_build_at_that_now(newsroom: SiteTest) -> None:
    """A site is a function of content, settings, theme and now: going there and coming back gives the same bytes."""
    newsroom.release("nanti", "Nanti terbit", date="2026-12-24")
    newsroom.build()
    before = newsroom.files()
    newsroom.build(now=NOW + dt.timedelta(days=60))
    assert "2026/12/nanti-terbit/index.html" in newsroom.files()
    newsroom.build()
    assert newsroom.files() == before


def test_a_withdrawn_release_keeps_a_notice_and_leaves_every_list(newsroom: SiteTest) -> None:
    """The page stays with its reason and without its text; lists, feeds and sitemaps forget it, but for that of
    corrections, which says so.
    """
    newsroom.edit("content/releases/banjir.md", "tags:", "withdrawn: {at: 2026-11-21, reason: Data keliru}\ntags:")
    newsroom.build()
    files = newsroom.files()
    page = files.pop(RELEASE).decode()
    assert "Data keliru" in page
    assert "Isi siaran pers" not in page
    for path in ("ralat/feed.xml", "ralat/index.html"):
        assert "Data keliru" in files.pop(path).decode()
    assert not [path for path, data in files.items() if b"banjir-surut" in data]


def test_one_broken_release_publishes_nothing_of_the_others(newsroom: SiteTest) -> None:
    """A problem anywhere leaves the output as it was, to the byte."""
    newsroom.build()
    before = newsroom.files()
    newsroom.release("panen", "Panen raya diubah", date="2026-10-02", category="Ekonomi")
    newsroom.release("rusak", "Rusak", date="2026-13-45")
    assert newsroom.problems() == [
        "content/releases/rusak.md:3: 'date' is not a day or time that exists (got '2026-13-45').",
    ]
    assert newsroom.files() == before


def test_an_answer_that_counts_from_today_is_that_of_the_day_of_the_build(newsroom: SiteTest) -> None:
    """What is remembered of a file with a problem never names a day that has passed."""
    newsroom.release("besok", "Besok", date="2026-11-20", embargo="besok pukul 08.00")
    told = "content/releases/besok.md:4: 'embargo' means another day at each build (got 'besok pukul 08.00'). Write "
    for _ in range(2):
        assert newsroom.problems() == [f"{told}embargo: 2026-11-25 08:00."]
    assert newsroom.problems(now=NOW + dt.timedelta(days=3)) == [f"{told}embargo: 2026-11-28 08:00."]
    newsroom.edit("content/releases/besok.md", "besok pukul 08.00", "28 November 2026 pukul 08.00 WIB")
    assert newsroom.build().hidden.embargoed == 1

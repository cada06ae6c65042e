"""Proves that addresses are put together in one place: files and addresses answer to each other, and no file of a site
lies anywhere else.
"""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import SiteTest, picture
from tests.unit.values import settings
from warta.newsroom import addresses as made
from warta.newsroom.addresses import Addresses, address_of, beside, file_of
from warta.plan.machines.headers import HOSTS

LANGUAGES = ("id", "en")
ICONS = ("favicon.ico", "apple-touch-icon.png", "icon-192.png", "icon-512.png", "icon-maskable-512.png")
PLAIN = Addresses.of(settings())
STEPS = st.lists(
    st.text("abé-2.", min_size=1).filter(lambda text: text.strip(".") and text != "index.html"), max_size=4
)


@given(STEPS, st.booleans())
def test_the_file_of_an_address_has_that_address(steps: list[str], folder: bool) -> None:  # noqa: FBT001
    """And the address of a file leads to that file."""
    address = "/" + "/".join(steps) + ("/" if folder and steps else "")
    assert address_of(file_of(address)) == address
    file = "/".join(steps) + "/index.html" if folder else "/".join([*steps, "a.xml"])
    assert file_of(address_of(file.lstrip("/"))) == file.lstrip("/")


def test_a_folder_is_answered_by_its_index() -> None:
    """A file whose name only ends like one is itself."""
    assert (file_of("/"), file_of("/a/"), file_of("/a.xml")) == ("index.html", "a/index.html", "a.xml")
    assert (address_of("index.html"), address_of("a/index.html")) == ("/", "/a/")
    assert address_of("a/reindex.html") == "/a/reindex.html"


@given(STEPS, st.sampled_from(("", "/ruang", "/a/b")))
def test_a_url_leads_back_to_its_address(steps: list[str], base: str) -> None:
    """Below whatever path the site lies, and in letters that every machine takes."""
    here = msgspec.structs.replace(PLAIN, base=base)
    address = "/" + "".join(f"{step}/" for step in steps)
    assert here.url(address).isascii()
    assert here.path_of(here.url(address)) == address
    assert here.absolute(address) == f"https://b.example{here.url(address)}"


def test_only_the_main_language_has_no_prefix() -> None:
    """Every address of another edition begins with its language, in small letters."""
    calls = [
        (PLAIN.home, ()),
        (PLAIN.release, ("2026-11-20T08:00:00+07:00", "banjir")),
        (PLAIN.page, ("redaksi",)),
        (PLAIN.terms, ("tag",)),
        (PLAIN.term, ("region", "jawa-barat/sumedang")),
        (PLAIN.archive, ()),
        (PLAIN.year, ("2026",)),
        (PLAIN.month, ("2026-11",)),
        (PLAIN.corrections, ()),
        (PLAIN.data, ()),
        (PLAIN.search, ()),
        (PLAIN.not_found, ()),
    ]
    plain = [call("id", *more) for call, more in calls]  # type: ignore[operator]
    assert [call("zh-Hant", *more) for call, more in calls] == [f"/zh-hant{each}" for each in plain]  # type: ignore[operator]
    assert len(set(plain)) == len(plain)


def test_a_permalink_is_of_the_written_day() -> None:
    """With zeros, whatever the hour and the zone."""
    here = msgspec.structs.replace(PLAIN, permalink="/{year}/{month}/{day}/{slug}/")
    for date in ("2026-01-02", "2026-01-02T00:30:00+07:00", "2026-01-02T23:30:00-05:00"):
        assert here.release("id", date, "banjir") == "/2026/01/02/banjir/"


def test_older_pages_lie_below_the_front_page() -> None:
    """With the word of the settings and their number."""
    assert PLAIN.list_page("/kategori/ekonomi/", None) == "/kategori/ekonomi/"
    assert PLAIN.list_page("/kategori/ekonomi/", 57) == "/kategori/ekonomi/hal/57/"
    other = Addresses.of(settings("paths: {page: laman}\n"))
    assert other.list_page("/kategori/ekonomi/", 2) == "/kategori/ekonomi/laman/2/"


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("releases/a/foto.jpg", "/2026/11/a/foto.jpg"),
        ("releases/a/data/tabel.csv", "/2026/11/a/data/tabel.csv"),
        ("releases/b/foto.jpg", "/2026/11/a/foto.jpg"),
        ("gambar/foto.jpg", "/2026/11/a/foto.jpg"),
    ],
)
def test_a_file_comes_beside_its_document(source: str, path: str) -> None:
    """One below the document's own folder keeps its place in it."""
    assert beside("/2026/11/a/", "releases/a", source) == path


def known_addresses(site: Addresses) -> re.Pattern[str]:
    """Every address that a newsroom of one release a month, a page and a picture can have, as `site` gives it."""
    found = [made.API, made.ROBOTS, made.SECURITY, made.MANIFEST, made.SITEMAP, made.NEWS, made.PAGES_SITEMAP]
    found += [made.year_sitemap("2025", 1), made.year_sitemap("2026", 1), made.static_address("static/unduh/a.pdf")]
    for language in LANGUAGES:
        release = site.release(language, "2026-11-20", "banjir"), site.release(language, "2025-03-01", "lama")
        terms = [site.term(language, kind, "x") for kind in ("category", "tag", "author", "organization")]
        terms += [site.term(language, "region", each) for each in ("jawa-barat", "jawa-barat/kabupaten-sumedang")]
        terms += [site.month(language, "2026-11"), site.month(language, "2025-03"), site.home(language)]
        found += [*release, *terms]
        found += [site.terms(language, kind) for kind in ("category", "tag", "author", "organization", "region")]
        found += [site.list_page(each, 1) for each in terms]
        found += [
            site.archive(language),
            site.year(language, "2026"),
            site.year(language, "2025"),
            site.not_found(language),
        ]
        found += [
            site.corrections(language),
            site.data(language),
            site.search(language),
            site.page(language, "redaksi"),
        ]
        wired = made.WIRE_FILES.values()
        found += [each + file for each in release for file in wired]
        lists = [*terms, site.corrections(language)]
        found += [each + file for each in lists for file in (*made.FEED_FILES.values(), made.WIRE_FILES["ninjs"])]
        found.append(beside(release[0], "releases/banjir", "releases/banjir/foto.jpg"))
    picture_ = re.escape(site.release("id", "2026-11-20", "banjir")) + r"foto-\d+\.[0-9a-f]+\.(?:jpg|webp)"
    return re.compile("|".join([*map(re.escape, found), picture_, r"/assets/.+", re.escape(made.SEARCH_INDEX) + ".+"]))


def test_every_file_of_a_site_lies_where_its_addresses_say(site: SiteTest) -> None:
    """In two languages, with feeds, wire, older pages and other words than usual: nothing is put together elsewhere."""
    more = "languages: [en]\npage_size: 5\npaths: {page: laman, tag: topik, archive: lemari}\nurl: https://berita.example/x/\n"
    site.edit("config.yaml", "url: https://berita.example/\n", "").edit("config.yaml", "wire: []\n", "")
    site.edit("config.yaml", "feed_formats: [rss]", "feed_formats: [rss, atom, json]").config(more)
    terms = {"category": "x", "tags": "[x]", "authors": "[x]", "region": "'32.11'", "organization": "x"}
    site.write("content/organizations/x.md", "---\nname: X\n---\n\nKami.\n")
    site.write("content/static/unduh/a.pdf", b"%PDF").write(
        "content/pages/redaksi.md", "---\ntitle: Redaksi\n---\n\nKami.\n"
    )
    site.write("content/releases/banjir/foto.jpg", picture("x", (1200, 800)))
    site.release("banjir/index", "Banjir", slug="banjir", image="{file: foto.jpg, alt: Air}", **terms)
    site.release("lama", "Lama", slug="lama", date="2025-03-01", **terms)
    site.release("old", "Old", slug="lama", date="2025-03-01", language="en", **terms).build()
    known = known_addresses(Addresses.of(settings("paths: {page: laman, tag: topik, archive: lemari}\n")))
    others = {*HOSTS["apache"].files, *ICONS}  # what the host and browsers look for at names that they chose
    files = site.files().keys() - others
    assert [file for file in files if not known.fullmatch(address_of(file))] == []
    assert len(files) > 90

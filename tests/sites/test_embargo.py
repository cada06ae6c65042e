"""Until a release is public nothing of it is in any file; when it is, the files that speak of it change and no others."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import brotli
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from tests.support import NOW, SiteTest, picture

CONFIG = """\
title: Ruang Berita
url: https://berita.example/
language: id
languages: [id, en]
timezone: Asia/Jakarta
region: "32.11"
categories: [Ekonomi, Kesehatan, Budaya]
page_size: 2
feed_size: 2
related: 2
feeds: [home, category, region, tag, organization, author, corrections]
images: {widths: [24]}
precompress: true
"""
PAGE_SIZE = FEED_SIZE = RELATED = 2
FEED_FILES = ("feed.xml", "atom.xml", "feed.json", "ninjs.json")
# the folders of each region and of those around it, by its code
REGIONS = {
    "32.11": ("wilayah/jawa-barat/", "wilayah/jawa-barat/kabupaten-sumedang/"),
    "32.73": ("wilayah/jawa-barat/", "wilayah/jawa-barat/kota-bandung/"),
}


class Drawn(NamedTuple):
    """A release: its times in hours from NOW, its terms, and what else it has. `link` counts on to the next ones."""

    date: int
    embargo: int | None = None
    expires: int | None = None
    draft: bool = False
    bundle: bool = False
    english: bool = False
    category: str = "Ekonomi"
    tag: str = "satu"
    region: str = "32.11"
    link: int = 1
    alias: bool = False
    corrected: bool = False

    def is_public(self, hours: float) -> bool:
        """What the rule of visibility must say, written once more."""
        opened = max(self.date, self.date if self.embargo is None else self.embargo)
        return not self.draft and hours >= opened and (self.expires is None or hours < self.expires)


HOURS = st.integers(-72, 72)
DATES = st.one_of(HOURS, st.sampled_from([-24 * 30, -24 * 60, -24 * 400]))
REST = {
    "bundle": st.booleans(),
    "english": st.sampled_from([False, False, False, True]),
    "category": st.sampled_from(["Ekonomi", "Kesehatan", "Budaya"]),
    "tag": st.sampled_from(["satu", "dua", "tiga"]),
    "region": st.sampled_from(sorted(REGIONS)),
    "link": st.integers(0, 3),
    "alias": st.booleans(),
    "corrected": st.booleans(),
}
ANY = st.builds(
    Drawn,
    date=DATES,
    embargo=st.none() | HOURS,
    expires=st.none() | HOURS,
    draft=st.sampled_from([False, False, True]),
    **REST,
)
OPEN = {"expires": st.none(), "draft": st.just(False), **REST}
PUBLIC = st.builds(Drawn, date=st.integers(-24 * 90, -72), embargo=st.none(), **OPEN)
DUE = st.builds(Drawn, date=st.one_of(st.integers(-72, 0), st.integers(-24 * 90, 0)), embargo=st.just(0), **OPEN)


class Piece(NamedTuple):
    """A release as written: the word in all that is said of it, and where its files lie."""

    drawn: Drawn
    mark: str
    source: str
    edition: str
    folder: str
    month: str
    links_to: str

    @property
    def order(self) -> tuple[int, str]:
        """By what lists are sorted, the oldest first."""
        return self.drawn.date, self.source

    def lists(self) -> list[str]:
        """The folders of the lists in which it stands."""
        kinds = ("", f"kategori/{self.drawn.category.lower()}/", f"tag/{self.drawn.tag}/", f"tag/{self.mark}-label/")
        every = (*kinds, f"penulis/{self.mark}/", "instansi/humas/", *REGIONS[self.drawn.region])
        return [self.edition + each for each in every]


def write(root: Path, drawn: list[Drawn]) -> tuple[SiteTest, list[Piece]]:
    """A newsroom of these releases. Every word of one has its mark, and its picture colours of its own."""
    site = SiteTest(root, CONFIG, theme="warta")
    site.write("content/organizations/humas.md", "---\nname: Humas\nemail: a@b.example\n---\n\nTentang kami.\n")
    sources = [f"releases/r{n}/index.md" if each.bundle else f"releases/r{n}.md" for n, each in enumerate(drawn)]
    pieces = []
    for number, each in enumerate(drawn):
        mark = f"kata{number}x"
        times = {"date": each.date, "embargo": each.embargo, "expires": each.expires}
        fields: dict[str, object] = {
            key: f"{NOW + dt.timedelta(hours=hours):%Y-%m-%dT%H:%M}Z"
            for key, hours in times.items()
            if hours is not None
        }
        fields |= {"draft": str(each.draft).lower(), "slug": f"{mark}-slug", "language": "en" if each.english else "id"}
        fields |= {"category": each.category, "tags": f"[{each.tag}, {mark}-label]", "regions": f'["{each.region}"]'}
        fields |= {"summary": f"{mark} ringkas.", "dateline": mark.upper(), "byline": f"{mark}nama", "author": mark}
        fields |= {"notes": f"{mark}catatan", "number": f"{mark}/1"}
        if each.alias:
            fields["aliases"] = f"[/lama/{mark}/]"
        if each.corrected:
            fields["corrections"] = f"[{{at: 2026-01-02, text: {mark}ralat}}]"
        if each.bundle:
            fields["image"] = f"{{file: {mark}.jpg, alt: {mark}alt, credit: {mark}kredit}}"
            site.write(f"content/releases/r{number}/{mark}.jpg", picture(mark))
        other = sources[(number + each.link) % len(drawn)]
        link = (
            f"[lain]({'../' if each.bundle else ''}{other.removeprefix('releases/')})"
            if other != sources[number]
            else ""
        )
        words = " ".join(f"{mark}{word}" for word in ("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam"))
        site.release(sources[number].removeprefix("releases/")[:-3], f"{mark} judul", f"{words} {link}", **fields)
        month = (NOW + dt.timedelta(hours=each.date)).astimezone(ZoneInfo("Asia/Jakarta")).strftime("%Y/%m/")
        edition = "en/" if each.english else ""
        folder = f"{edition}{month}{mark}-slug/"
        pieces.append(Piece(each, mark, sources[number], edition, folder, month, other))
    return site, pieces


def read(path: str, data: bytes) -> bytes:
    """What a file says, in small letters."""
    decode: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".br": brotli.decompress}
    return decode.get(path[-3:], bytes)(data).lower()


def check_nothing_is_given_away(files: dict[str, bytes], pieces: list[Piece], hours: float) -> None:
    """No word, name, address or picture of what is hidden is in any file; what is public is there."""
    said = {path: path.lower().encode() + b"\n" + read(path, data) for path, data in files.items()}
    digests = {sha256(data).digest(): path for path, data in files.items()}
    shown = [each for each in pieces if each.drawn.is_public(hours)]
    for each in pieces:
        holders = [path for path, text in said.items() if each.mark.encode() in text]
        if each in shown:
            assert {each.folder + name for name in ("index.html", "ninjs.json", "rilis.txt")} <= set(holders)
        else:
            assert holders == [], f"{each.mark} is hidden"
            assert sha256(picture(each.mark)).digest() not in digests
    pictures = [path for path in files if path.endswith((".jpg", ".webp"))]
    homes = [each.folder for each in shown if each.drawn.bundle]
    assert [path for path in pictures if not path.startswith(tuple(homes))] == []
    assert all(any(path.startswith(home) for path in pictures) for home in homes)


def allowed(path: str, pieces: list[Piece], first: float, then: float) -> bool:
    """Whether a file may change when the clock moves: by the front matter of what appears or disappears alone."""
    path = re.sub(r"\.(gz|br)$", "", path)
    if path in ("sitemap.xml", "sitemap-news.xml", "sitemap-pages.xml"):
        return True
    moved = [each for each in pieces if each.drawn.is_public(first) != each.drawn.is_public(then)]
    states = [[each for each in pieces if each.drawn.is_public(hours)] for hours in (first, then)]
    # an Atom feed without an entry bears the date of the oldest release
    oldest = {min((each.order for each in public), default=None) for public in states}
    if path.endswith("atom.xml") and len(oldest) > 1:
        filled = {folder for public in states for each in public for folder in each.lists()}
        if path.removesuffix("atom.xml") not in filled:
            return True
    # an edition without releases has no feeds, and its pages name none
    edition = "en/" if path.startswith("en/") else ""
    if len({any(each.edition == edition for each in public) for public in states}) > 1:
        return True
    # the feeds of a list that holds everything are those of home, to which their addresses lead while there is the list
    if (
        path == ".htaccess"
        and len({frozenset(list_ for each in public for list_ in each.lists()) for public in states}) > 1
    ):
        return True
    return any(_speaks_of(path, each, states) for each in moved)


def _speaks_of(path: str, piece: Piece, states: list[list[Piece]]) -> bool:
    kinds = ("kategori", "tag", "penulis", "instansi", "wilayah", "arsip", "data")
    months = [piece.edition + piece.month, piece.edition + piece.month[:5]]
    years = {each.month[:4] for public in states for each in public if each.edition == piece.edition}
    sums = {f"{piece.edition}{kind}/index.html" for kind in kinds} | {
        "api/index.json",
        "data/index.html",
        "en/data/index.html",
    }
    sums |= {f"sitemap-{piece.month[:4]}.xml"}
    # a year names those beside it that have releases
    if len({frozenset(each.month[:4] for each in public if each.edition == piece.edition) for public in states}) > 1:
        sums |= {f"{piece.edition}{year}/index.html" for year in years}
    # the front page of a list names the same list in the other language, when that comes or goes
    other = "" if piece.edition else "en/"
    twins = {f"{other}{each.removeprefix(piece.edition)}index.html" for each in (*piece.lists(), *months)}
    sums |= twins - {f"{other}index.html"} | {f"{other}{kind}/index.html" for kind in kinds}
    if piece.drawn.alias:
        sums.add(".htaccess")
    if piece.drawn.corrected:
        sums |= {f"{piece.edition}ralat/{name}" for name in ("index.html", *FEED_FILES)}
    return (
        path.startswith(piece.folder)
        or path in sums
        or any(_is_list_file(path, folder) for folder in (*piece.lists(), *months))
        or path in set(_pages_that_name(piece, states))
    )


def _is_list_file(path: str, folder: str) -> bool:
    name = path.removeprefix(folder) if path.startswith(folder) else ""
    return name in ("index.html", *FEED_FILES) or re.fullmatch(r"hal/\d+/index\.html", name) is not None


def _pages_that_name(piece: Piece, states: list[list[Piece]]) -> Iterator[str]:
    """Neighbours, those it is related to, and those that link to it, with the feeds that hold their words."""
    for public in states:
        newer, older = _beside(piece, public)
        near = [*older[-1:], *newer[:1]]
        near += [each for each in newer if piece in _related(each, [*older, piece, *newer])]
        yield from (f"{each.folder}index.html" for each in near)
        for each in public:
            if each.links_to == piece.source:
                yield from (each.folder + name for name in ("index.html", "ninjs.json", "rilis.txt"))
                yield from (folder + name for folder in each.lists() for name in FEED_FILES)
                yield from (f"{each.edition}ralat/{name}" for name in FEED_FILES)


def _related(piece: Piece, ours: list[Piece]) -> list[Piece]:
    """The older ones with most in common, a tag counting double; of two alike the newer."""

    def weight(each: Piece) -> int:
        one, other = each.drawn, piece.drawn
        return 2 * (one.tag == other.tag) + (one.category == other.category) + (one.region == other.region)

    older = [each for each in reversed(ours) if each.order < piece.order and weight(each)]
    return sorted(older, key=lambda each: -weight(each))[:RELATED]


WITH_FEEDS_OF_HOME = {*REGIONS["32.11"], "instansi/humas/"}
"""Lists of everything: the newsroom's own region, those above, the only office."""


def required(pieces: list[Piece], first: float, then: float) -> Iterator[str]:
    """What must change: the files of what appears or disappears, its neighbours, the sums it is counted in, and the
    fronts and feeds of its lists where it is new enough for them.
    """
    for piece in pieces:
        if piece.drawn.is_public(first) == piece.drawn.is_public(then):
            continue
        hours = then if piece.drawn.is_public(then) else first
        public = [each for each in pieces if each.drawn.is_public(hours)]
        yield from (piece.folder + name for name in ("index.html", "ninjs.json", "rilis.txt"))
        yield from (f"{piece.edition}{each}/index.html" for each in ("arsip", piece.month[:4], "penulis", "tag"))
        yield f"sitemap-{piece.month[:4]}.xml"
        newer, older = _beside(piece, public)
        yield from (f"{each.folder}index.html" for each in (*newer[:1], *older[-1:]))
        for folder in piece.lists():
            before = [each for each in newer if folder in each.lists()]
            if len(before) < PAGE_SIZE:
                yield folder + "index.html"
            if len(before) < FEED_SIZE and folder.removeprefix(piece.edition) not in WITH_FEEDS_OF_HOME:
                yield from (folder + name for name in FEED_FILES)


def _beside(piece: Piece, public: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Those of its edition that are newer and older, the oldest first."""
    ours = sorted((each for each in public if each.edition == piece.edition), key=lambda each: each.order)
    return [each for each in ours if each.order > piece.order], [each for each in ours if each.order < piece.order]


# each try builds twice: to make a failing one smaller would take minutes
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
# it comes up below two releases that have nothing in common with it
@example(
    due=Drawn(-500, embargo=0, bundle=True),
    public=[Drawn(date, category="Budaya", tag="tiga", region="32.73", link=0) for date in (-600, -100, -80)],
    others=[Drawn(-90, draft=True, bundle=True)],
    before=1 / 60,
    after=0.0,
)
@given(
    # seven at most: of each term only the newest six are looked at for what is related
    due=DUE,
    public=st.lists(PUBLIC, min_size=2, max_size=3),
    others=st.lists(ANY, min_size=1, max_size=3),
    before=st.sampled_from([1 / 60, 1 / 60, 40.0]),
    after=st.sampled_from([0.0, 0.0, 30.0]),
)
def test_a_hidden_release_is_nowhere_and_its_hour_changes_only_what_speaks_of_it(
    tmp_path_factory: pytest.TempPathFactory,
    due: Drawn,
    public: list[Drawn],
    others: list[Drawn],
    before: float,
    after: float,
) -> None:
    """Random newsrooms with all feeds, the wire, pictures, links, old addresses and two languages, and one release
    whose embargo ends as the clock moves on, and nothing else is touched.
    """
    site, pieces = write(tmp_path_factory.mktemp("embargo"), [*public, due, *others])
    first, then = -before, after
    site.build(now=NOW + dt.timedelta(hours=first))
    old = site.files()
    check_nothing_is_given_away(old, pieces, first)
    report = site.build(now=NOW + dt.timedelta(hours=then))
    new = site.files()
    check_nothing_is_given_away(new, pieces, then)
    changed = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    assert changed == {*report.written, *report.deleted}
    assert [path for path in sorted(changed) if not allowed(path, pieces, first, then)] == []
    assert set(required(pieces, first, then)) - changed == set()


def test_what_expires_goes_though_nothing_else_has_changed(tmp_path: Path) -> None:
    """A build knows beforehand when a public release ends, and the one at that moment takes it away."""
    site = SiteTest(tmp_path)
    site.release("a", "Lowongan", expires="2026-11-25 09:00").release("b", "Tetap")
    end = dt.datetime(2026, 11, 25, 2, 0, tzinfo=dt.UTC)
    assert site.build().hidden.next_change == end
    assert site.build(now=end - dt.timedelta(seconds=1)).deleted == ()
    assert "2026/11/lowongan/index.html" in site.build(now=end).deleted

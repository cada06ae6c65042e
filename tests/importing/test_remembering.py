"""What an import remembers is found again by the digests of all it was made from: no change of an input is missed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from tests.importing.exports import BASE, attachment, post
from tests.importing.test_wordpress import bring, front, picture
from tests.support import SiteTest
from warta.importing.conversion.lookups import Lookup, OldSite
from warta.importing.conversion.media import MediaFile, index_media
from warta.importing.conversion.settings import ConversionSettings, conversion_settings
from warta.importing.digests import digest_of, digest_of_bytes, digest_of_file, digest_of_program
from warta.importing.item import Item, Place, Summary
from warta.importing.run import Outcome, Request, run
from warta.importing.sources.generators import SiteFolder
from warta.importing.sources.text_files import TextFiles
from warta.settings import Category, MarkdownSettings, parse_settings, read_settings

SHOWN = f'<p>a</p><img src="{BASE}/wp-content/uploads/x.png" alt="x">'
LINKED = f'<p><a href="{BASE}/wp-content/uploads/x.pdf">x</a></p>'
HERE = "content/releases/2019/satu"


def jpeg(color: str) -> bytes:
    """A photo of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(out, "JPEG")
    return out.getvalue()


def put(path: Path, data: bytes) -> None:
    """Write a file whose time of change tells nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, ns=(10**18, 10**18))


def bring_jekyll(site: SiteTest, folder: Path, jobs: int = 1) -> Outcome:
    """Import a folder of Jekyll, which holds its own media."""
    config = read_settings(site.root)
    return run(SiteFolder(folder, "jekyll", config.zone), Request(site.root, config, index_media(folder), jobs=jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_picture_that_was_cut_short_comes_when_it_is_whole(site: SiteTest, tmp_path: Path, jobs: int) -> None:
    """Under the same name, in one process or several."""
    folder = tmp_path / "jekyll"
    put(folder / "_posts/2019-06-21-satu.md", b"---\ntitle: Satu\n---\n![Foto](/assets/foto.jpg)\n")
    put(folder / "assets/foto.jpg", jpeg("navy")[:-300])
    assert not bring_jekyll(site, folder, jobs).whole
    put(folder / "assets/foto.jpg", jpeg("navy"))
    outcome = bring_jekyll(site, folder, jobs)
    assert (outcome.states, outcome.whole) == ({"updated": 1}, True)
    assert (site.root / HERE / "foto.jpg").read_bytes() == jpeg("navy")
    assert "](foto.jpg)" in front(site, "releases/2019/satu/index.md")
    assert bring_jekyll(site, folder, jobs).states == {"same": 1}


@pytest.mark.parametrize(("text", "name"), [(SHOWN, "x.png"), (LINKED, "x.pdf")])
def test_a_file_of_other_bytes_comes_under_the_same_name(site: SiteTest, tmp_path: Path, text: str, name: str) -> None:
    """Also when its size and its time of change are as they were, and not a letter of the text is another."""
    first, second = picture() + b"1", picture() + b"2"
    put(tmp_path / "up" / name, first)
    bring(site, post(1, "Satu", text), media=tmp_path / "up")
    before = front(site, "releases/2019/satu/index.md")
    put(tmp_path / "up" / name, second)
    assert bring(site, post(1, "Satu", text), media=tmp_path / "up").states == {"updated": 1}
    assert (site.root / HERE / name).read_bytes() == second
    assert front(site, "releases/2019/satu/index.md") == before
    assert bring(site, post(1, "Satu", text), media=tmp_path / "up").states == {"same": 1}


def test_another_file_for_the_same_address_comes(site: SiteTest, tmp_path: Path) -> None:
    """A table of media leads an address to another file."""
    table = tmp_path / "up" / "table.csv"
    for name in ("a.png", "b.png"):
        put(tmp_path / "up" / name, picture())
    put(table, b"/wp-content/uploads/x.png,a.png\n")
    bring(site, post(1, "Satu", SHOWN), media=table)
    put(table, b"/wp-content/uploads/x.png,b.png\n")
    assert bring(site, post(1, "Satu", SHOWN), media=table).states == {"updated": 1}
    assert "](b.png)" in front(site, "releases/2019/satu/index.md")


def test_a_picture_that_was_edited_here_is_never_written_over(site: SiteTest, tmp_path: Path) -> None:
    """The new one lies in import-new with a notice, once; a dry run says it before, and writes nothing."""
    put(tmp_path / "up/x.png", picture())
    bring(site, post(1, "Satu", SHOWN), media=tmp_path / "up")
    put(site.root / HERE / "x.png", picture() + b"cropped")
    assert bring(site, post(1, "Satu", SHOWN), media=tmp_path / "up").states == {"same": 1}
    put(tmp_path / "up/x.png", picture() + b"again")
    assert bring(site, post(1, "Satu", SHOWN), media=tmp_path / "up", dry_run=True).states == {"edited": 1}
    assert not (site.root / "import-new").exists()
    outcome = bring(site, post(1, "Satu", SHOWN), media=tmp_path / "up")
    assert (outcome.states, tuple(map(str, outcome.notices))) == (
        {"edited": 1},
        (
            f"{HERE}/x.png was edited here and has changed there: the new file is in import-new/releases/2019/satu/x.png.",
        ),
    )
    assert (site.root / HERE / "x.png").read_bytes() == picture() + b"cropped"
    assert (site.root / "import-new/releases/2019/satu/x.png").read_bytes() == picture() + b"again"
    again = bring(site, post(1, "Satu", SHOWN + "<p>b</p>"), media=tmp_path / "up")
    assert (again.states, again.notices) == ({"updated": 1}, ())


def test_a_picture_of_unknown_origin_is_not_written_over(site: SiteTest, tmp_path: Path) -> None:
    """Without a journal nobody knows whose the other picture is: it stays."""
    put(tmp_path / "up/x.png", picture())
    bring(site, post(1, "Satu", SHOWN), media=tmp_path / "up")
    put(site.root / HERE / "x.png", picture() + b"cropped")
    site.delete(".warta/import.jsonl")
    outcome = bring(site, post(1, "Satu", SHOWN), media=tmp_path / "up")
    assert outcome.states == {"others": 1}
    assert tuple(map(str, outcome.notices)) == (
        f"{HERE}/x.png was here before: the imported file is in import-new/releases/2019/satu/x.png.",
    )
    assert (site.root / HERE / "x.png").read_bytes() == picture() + b"cropped"


def test_a_picture_that_comes_later_joins_an_unchanged_text(site: SiteTest) -> None:
    """The lead picture of a post and those of its gallery are items of their own in an export."""
    item = post(1, "Satu", "<p>a</p>[gallery]", meta={"_thumbnail_id": "8"})
    assert bring(site, item).states == {"new": 1}
    pictures = [attachment(8, f"{BASE}/wp-content/uploads/u.png"), attachment(9, f"{BASE}/g.png", parent=1)]
    put(site.root.parent / "up/u.png", picture())
    put(site.root.parent / "up/g.png", picture())
    assert bring(site, item, *pictures, media=site.root.parent / "up").states == {"updated": 1}
    text = front(site, "releases/2019/satu/index.md")
    assert ('file: "u.png"' in text, 'file: "g.png"' in text) == (True, True)


@pytest.mark.parametrize(
    "line",
    [
        "trust_html: true",
        "markdown:\n  extensions: [toc]",
        "timezone: Asia/Jayapura",
        "categories: [Ekonomi]",
        "region: '32.02'",
    ],
)
def test_a_changed_setting_reaches_texts_that_came_before(site: SiteTest, line: str) -> None:
    """Every text is as one that arrives under the settings of today."""
    text = (
        "<p>SUKARAJA - Kecamatan Sukaraja</p><table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>"
        '<iframe src="https://v.example/1"></iframe>'
    )
    item = post(1, "Satu", text, categories={"u": "Umum"})
    bring(site, item)
    before = front(site, "releases/2019/satu.md")
    fresh = SiteTest(site.root.parent / "fresh")
    for each in (site, fresh):
        old = "timezone: Asia/Jakarta" if line.startswith("timezone") else "theme: bare"
        each.edit("config.yaml", old, line if line.startswith("timezone") else f"{old}\n{line}")
        bring(each, item)
    after = front(site, "releases/2019/satu.md")
    assert after == front(fresh, "releases/2019/satu.md")
    assert after != before


def test_a_link_leads_to_a_text_that_came_later(site: SiteTest) -> None:
    """Though not a letter of the text that links has changed."""
    first = post(1, "Satu", f'<p><a href="{BASE}/2018/06/21/dua/">dua</a></p>')
    bring(site, first)
    assert f"({BASE}/2018/06/21/dua/)" in front(site, "releases/2019/satu.md")
    outcome = bring(site, first, post(2, "Dua", "<p>b</p>", date="2018-06-21 09:05:00"))
    assert outcome.states == {"new": 1, "updated": 1}
    assert "(../2018/dua)" in front(site, "releases/2019/satu.md")


def test_a_part_of_a_source_undoes_nothing(site: SiteTest) -> None:
    """Links to what came before stay, though only another year is asked for."""
    items = [
        post(1, "Satu", f'<p><a href="{BASE}/2018/06/21/dua/">dua</a></p>'),
        post(2, "Dua", "<p>b</p>", date="2018-06-21 09:05:00"),
    ]
    bring(site, *items)
    assert bring(site, *items, only=("2019",)).states == {"same": 1}
    assert "(../2018/dua)" in front(site, "releases/2019/satu.md")


def test_the_map_leads_to_the_addresses_of_today(site: SiteTest) -> None:
    """A date that changed at the source, or another `permalink`, gives a release that came before another address."""

    def led_to() -> str:
        rows = dict(csv.reader((site.root / "import-redirects.csv").read_text().splitlines()))
        return rows["/?p=1"]

    bring(site, post(1, "Satu", "<p>a</p>"))
    assert led_to() == "/2019/06/satu/"
    moved = post(1, "Satu", "<p>a</p>", date="2019-07-02 09:05:00")
    bring(site, moved)
    assert led_to() == "/2019/07/satu/"
    site.edit("config.yaml", "theme: bare", "theme: bare\npermalink: /{year}/{slug}/")
    bring(site, moved)
    assert led_to() == "/2019/satu/"
    site.build()
    assert "<p>a</p>" in site.page("/2019/satu/")


def bring_texts(site: SiteTest, place: Path) -> Outcome:
    """Import a folder of text files, or one of them."""
    config = read_settings(site.root)
    return run(TextFiles(place, config.zone), Request(site.root, config))


def test_files_of_one_name_in_two_folders_are_two_texts(site: SiteTest, tmp_path: Path) -> None:
    """The second does not replace the first, and each is known again; so are those of a folder that was moved."""
    put(tmp_path / "juni/1.txt", b"Satu\n\nSUMEDANG - isi satu, Jumat (21/6/2019).")
    put(tmp_path / "juli/1.txt", b"Dua\n\nSUMEDANG - isi dua, Jumat (5/7/2019).")
    assert bring_texts(site, tmp_path / "juni").states == {"new": 1}
    assert bring_texts(site, tmp_path / "juli").states == {"new": 1}
    assert sorted(path.name for path in (site.root / "content/releases/2019").iterdir()) == ["dua.md", "satu.md"]
    assert bring_texts(site, tmp_path / "juni").states == {"same": 1}
    assert bring_texts(site, tmp_path / "juli/1.txt").states == {"same": 1}
    put(tmp_path / "juli/1.txt", b"Dua, diralat\n\nSUMEDANG - isi dua, Jumat (5/7/2019).")
    assert bring_texts(site, tmp_path / "juli").states == {"updated": 1}
    (tmp_path / "juni").rename(tmp_path / "arsip")
    assert bring_texts(site, tmp_path / "arsip").states == {"same": 1}


def test_two_generators_with_files_of_one_name_keep_both_texts(site: SiteTest, tmp_path: Path) -> None:
    """And a link leads to the text of its own site."""
    for name, title in (("a", "Satu"), ("b", "Dua")):
        put(tmp_path / name / "_posts/2019-06-21-x.md", f"---\ntitle: {title}\n---\nisi\n".encode())
        link = "{% post_url 2019-06-21-x %}"
        put(tmp_path / name / f"_posts/2019-06-22-{name}.md", f"---\ntitle: Ke {title}\n---\n[ke]({link})\n".encode())
        assert bring_jekyll(site, tmp_path / name).states == {"new": 2}
    assert ("](x)" in front(site, "releases/2019/a.md"), "](x-2)" in front(site, "releases/2019/b.md")) == (
        True,
        True,
    )
    assert bring_jekyll(site, tmp_path / "a").states == {"same": 2}


class OneItem(msgspec.Struct):
    """A source of one item."""

    item: Item
    base: str = ""

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        yield self.item

    def summary(self) -> Summary:
        return Summary(name="one")


@pytest.mark.parametrize(
    ("titles", "states"), [(("Satu", "", "Dua"), ["new", "failed", "updated"]), (("", "Dua"), ["failed", "new"])]
)
def test_an_item_that_could_not_be_written_for_once_is_neither_edited_nor_deleted(
    site: SiteTest, titles: tuple[str, ...], states: list[str]
) -> None:
    """What an earlier import wrote stays known as its own, so that the next good text replaces it."""
    config = read_settings(site.root)
    date = dt.datetime(2019, 6, 21, tzinfo=config.zone)
    items = [Item(key="k", origin="", title=title, slug="satu", text="<p>a</p>", date=date) for title in titles]
    assert [run(OneItem(item), Request(site.root, config)).states for item in items] == [{each: 1} for each in states]
    assert 'title: "Dua"' in front(site, "releases/2019/satu.md")


CHANGED = {
    "timezone": "Asia/Jayapura",
    "origin": "https://x.example",
    "base": "https://y.example",
    "region": "32.11",
    "language": "en",
    "regions": (("32.11.01.2001", "Wado"),),
    "categories": (Category("Umum"),),
    "renamed": {"a": "b"},
    "markdown": MarkdownSettings(configs={"toc": {"marker": ""}}),
    "trust_html": True,
}


def test_the_digest_of_settings_covers_each_of_them() -> None:
    """Changed alone, each makes another digest; and each of a newsroom's settings is among them."""
    setting = conversion_settings(
        parse_settings("title: R\nurl: https://r.example/\nlanguage: id\ntimezone: Asia/Jakarta\n")
    )
    assert CHANGED.keys() == set(ConversionSettings.__struct_fields__)
    digests = {digest_of(msgspec.structs.replace(setting, **{name: value})) for name, value in CHANGED.items()}
    assert len(digests | {digest_of(setting)}) == len(CHANGED) + 1


def test_a_moment_is_digested_with_its_offset() -> None:
    """Two moments of one time of day in two zones are two."""
    at = dt.datetime(2019, 6, 21, 9, 5, tzinfo=dt.UTC)
    assert digest_of(at) != digest_of(at.replace(tzinfo=dt.timezone(dt.timedelta(hours=7))))


def test_the_digest_of_answers_covers_each_answer(tmp_path: Path) -> None:
    """Whether there is a file, its name and its bytes; where a text went, and whether it came."""
    places = {"k": Place("releases/2019/a", "a", "/2019/06/a/")}
    asked = (Lookup("file", "/x.png"), Lookup("text", "/a/"))
    put(tmp_path / "x.png", b"1")
    digests = [OldSite(index_media(tmp_path), "", places, {"/a": "k"}).digest_of(asked)]
    digests.append(OldSite(index_media(tmp_path), "", {}, {"/a": "k"}).digest_of(asked))
    digests.append(OldSite(index_media(None), "", places, {"/a": "k"}).digest_of(asked))
    put(tmp_path / "x.png", b"2")
    digests.append(OldSite(index_media(tmp_path), "", places, {"/a": "k"}).digest_of(asked))
    moved = {"k": Place("releases/2020/a", "a", "/2019/06/a/")}
    digests.append(OldSite(index_media(tmp_path), "", moved, {"/a": "k"}).digest_of(asked))
    assert len(set(digests)) == 5
    assert OldSite(index_media(tmp_path)).file("/x.png") == MediaFile(tmp_path / "x.png", digest_of_bytes(b"2"))


def test_an_upgrade_makes_another_digest_of_the_program(tmp_path: Path) -> None:
    """Of Warta or of any package; a file that is no part of it does not."""

    def digest() -> str:
        return digest_of_program(tmp_path / "warta", [tmp_path / "packages", tmp_path / "nowhere"])

    put(tmp_path / "warta/a.py", b"1")
    put(tmp_path / "packages/nh3-0.3.8.dist-info/METADATA", b"")
    digests = [digest()]
    put(tmp_path / "warta/a.pyc", b"1")
    assert digest() == digests[0]
    put(tmp_path / "warta/a.py", b"2")
    digests.append(digest())
    (tmp_path / "packages/nh3-0.3.8.dist-info").rename(tmp_path / "packages/nh3-0.3.9.dist-info")
    digests.append(digest())
    assert len(set(digests)) == 3
    assert digest_of_file(tmp_path / "warta/a.py") == digest_of_bytes(b"2")


def test_after_an_upgrade_every_item_is_converted_again(
    site: SiteTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here of a package that is installed beside the others: the journal gets a second line for the item."""
    bring(site, post(1, "Satu", "<p>a</p>"))
    (tmp_path / "packages/nh3-9.9.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "packages")
    assert bring(site, post(1, "Satu", "<p>a</p>")).states == {"same": 1}
    assert len((site.root / ".warta/import.jsonl").read_text().splitlines()) == 2

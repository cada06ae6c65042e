"""Proves that each key of a release, a page and an organization becomes what it means, in every known spelling."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.unit.values import JAKARTA, at, moment
from warta.content.documents import (
    AiUse,
    Attachment,
    Contact,
    Correction,
    Document,
    Organization,
    Page,
    Picture,
    Release,
    Withdrawal,
)
from warta.content.files import is_document, misplaced
from warta.content.read import read_document
from warta.content.schema import Schema
from warta.fields import Ref

MINIMAL = "title: Banjir surut\ndate: 2026-11-20\n"
MISSING_DATE = "'date' is missing. Write it as date: 2026-11-24 or 2026-11-24 09:05."


class Read:
    """The document of a front matter, with the problems and warnings found."""

    def __init__(self, text: str, source: str = "releases/a.md", *, lenient: bool = False) -> None:
        reading = read_document(source, f"---\n{text}---\n\nIsi.\n".encode(), Schema(JAKARTA, lenient))
        self.document: Document | None = reading.document
        self.problems = [str(problem).removeprefix(f"content/{source}:") for problem in reading.problems]
        self.warnings = [str(warning).removeprefix(f"content/{source}:") for warning in reading.warnings]


def release(more: str = "") -> Release:
    """The release of a title, a date and further lines, in which nothing is wrong."""
    read = Read(MINIMAL + more)
    assert read.problems == []
    assert isinstance(read.document, Release)
    return read.document


def problems(more: str, source: str = "releases/a.md", first: str = MINIMAL) -> list[str]:
    return Read(first + more, source).problems


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        ("summary: Air surut.\n", "summary", "Air surut."),
        ("summary: >\n  Air\n  surut.\n", "summary", "Air surut."),
        ("excerpt: Air surut.\n", "summary", "Air surut."),
        ("description: Air surut.\n", "summary", "Air surut."),
        ("slug: banjir\n", "slug", Ref("banjir", 4)),
        ("language: su\n", "language", Ref("su", 4)),
        ("lang: su\n", "language", Ref("su", 4)),
        ("translation_of: b.md\n", "translation_of", Ref("b.md", 4)),
        ("category: Ekonomi\n", "categories", (Ref("Ekonomi", 4),)),
        ("category: [Ekonomi, Budaya]\n", "categories", (Ref("Ekonomi", 4), Ref("Budaya", 4))),
        ("categories: Ekonomi\n", "categories", (Ref("Ekonomi", 4),)),
        ("categories:\n  - Ekonomi\n  - Budaya\n", "categories", (Ref("Ekonomi", 5), Ref("Budaya", 6))),
        ("tags: [banjir, hujan]\n", "tags", (Ref("banjir", 4), Ref("hujan", 4))),
        ("tags: banjir, hujan,, Banjir\n", "tags", (Ref("banjir", 4), Ref("hujan", 4))),
        ("tag: banjir\n", "tags", (Ref("banjir", 4),)),
        ("region: '32.11'\n", "regions", (Ref("32.11", 4),)),
        ("regions: [32.11, Cimalaka]\n", "regions", (Ref("32.11", 4), Ref("Cimalaka", 4))),
        ("regions: [32.10]\n", "regions", (Ref("32.10", 4),)),
        ("dateline: SUMEDANG\n", "dateline", "SUMEDANG"),
        ("byline: Ani  Rahma\n", "byline", "Ani Rahma"),
        ("author: Ani\n", "authors", ("Ani",)),
        ("authors: [Ani, Budi]\n", "authors", ("Ani", "Budi")),
        ("number: 0123/HUM/2026\n", "number", "0123/HUM/2026"),
        ("number: 0123\n", "number", "0123"),
        ("organization: humas\n", "organization", Ref("humas", 4)),
        ("notes: Untuk redaksi.\n", "notes", "Untuk redaksi."),
        ("contacts:\n  - {name: Ani, role: Kabag, phone: '0261', email: a@b.example, whatsapp: '08', hours: 8-16}\n",
         "contacts", (Contact("Ani", "Kabag", "0261", "a@b.example", "08", "8-16"),)),
        ("contacts: {name: Ani}\n", "contacts", (Contact("Ani"),)),
        ("image:\n  file: a.jpg\n  alt: Sungai\n  caption: Surut\n  credit: Humas\n  licence: CC0\n", "image",
         Picture(Ref("a.jpg", 5), "Sungai", "Surut", "Humas", "CC0")),
        ("image: {file: a.jpg, decorative: true, license: CC0}\n", "image", Picture(Ref("a.jpg", 4), licence="CC0")),
        ("gallery:\n  - {file: a.jpg, alt: A}\n  - {file: b.jpg, alt: B}\n", "gallery",
         (Picture(Ref("a.jpg", 5), "A"), Picture(Ref("b.jpg", 6), "B"))),
        ("attachments: [a.pdf]\n", "attachments", (Attachment(Ref("a.pdf", 4)),)),
        ("attachments:\n  - file: a.pdf\n    title: Data\n", "attachments", (Attachment(Ref("a.pdf", 5), "Data"),)),
        ("embargo: 2026-11-24 14:00\n", "embargo", moment("2026-11-24 14:00")),
        ("expires: 2026-11-24 14:00\n", "expires", moment("2026-11-24 14:00")),
        ("expires: 2026-11-24\n", "expires", moment("2026-11-25 00:00")),
        ("corrections: {at: 2026-11-21 08:00, text: Salah.}\n", "corrections",
         (Correction(moment("2026-11-21 08:00"), "correction", "Salah."),)),
        ("corrections:\n  - {at: 2026-11-22, kind: clarification, text: B, url: 'https://x.example/'}\n"
         "  - {at: 2026-11-21, kind: right-of-reply, text: A}\n", "corrections",
         (Correction(moment("2026-11-21"), "right-of-reply", "A"),
          Correction(moment("2026-11-22"), "clarification", "B", "https://x.example/"))),
        ("withdrawn: {at: 2026-11-21, reason: Keliru}\n", "withdrawn", Withdrawal(moment("2026-11-21"), "Keliru")),
        ("unverified: ya\n", "unverified", True),
        ("sponsored: Advertorial\n", "sponsored", "Advertorial"),
        ("sponsored: true\n", "sponsored", "sponsored"),
        ("sponsored: tidak\n", "sponsored", ""),
        ("ai: {image: true, tool: X}\n", "ai", AiUse(image=True, tool="X")),
        ("ai: ya\n", "ai", AiUse(text=True)),
        ("ai: false\n", "ai", None),
        ("aliases: [/2019/06/a/, /b.html]\n", "aliases", (Ref("/2019/06/a/", 4), Ref("/b.html", 4))),
        ("redirect_from: /lama/\n", "aliases", (Ref("/lama/", 4),)),
    ],
)  # fmt: skip
def test_each_key_of_a_release(more: str, field: str, value: object) -> None:
    """Every key, and every foreign spelling of it, becomes its field."""
    assert getattr(release(more), field) == value


def test_a_title_and_a_date_are_a_release() -> None:
    """Everything else is empty; the slug is the title's."""
    made = release()
    assert (made.title, made.date, made.slug.text) == ("Banjir surut", moment("2026-11-20"), "banjir-surut")
    assert made == Release(source="releases/a.md", title="Banjir surut", date=made.date, slug=made.slug, title_line=2)


@pytest.mark.parametrize("title", ["no", "0123", "9:05", "2026-11-20", "yes", "null hipotesis", "~5 kilometer"])
def test_a_title_is_what_was_written(title: str) -> None:
    """YAML's own ideas of values never touch it."""
    read = Read(f"title: {title}\ndate: 2026-11-20\n")
    assert isinstance(read.document, Release)
    assert (read.document.title, read.problems) == (title, [])


def test_the_name_of_a_file_may_hold_its_date() -> None:
    """As Jekyll names posts; a date that is written counts more, and an impossible one is no date."""
    data = b"---\ntitle: A\n%s---\nIsi.\n"

    def read(name: str, more: bytes = b"") -> tuple[str, list[str]]:
        reading = read_document(f"releases/{name}", data % more, Schema(JAKARTA))
        assert isinstance(reading.document, Release)
        return reading.document.date.at.date().isoformat(), [str(problem) for problem in reading.problems]

    assert read("2019/2019-06-05-judul.md") == ("2019-06-05", [])
    assert read("2019-06-05-judul.md", b"date: 2019-06-07\n") == ("2019-06-07", [])
    assert read("2019-06-05.md")[1] == [f"content/releases/2019-06-05.md:2: {MISSING_DATE}"]
    assert read("2019-13-05-judul.md")[1] == [
        "content/releases/2019-13-05-judul.md:2: the date in the file's name has its day and its month in an "
        "unusual order (got '2019-13-05'). Write date: 2019-05-13."
    ]


@pytest.mark.parametrize(
    ("line", "draft"),
    [
        ("", False),
        ("draft: true", True),
        ("draft: ya", True),
        ("draft: false", False),
        ("published: false", True),
        ("published: true", False),
        ("status: draft", True),
        ("status: Draft", True),
        ("status: hidden", True),
        ("status: private", True),
        ("status: published", False),
        ("draft: false\nstatus: draft", True),
    ],
)
def test_every_spelling_of_a_draft(line: str, *, draft: bool) -> None:
    """Jekyll's and Pelican's words for it hide a release as well."""
    assert release(f"{line}\n").draft == draft


@pytest.mark.parametrize("status", ["draf", "konsep", "pending", "future", "trash"])
def test_a_status_that_is_not_understood_never_publishes(status: str) -> None:
    """A word that may mean "not yet" must not put a release on the web: it is a draft, or a problem."""
    read = Read(f"{MINIMAL}status: {status}\n")
    assert isinstance(read.document, Release)
    assert read.document.draft or read.problems


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12-31 23:59"])
def test_a_release_may_expire_at_the_end_of_the_calendar(text: str) -> None:
    """People write the last day there is for "never"."""
    made = release(f"expires: {text}\n")
    assert made.expires is None or made.expires.at >= at("9999-12-31")


def test_toml_gives_the_same_release() -> None:
    """A release moved over from Hugo."""
    data = (
        b"+++\ntitle = 'Banjir surut'\ndate = 2026-11-20T09:05:00+08:00\ndraft = true\ntags = ['a', 'b']\n+++\nIsi.\n"
    )
    reading = read_document("releases/a.md", data, Schema(JAKARTA))
    assert isinstance(reading.document, Release)
    assert reading.problems == ()
    assert reading.document.date == moment("2026-11-20 08:05")
    assert (reading.document.draft, reading.document.tags) == (True, (Ref("a", 5), Ref("b", 5)))


NO_ALT = (
    "has no text for those who cannot see it. Say what it shows in 'alt' (below 'file'), or write 'decorative: true' "
    "there."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [f"1: {MISSING_DATE}", "1: 'title' is missing. Write 'title:' and what it is to say."]),
        ("title: A\n", [f"2: {MISSING_DATE}"]),
        ("date: 2026-11-20\n", ["2: 'title' is missing. Write 'title:' and what it is to say."]),
        ("title: A\ndate: 2026-02-30\n", ["3: 'date' is not a day that exists: February 2026 has 28 days (got '2026-02-30')."]),
        ("title: A\ndate: kemarin\n",
         ["3: 'date' must be a date such as 2026-11-24 or 2026-11-24 09:05 (got 'kemarin')."]),
        ("title: A\ndate: 20 Novmber 2026\n",
         ["3: 'date' has a month that is not known (got '20 Novmber 2026'). If November is meant, write date: 2026-11-20."]),
        ("title: [A]\ndate: 2026-11-20\n", ["2: 'title' must be text (got a list)."]),
    ],
)  # fmt: skip
def test_a_release_without_title_or_date_is_a_problem(text: str, expected: list[str]) -> None:
    """Each of them is named once."""
    assert sorted(Read(text).problems) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("slug: a.\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'a.'). Write: slug: a"),
        ("slug: .git\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got '.git'). Write: slug: git"),
        ("slug: -rf\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got '-rf'). Write: slug: rf"),
        ("slug: 'a\"b'\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'a\"b'). Write: slug: a-b"),
        ("slug: a$1b\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'a$1b'). Write: slug: a-1b"),
        ("slug: CON\n", "4: 'slug' must not be a name that Windows keeps for itself (got 'CON')."),
        ("slug: nul.txt\n", "4: 'slug' must not be a name that Windows keeps for itself (got 'nul.txt')."),
        ("slug: a/b\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'a/b'). Write: slug: a-b"),
        ("slug: ..\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got '..')."),
        ("slug: ../../x\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got '../../x'). Write: slug: x"),
        ('slug: "a\\\\b"\n', "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'a\\b'). Write: slug: a-b"),
        ("slug: banjir surut\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'banjir surut'). Write: slug: banjir-surut"),
        ("slug: a?b\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'a?b'). Write: slug: a-b"),
        ("slug: a%2fb\n", "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'a%2fb'). Write: slug: a-persen-2fb"),
        ('slug: "a\\tb"\n', "4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'a\tb'). Write: slug: a-b"),
        ("katergori: x\n", "4: unknown key 'katergori'. Did you mean 'category'?"),
        ("draft: mungkin\n", "4: 'draft' must be true or false (got 'mungkin')."),
        ("published: 2026\n", "4: 'published' must be true or false (got '2026')."),
        ("image: a.jpg\n", f"4: 'image' {NO_ALT}"),
        ("image:\n  file: a.jpg\n", f"4: 'image' {NO_ALT}"),
        ("image: {alt: A}\n", "4: 'file' is missing. Write 'file:' and what it is to say."),
        ("image: {file: a.jpg, alt: A, judul: B}\n",
         "4: unknown key of 'image' 'judul'. Known are: file, decorative, alt, caption, credit, licence, license, focus."),
        ("gallery: [a.jpg]\n", f"4: 'gallery' {NO_ALT}"),
        ("attachments: [{title: A}]\n", "4: 'file' is missing. Write 'file:' and what it is to say."),
        ("contacts: [{phone: '1'}]\n", "4: 'name' is missing. Write 'name:' and what it is to say."),
        ("contacts: [Ani]\n", "4: 'contacts' must be 'key: value' lines (got 'Ani'). Known are: email, hours, name, phone, role, whatsapp."),
        ("corrections: [{at: 2026-11-20}]\n", "4: 'text' is missing. Write 'text:' and what it is to say."),
        ("corrections: [{text: A}]\n", "4: 'at' is missing. Write it as at: 2026-11-24 or 2026-11-24 09:05."),
        ("corrections: [{at: 2026-11-20, text: A, kind: ralat}]\n",
         "4: 'kind' must be one of correction, right-of-reply, clarification (got 'ralat')."),
        ("corrections: Salah\n", "4: 'corrections' must be 'key: value' lines (got 'Salah')."),
        ("withdrawn: true\n", "4: 'withdrawn' must be 'key: value' lines (got 'true'). Known are: at, keep, reason."),
        ("withdrawn: {at: 2026-11-20}\n", "4: 'reason' is missing. The rules ask for a reason that readers can see."),
        ("embargo: nanti\n", "4: 'embargo' must be a date such as 2026-11-24 or 2026-11-24 09:05 (got 'nanti')."),
        ("expires: [x]\n", "4: 'expires' must be a date such as 2026-11-24 09:05 (got a list)."),
        ("ai: mungkin\n", "4: 'ai' must be 'key: value' lines (got 'mungkin')."),
        ("ai: {gambar: ya}\n", "4: unknown key of 'ai' 'gambar'. Known are: image, text, tool."),
        ("aliases: [lama]\n", "4: an alias must be an old address on this site such as /2019/06/slug/ (got 'lama')."),
        ("aliases: [/../x]\n", "4: an alias must be an old address on this site such as /2019/06/slug/ (got '/../x')."),
        ("aliases: ['/a\\b']\n",
         "4: an alias must be an old address on this site such as /2019/06/slug/ (got '/a\\b')."),
        ("aliases: [https://x.example/]\n",
         "4: an alias must be an old address on this site such as /2019/06/slug/ (got 'https://x.example/')."),
        ("tags: {a: b}\n", "4: 'tags' must be text (got 'key: value' lines). Write it like this: tags: [panen, padi]"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_a_problem_on_its_line(more: str, expected: str) -> None:
    """Each says what it must be and what it is."""
    assert problems(more) == [expected]


@pytest.mark.parametrize("alias", ["//evil.example/", "/a?b", "/a#b"])
def test_an_alias_is_a_path_on_this_site(alias: str) -> None:
    """An address of another host, or one with a query or fragment, could never lead here."""
    assert problems(f"aliases: ['{alias}']\n") != []


def test_all_problems_of_a_release_come_at_once() -> None:
    """Nine mistakes are nine sentences in one run."""
    more = "slug: a b\ndraft: x\nembargo: y\nimage: a.jpg\nkategoris: z\nwithdrawn: {at: x}\naliases: [q]\n"
    found = sorted(problem.split(":")[0] for problem in problems(more, first="date: 2026-11-31\ntitle:\n"))
    assert found == ["10", "2", "2", "4", "5", "6", "7", "8", "9", "9"]


def test_an_archive_is_forgiven_keys_and_missing_texts_for_pictures() -> None:
    """With `unknown_keys: warn` both are warnings, and what would publish something wrong stays a problem."""
    read = Read(f"{MINIMAL}layout: post\nimage: a.jpg\nslug: a/b\n", lenient=True)
    assert read.warnings == [
        f"5: 'image' {NO_ALT}",
        "4: unknown key 'layout'.",
    ]
    assert len(read.problems) == 1


def page(more: str = "") -> Page:
    read = Read(f"title: Tentang kami\n{more}", "pages/tentang.md")
    assert read.problems == []
    assert isinstance(read.document, Page)
    return read.document


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        ("", "slug", Ref("tentang-kami", 2)),
        ("slug: tentang\n", "slug", Ref("tentang", 3)),
        ("description: Kami.\n", "summary", "Kami."),
        ("lang: en\n", "language", Ref("en", 3)),
        ("translation_of: a.md\n", "translation_of", Ref("a.md", 3)),
        ("", "role", ""),
        ("role: masthead\n", "role", "masthead"),
        ("", "menu", "footer"),
        ("menu: header\n", "menu", "header"),
        ("", "order", 100),
        ("order: 5\n", "order", 5),
        ("draft: true\n", "draft", True),
        ("aliases: /about/\n", "aliases", (Ref("/about/", 3),)),
    ],
)
def test_each_key_of_a_page(more: str, field: str, value: object) -> None:
    """A page needs a title alone."""
    assert getattr(page(more), field) == value


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("role: redaksi\n", "3: 'role' must be one of about, masthead, guidelines, contact, data (got 'redaksi')."),
        ("menu: atas\n", "3: 'menu' must be one of header, footer, none (got 'atas')."),
        ("order: pertama\n", "3: 'order' must be a whole number from 0 to 10000 (got 'pertama')."),
        ("category: A\n", "3: unknown key 'category'. Known are: title, slug, summary, excerpt, description, language, "
         "lang, translation_of, role, menu, order, draft, published, status, aliases, redirect_from, check."),
    ],
)  # fmt: skip
def test_a_wrong_value_of_a_page_is_a_problem(more: str, expected: str) -> None:
    """What only releases have is unknown there."""
    assert problems(more, "pages/a.md", "title: A\n") == [expected]


def test_each_key_of_an_organization() -> None:
    """Its id is the name of its file; a logo needs no text beside the name."""
    text = (
        "name: Humas Setda\nshort: Humas\nlogo: logo.png\nurl: https://x.example/\naddress: Jalan A\nphone: '0261'\n"
        "email: a@x.example\ncontacts: [{name: Ani}]\n"
    )
    read = Read(text, "organizations/humas.md")
    assert read.problems == []
    assert read.document == Organization(
        source="organizations/humas.md",
        id="humas",
        name="Humas Setda",
        title_line=2,
        short="Humas",
        logo=Picture(Ref("logo.png", 4)),
        url="https://x.example/",
        address="Jalan A",
        phone="0261",
        email="a@x.example",
        contacts=(Contact("Ani"),),
    )


def test_an_organization_needs_a_name() -> None:
    """And nothing else."""
    assert problems("short: A\n", "organizations/humas.md", "") == [
        "2: 'name' is missing. Write 'name:' and what it is to say."
    ]
    assert problems("", "organizations/humas.md", "name: A\n") == []


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ("releases/a.md", True),
        ("releases/2026/a/index.markdown", True),
        ("static/a.md", False),
        ("releases/a.txt", False),
        ("releases/A.MD", True),
    ],
)
def test_markdown_is_read_and_everything_else_is_copied(source: str, *, is_one: bool) -> None:
    """Whatever the case of its ending; what lies in static/ is never read."""
    assert is_document(source) == is_one


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("releases/2026/a.md", None),
        ("a.md", "lies in no folder, where Warta does not look. Put it in one of: releases, pages, organizations."),
        ("release/a.md", "lies in the folder 'release', where Warta does not look. Move the file to content/releases/."),
        ("berita/x/a.md", "lies in the folder 'berita', where Warta does not look. Put it in one of: releases, pages, "
         "organizations."),
    ],
)  # fmt: skip
def test_a_document_in_another_folder_is_a_problem(source: str, message: str | None) -> None:
    """It would be left out silently otherwise."""
    found = misplaced(source)
    assert (str(found) if found else None) == (message and f"content/{source}: {message}")


def test_a_document_with_problems_still_tells_more() -> None:
    """It is good for finding problems elsewhere; one that cannot be read at all is not there."""
    schema = Schema(JAKARTA)
    assert read_document("releases/a.md", b"---\ntitle: A\n---\n", schema).document is not None
    assert read_document("releases/a.md", b"Isi.\n", schema).document is None


def test_zones_of_the_site_decide_what_a_naive_time_is() -> None:
    """Nine in Jayapura is seven in Jakarta."""
    zone: Any = dt.timezone(dt.timedelta(hours=9))
    reading = read_document("releases/a.md", b"---\ntitle: A\ndate: 2026-11-20 09:00\n---\n", Schema(zone))
    assert isinstance(reading.document, Release)
    assert reading.document.date.at == at("2026-11-20 07:00")

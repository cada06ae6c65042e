"""One broken newsroom for each mistake: what it says, and that the output stays as it was."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import CONFIG, SiteTest, picture
from warta.engine.checking import check
from warta.errors import ProblemsFound

A = "content/releases/a.md"
HOME = "themes/bare/templates/home.html"
RELEASE = "themes/bare/templates/release.html"
CARD = "themes/bare/templates/parts/card.html"
CATEGORIES = "categories: [Ekonomi, Pendidikan, Kebencanaan]\nlanguages: [id, en]\n"


class Link(NamedTuple):
    """A symbolic link to write."""

    target: str


Content = str | bytes | Link | Callable[[], bytes] | None
"""What to write at a path; None deletes what is there."""


class Case(NamedTuple):
    """A mistake: its name, what is written, and every line a build says."""

    name: str
    files: Mapping[str, Content]
    problems: tuple[str, ...]


def text(more: str = "", body: str = "Isi.", first: str = "title: A\ndate: 2026-11-20\n") -> str:
    """A release whose further keys begin on line 4."""
    return f"---\n{first}{more}---\n\n{body}\n"


def one(name: str, source: Content, *problems: str, path: str = A) -> Case:
    """A mistake in one file, whose name the problems leave out."""
    return Case(name, {path: source}, tuple(f"{path}{problem}" for problem in problems))


def config(name: str, more: str, *problems: str) -> Case:
    """A mistake in the settings, in lines that are added to them (the first is line 8)."""
    return Case(name, {"config.yaml": CONFIG + CATEGORIES + more}, problems)


def template(name: str, source: str, problem: str, path: str = RELEASE) -> Case:
    """A mistake in a template."""
    return Case(name, {path: source}, (f"{path}{problem}",))


NO_FRONT_MATTER = (
    ":1: there is no front matter. The file must begin with a line '---', then 'title: ...', 'date: ...' and '---'."
)
RENAME = "Rename one of them."
OTHER_SLUG = "Give one of them another 'slug'."
WHILE = "(while rendering content/releases/2026/dua.md and 1 more)"

FRONT_MATTER = [
    one("broken YAML", text("slug: rapat: hasil\n"),
        ':4: a value with a colon in it must stand in quotes. Write: slug: "rapat: hasil"'),
    one("a quotation mark that is never closed", text('summary: "Banjir\n'),
        ':4: a quotation mark is opened and not closed. Write: summary: "Banjir"'),
    one("front matter that is never closed", "---\ntitle: A\n\nIsi.\n",
        ":1: the front matter that opens with '---' is never closed. Write '---' alone on a line below it."),
    one("no front matter", "# Judul\n\nIsi.\n", NO_FRONT_MATTER),
    one("an empty file", "", NO_FRONT_MATTER),
    one("a title that is missing", text(first="date: 2026-11-20\n"), ":2: 'title' is missing."),
    one("a date that is missing", text(first="title: A\n"),
        ":2: 'date' is missing. Write it as date: 2026-11-24 or 2026-11-24 09:05."),
    one("a title that is misspelled", text(first="titel: A\ndate: 2026-11-20\n"),
        ":2: 'title' is missing. Is 'titel' on line 2 meant?"),
    one("a date that does not exist", text(first="title: A\ndate: 2026-02-30\n"),
        ":3: 'date' is not a day that exists: February 2026 has 28 days (got '2026-02-30')."),
    one("a date that can be two days", text(first="title: A\ndate: 05/11/2026\n"),
        ":3: 'date' can be two days (got '05/11/2026'). Write the one that is meant: date: 2026-11-05 (5 November) or "
        "date: 2026-05-11 (11 May)."),
    one("an unknown key", text("katagori: Ekonomi\n"), ":4: unknown key 'katagori'. Did you mean 'category'?"),
    one("a key written twice", text("title: B\n"),
        ":4: 'title' is written twice (first on line 2). Remove one of them."),
    one("a slug with a slash", text("slug: a/b\n"),
        ":4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got 'a/b')."),
    one("a slug that leaves the output", text("slug: ..\n"),
        ":4: 'slug' must be words with hyphens, without spaces, signs such as / \" $ or a dot or hyphen at its ends (got '..')."),
    one("an alias that leaves the output", text("aliases: [/a/../../b]\n"),
        ":4: an alias must be an old address on this site such as /2019/06/slug/ (got '/a/../../b')."),
    one("a correction without its text", text("corrections:\n  - at: 2026-11-21\n"), ":5: 'text' is missing."),
    one("a withdrawal without its reason", text("withdrawn: {at: 2026-11-21}\n"),
        ":4: 'reason' is missing. The rules ask for a reason that readers can see."),
]  # fmt: skip

MODEL = [
    one("an unknown category", text("category: Ekonmi\n"),
        ":4: category 'Ekonmi' is not in the list in config.yaml. There are: Ekonomi, Pendidikan, Kebencanaan. "
        "Did you mean 'Ekonomi'?"),
    one("an unknown category that is like no other", text("category: Olahraga\n"),
        ":4: category 'Olahraga' is not in the list in config.yaml. There are: Ekonomi, Pendidikan, Kebencanaan."),
    one("an unknown category of a draft", text("category: Ekonmi\ndraft: true\n"),
        ":4: category 'Ekonmi' is not in the list in config.yaml. There are: Ekonomi, Pendidikan, Kebencanaan. "
        "Did you mean 'Ekonomi'?"),
    one("an unknown region", text("region: Kabupaten Sumdang\n"),
        ":4: no region is called 'Kabupaten Sumdang'. Did you mean 'Kabupaten Sumedang', 'Kabupaten Subang' "
        "or 'Kabupaten Sampang'?"),
    one("a region that can be several", text("region: Cirebon\n"),
        ":4: region 'Cirebon' can be several: Kabupaten Cirebon, Jawa Barat (32.09), Kota Cirebon, Jawa Barat (32.74). "
        "Write the code, such as \"32.09\"."),
    one("an unknown organization", text("organization: humsa\n"),
        ":4: there is no organization 'humsa'. Did you mean 'humas'?"),
    one("an unknown language", text("language: e\n"),
        ":4: language 'e' is not among the languages in config.yaml. Did you mean 'en'?"),
    one("a translation of nothing", text("language: en\ntranslation_of: releases/stau.md\n"),
        ":5: 'translation_of' names no other release or page (got 'releases/stau.md'). Did you mean "
        "'releases/satu.md'?"),
    one("a twin in the same language", text("translation_of: satu.md\n"),
        ":4: is in the same language ('id') as content/releases/satu.md, which it translates."),
    Case("two releases on one address", {A: text(first="title: SATU!\ndate: 2026-11-21\n")},
         (f"{A}:2: has the same address as content/releases/satu.md (/2026/11/satu/). {OTHER_SLUG}",)),
    Case("two releases on one address, one of them hidden",
         {A: text("draft: true\nslug: Satu\n", first="title: X\ndate: 2026-11-21\n")},
         (f"{A}:5: has the same address as content/releases/satu.md (/2026/11/Satu/). {OTHER_SLUG}",)),
    one("a page on the address of a list", "---\ntitle: Kategori\n---\n\nIsi.\n",
        f":2: would be written to /kategori/index.html, where the index of category terms is written too. {RENAME}",
        path="content/pages/kategori.md"),
]  # fmt: skip

FILES = [
    one("a picture that is missing", text("image:\n  file: foto.jpg\n  alt: Sungai\n"),
        ":5: there is no file 'foto.jpg' (looked for content/releases/foto.jpg)."),
    one("a picture of a gallery that is missing", text("gallery:\n  - {file: x.jpg, alt: A}\n"),
        ":5: there is no file 'x.jpg' (looked for content/releases/x.jpg)."),
    one("an attachment that is missing", text("attachments: [data.pdf]\n"),
        ":4: there is no file 'data.pdf' (looked for content/releases/data.pdf)."),
    Case("a picture without a text for the blind", {A: text("image: a.jpg\n"), "content/releases/a.jpg": picture()}, (
        f"{A}:4: 'image' has no text for those who cannot see it. Say what it shows in 'alt' (below 'file'), or write "
        "'decorative: true' there.",)),
    one("a relative link that leads nowhere", text(body="Satu.\n\nDua, dan\n[lihat](stau.md) juga."),
        ":9: there is no file 'stau.md' (looked for content/releases/stau.md). Did you mean 'satu.md'?"),
    one("a link that another generator would make", text(body="[x]({{ site.url }}/a) [y]({% post_url a %})"),
        ":6: the link is made by another generator's template tag, which Warta does not read (got '{% post_url a %}').",
        ":6: the link is made by another generator's template tag, which Warta does not read (got '{{ site.url }}/a')."),
    one("a picture of the text that is not there", text(body="![Sungai](foto/sungai.jpg)"),
        ":6: there is no file 'foto/sungai.jpg' (looked for content/releases/foto/sungai.jpg)."),
    one("a link that leaves the content", text(body="[x](../../../etc/passwd)"),
        ":6: there is no file '../../../etc/passwd' (looked for content/../../etc/passwd)."),
    one("a document in a folder that is not read", text(),
        ": lies in the folder 'release', where Warta does not look. Did you mean 'releases'?",
        path="content/release/a.md"),
    one("a document in no folder", text(),
        ": lies in no folder, where Warta does not look. Put it in one of: releases, pages, organizations.",
        path="content/a.md"),
    one("a link out of the newsroom", Link("/etc/hostname"),
        ": is a link that leads out of this newsroom (to hostname). Copy the file here instead."),
    one("a link to a folder", Link("2026"),
        ": is a link to a folder. Warta does not follow those; put the files here instead.", path="content/releases/b"),
    one("a link to nowhere", Link("tidak-ada.md"), ": is a link to a file that does not exist."),
    one("20 MB of Markdown", lambda: text(body="kata " * 4_194_304).encode(),
        ": is larger than 4 MB, the most that a text may have. Is it really Markdown?"),
    one("a picture named .md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        ":1: is not UTF-8 text (byte 0x89). Save it as UTF-8; a picture or document must not end in .md."),
    one("a document of another program named .md", b"PK\x03\x04\x14\x00\x06\x00",
        ":1: holds a control character (U+0003). Is it a binary file that was named .md?"),
    one("UTF-16", text().encode("utf-16"), ":1: is saved as UTF-16. Save it as UTF-8."),
    one("a page in static/", b"x",
        ": is a page or a script that readers' browsers would run. It would be published on this site's own address. "
        "Take it away, or, if you know what it does, write in config.yaml: trusted_files: [static/2026/satu.html]",
        path="content/static/2026/satu.html"),
    Case("a static file on the address of a release",
         {"content/static/2026/11/satu/index.html": b"x",
          "config.yaml": CONFIG + CATEGORIES + "trusted_files: [static/2026/]\n"},
         ("content/static/2026/11/satu/index.html: would be written to /2026/11/satu/index.html, where "
          f"content/releases/satu.md is written too. {RENAME}",)),
    one("a static file that differs in case alone", b"x",
        ": would be written to /ROBOTS.TXT, where robots.txt is written too. Rename one of them.",
        path="content/static/ROBOTS.TXT"),
    one("a static file where a folder must be", b"x",
        ": would be written to /2026, where content/releases/2026/dua.md is written too. Rename one of them.",
        path="content/static/2026"),
    Case("a picture named like the page beside it",
         {"content/releases/b/index.md": text(), "content/releases/b/index.html": b"x",
          "config.yaml": CONFIG + CATEGORIES + "trusted_files: [releases/b/index.html]\n"},
         ("content/releases/b/index.md:2: would be written to /2026/11/a/index.html, where content/releases/b/index.html "
          "is written too. Rename one of them.",)),
]  # fmt: skip

TEMPLATES = [
    template("a template that is not there", '<main>\n{% include "parts/crad.html" %}\n',
             f":2: there is no template 'parts/crad.html'. Did you mean 'parts/card.html'? {WHILE}"),
    template("a template that extends itself", '{% extends "release.html" %}\n',
             f":1: templates extend or include each other in a circle. {WHILE}"),
    template("a template that includes itself", '<main>\n\n{% include "release.html" %}\n',
             f":3: templates extend or include each other in a circle. {WHILE}"),
    template("a name that does not exist", "<main>\n{{ pgae.title }}\n",
             f":2: 'pgae' does not exist here. Did you mean 'page'? {WHILE}"),
    template("a field that does not exist", "<main>\n\n<h1>{{ page.titel }}</h1>\n",
             f":3: ReleaseView has no 'titel'. Did you mean 'title'? {WHILE}"),
    template("a field of a card that does not exist", "<p>\n{{ card.link }}\n",
             ":2: Card has no 'link'. (while rendering the archive of 2026-10 and 5 more)", CARD),
    template("a syntax error", "<main>\n{% if page.title %}\n{{ page.title }\n",
             f":3: '}}' stands alone. A value is written {{{{ ... }}}}, a tag {{% ... %}}. {WHILE}"),
    template("a tag that is never closed", "<main>\n{% if page.title %}\n",
             f":2: 'if' of line 2 is never closed. Write {{% endif %}}. {WHILE}"),
    template("a block that is closed as another", "{% for x in [1] %}\n{% if x %}\n{% endfor %}",
             f":3: this closes 'for', but what is open is 'if' of line 2. Write {{% endif %}} first. {WHILE}"),
    template("an end of nothing", "<main>\n{% endif %}",
             f":2: 'endif' closes or divides nothing that is open here. {WHILE}"),
    template("a tag that does not exist", "<main>\n{% fore x in y %}",
             f":2: there is no tag 'fore'. Did you mean 'for'? {WHILE}"),
    template("what is empty on a page", "<main>\n<p>{{ page.image.width }}\n",
             ":2: 'page.image' is empty on this page. Write {% if page.image %} before the line, and {% endif %} behind "
             f"it. {WHILE}"),
    template("a date filter on a text", "\n{{ page.title | date }}",
             f":2: a filter for dates was given a text. Give it a date, such as page.date. {WHILE}"),
    template("text and a number", "\n{{ 'a' + 1 }}",
             f":2: text and numbers are put together with '+'. Use ~ to put text together. {WHILE}"),
    template("a macro with too much", "{% macro m(a) %}{{ a }}{% endmacro %}\n{{ m(1, 2) }}",
             f":2: the macro 'm' takes at most 1 values. {WHILE}"),
    template("a test that does not exist", "\n{% if page is defind %}{% endif %}",
             f":2: there is no test 'defind'. Did you mean 'defined'? {WHILE}"),
    template("a quotation mark of a template that is never closed", "\n{{ 'a }}",
             f":2: the sign \"'\" cannot stand here. Is a quotation mark not closed? {WHILE}"),
    template("a comment that is never closed", "\n{# a",
             f":2: a comment is never closed. Write #}}. {WHILE}"),
    template("a block twice", "{% block a %}{% endblock %}\n{% block a %}{% endblock %}",
             f":2: the block 'a' stands twice in this template. Give one another name. {WHILE}"),
    template("a block with a hyphen", "\n{% block a-b %}{% endblock %}",
             f":2: the name of a block is letters, figures and '_', without hyphens. {WHILE}"),
    template("a bracket that is never closed", "\n{{ (page.title }}", f":2: ')' is missing. {WHILE}"),
    template("a value that is not there", "\n{{ page. }}", f":2: a value is missing in this line. {WHILE}"),
    template("half an expression", "\n{{ page.title title }}",
             f":2: before 'title' something is missing or too much. {WHILE}"),
    Case("a misspelt block", {RELEASE: "{% extends 'home.html' %}\n{% block contnt %}x{% endblock %}",
                              HOME: "{% block content %}{% endblock %}"},
         (f"{RELEASE}:2: no template above has a block 'contnt', so it is never shown. Did you mean 'content'? {WHILE}",)),
    Case("text outside of all blocks", {RELEASE: "{% extends 'home.html' %}\n\n<p>x\n{% block a %}{% endblock %}",
                                        HOME: "{% block a %}{% endblock %}"},
         (f"{RELEASE}:3: this stands outside of all blocks, so it is never shown. {WHILE}",)),
    template("a filter that does not exist", "<main>\n{{ page.date | tanggal }}\n",
             ":2: there is no filter 'tanggal'. For dates there are: date, datetime, day, month, month_name, iso; for "
             f"numbers: number, filesize. {WHILE}"),
    template("a static file that does not exist", '\n{{ asset("css/wrta.css") }}\n',
             ":2: the theme has no static file 'css/wrta.css'. Did you mean 'css/warta.css'? (while rendering the home "
             "page and 1 more)", HOME),
    template("what cannot be computed", "\n{{ 1 / 0 }}\n",
             ":2: this line divides by zero. (while rendering the home page and 1 more)", HOME),
]  # fmt: skip

SETTINGS = [
    config("an unknown setting", "kategori: [A]\n",
           "config.yaml:10: unknown setting 'kategori'. Settings have English names: categories: ..."),
    config("a number that is none", "page_size: banyak\n",
           "config.yaml:10: 'page_size' must be a whole number from 2 to 500 (got 'banyak')."),
    config("an unknown option of the theme", "theme_options: {acent: red}\n",
           "config.yaml:10: the theme has no option 'acent'. Did you mean 'accent'?"),
    config("an option of the wrong type", "theme_options:\n  dark: mungkin\n",
           "config.yaml:11: theme option 'dark' must be true or false (got 'mungkin')."),
    Case("an unknown theme", {"config.yaml": CONFIG.replace("theme: bare", "theme: brae")},
         ("config.yaml: there is no theme 'brae' in themes/. Did you mean 'bare'?",)),
    Case("a config of the wrong shape", {"config.yaml": "- title: A\n"},
         ("config.yaml:1: must be 'key: value' lines (got a list).",)),
    Case("a config that is empty", {"config.yaml": ""}, (
        "config.yaml:1: 'language' is missing. Write language: id for Indonesian.",
        "config.yaml:1: 'timezone' is missing. Write timezone: Asia/Jakarta (or Asia/Makassar, Asia/Jayapura).",
        "config.yaml:1: 'title' is missing.",
        "config.yaml:1: 'url' is missing. Write the address readers will type, such as https://humas.example.go.id/.")),
    config("a region that does not exist", 'region: "99.99"\n',
           "config.yaml: 'region' must be a region's code (got '99.99')."),
    config("a region without its parent", 'regions: [{code: "99.01", name: X}]\n',
           "config.yaml: 'regions': region '99.01' lies in '99', which does not exist."),
    config("an organization that does not exist", "organization: humsa\n",
           "config.yaml: there is no organization 'humsa'. Did you mean 'humas'?"),
]  # fmt: skip

CASES = [*FRONT_MATTER, *MODEL, *FILES, *TEMPLATES, *SETTINGS]


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """A newsroom in which all is well, built."""
    site.config(CATEGORIES)
    site.release("satu", "Satu", date="2026-11-20", category="Ekonomi")
    site.release("2026/dua", "Dua", date="2026-10-05", category="Pendidikan", body="Lihat [satu](../satu.md).")
    site.write("content/organizations/humas.md", "---\nname: Humas\n---\n\nTentang kami.\n")
    site.build()
    return site


def write(site: SiteTest, files: Mapping[str, Content]) -> None:
    for path, content in files.items():
        target = site.root / path
        if content is None:
            target.unlink()
            with contextlib.suppress(OSError):  # a folder that holds more stays
                for folder in target.parents:
                    folder.rmdir()
        elif isinstance(content, Link):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(content.target)
        else:
            site.write(path, content() if callable(content) else content)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_mistake_says_where_and_what_and_changes_nothing(newsroom: SiteTest, case: Case) -> None:
    """Each mistake is told in these very words, and the output of before is the same to the byte."""
    before = newsroom.files()
    write(newsroom, case.files)
    assert newsroom.problems() == list(case.problems)
    assert newsroom.files() == before


def test_the_names_of_the_cases_differ() -> None:
    """One row for each mistake."""
    assert len({case.name for case in CASES}) == len(CASES)


def test_a_newsroom_without_settings_says_what_to_do(newsroom: SiteTest) -> None:
    """It may be the wrong folder."""
    before = newsroom.files()
    newsroom.delete("config.yaml")
    assert newsroom.problems() == [
        f"config.yaml: is not in {newsroom.root}. Run 'init DIR' to make a new newsroom, or name its folder with "
        "--site."
    ]
    assert newsroom.files() == before


def test_all_problems_of_content_theme_and_model_come_in_one_run_in_order(newsroom: SiteTest) -> None:
    """By file and line, whatever the kind, and each of them once."""
    before = newsroom.files()
    newsroom.config("theme_options: {acent: red}\n")
    write(
        newsroom,
        {
            A: text("category: Ekonmi\nregion: Sumdang\nslug: a b\n", body="[x](y.md)"),
            "content/releases/b.md": "---\nslug: rapat: hasil\n---\n",
            "content/releases/2026/c.md": text("organization: x\n", first="date: 2026-02-30\n"),
            "content/pages/d.md": "---\ntitle: D\nmenu: atas\nlayout: x\n---\n",
            "content/e.md": text(),
            "content/releases/f.md": Link("/etc/hostname"),
            "content/static/g": Link("tidak-ada"),
        },
    )
    places = [problem.partition(": ")[0] for problem in newsroom.problems()]
    assert places == [
        "config.yaml:10",
        "content/e.md",
        "content/pages/d.md:3",
        "content/pages/d.md:4",
        "content/releases/2026/c.md:2",
        "content/releases/2026/c.md:2",
        "content/releases/2026/c.md:3",
        "content/releases/a.md:4",
        "content/releases/a.md:5",
        "content/releases/a.md:6",
        "content/releases/a.md:9",
        "content/releases/b.md:2",
        "content/releases/f.md",
        "content/static/g",
    ]
    assert newsroom.files() == before


def test_several_broken_templates_come_in_one_run(newsroom: SiteTest) -> None:
    """Each once, with the pages it was met on."""
    write(newsroom, {HOME: "{{ page.titel }}", RELEASE: "\n{{ page.titel }}"})
    assert newsroom.problems() == [
        f"{HOME}:1: HomeView has no 'titel'. (while rendering the home page and 1 more)",
        f"{RELEASE}:2: ReleaseView has no 'titel'. Did you mean 'title'? (while rendering content/releases/2026/dua.md "
        "and 1 more)",
    ]


def test_what_was_mended_builds_as_if_it_had_never_been_broken(newsroom: SiteTest) -> None:
    """Through every mistake one after the other, and back."""
    before = newsroom.files()
    for case in CASES:
        kept = {path: (newsroom.root / path).read_bytes() for path in case.files if (newsroom.root / path).is_file()}
        write(newsroom, case.files)
        assert newsroom.problems() != []
        write(newsroom, {path: kept.get(path) for path in case.files})
    assert newsroom.build().written == ()
    assert newsroom.files() == before


def test_check_says_the_same_as_a_build(newsroom: SiteTest) -> None:
    """For all that is wrong before a page is rendered."""
    write(newsroom, {A: text("category: Ekonmi\n", body="[x](y.md)")})
    with pytest.raises(ProblemsFound) as caught:
        check(newsroom.request())
    assert [str(problem) for problem in caught.value.problems] == newsroom.problems()


def test_a_broken_release_breaks_no_links_to_it(newsroom: SiteTest) -> None:
    """What is unreadable is one problem, not one for each document that leads there or names it."""
    newsroom.edit("content/releases/2026/dua.md", "title:", "organization: humas\ntitle:").build()
    for source in ("releases/satu.md", "organizations/humas.md"):
        text_before = (newsroom.root / "content" / source).read_text(encoding="utf-8")
        newsroom.write(f"content/{source}", "---\nurl: [\n---\n")
        assert [problem.partition(":")[0] for problem in newsroom.problems()] == [f"content/{source}"]
        newsroom.write(f"content/{source}", text_before)


def loop(site: SiteTest) -> None:
    (site.root / A).symlink_to("a.md")


def broken_name(name: bytes) -> Callable[[SiteTest], None]:
    def write_it(site: SiteTest) -> None:
        site.release("b/index", "B")
        Path(os.fsdecode(os.fsencode(site.root / "content/releases/b") + b"/" + name)).write_text(text())

    return write_it


@pytest.mark.parametrize(
    ("break_it", "place"),
    [
        (lambda site: site.config("markdown:\n  extensions: [tidakada]\n"), "config.yaml:"),
        (lambda site: site.config("markdown:\n  extension_configs:\n    toc: {salah: 1}\n"), "config.yaml:"),
        (lambda site: site.write(A, text("slug: " + "a" * 300 + "\n")), f"{A}:4: "),
        (lambda site: site.write(A, text("expires: 9999-12-31\n", body="[x](y.md)")), f"{A}:7: "),
        (lambda site: site.write(A, text(body='<svg><a xlink:href="x">y</a></svg> [x](y.md)')), f"{A}:6: "),
        (loop, f"{A}: "),
        (broken_name(b"banjir\xff.md"), "content/releases/b/"),
        (broken_name(b"banjir\xff.jpg"), "content/releases/b/"),
    ],
    ids=[
        "an extension of Markdown that is not installed",
        "an unknown setting of an extension",
        "a slug longer than a name may be",
        "a release that never expires",
        "a drawing with links in the text",
        "a link to itself",
        "a document whose name is no text",
        "a picture whose name is no text",
    ],
)
def test_no_mistake_is_a_trace(newsroom: SiteTest, break_it: Callable[[SiteTest], object], place: str) -> None:
    """Whatever a press office may write ends in sentences that begin with a place."""
    before = newsroom.files()
    break_it(newsroom)
    problems = newsroom.problems()
    assert [problem for problem in problems if problem.startswith(place)] != []
    assert newsroom.files() == before


@pytest.mark.parametrize("names", ["[Ekonomi, 'Ekonomi!']", "[{name: Ekonomi, slug: x}, {name: Budaya, slug: x}]"])
def test_two_categories_on_one_address_are_a_problem(site: SiteTest, names: str) -> None:
    """Else the releases of one would stand under the name of the other."""
    site.config(f"categories: {names}\n").release("a", "A", category="Ekonomi")
    assert [problem for problem in site.problems() if problem.startswith("config.yaml:")] != []


def test_two_pictures_on_one_address_are_a_problem(newsroom: SiteTest) -> None:
    """Else one of them would be shown in the place of the other; both are named."""
    write(
        newsroom,
        {
            "content/releases/x/foto.jpg": b"x",
            "content/releases/y/foto.jpg": b"y",
            A: text(body="![X](x/foto.jpg)\n\n![Y](y/foto.jpg)\n\n![Z](../releases/x/foto.jpg)"),
            "content/releases/b/index.md": text(
                "image: {file: ../x/foto.jpg, alt: X}\n", first="title: B\ndate: 2026-11-20\n"
            ),
            "content/releases/b/foto.jpg": b"z",
        },
    )
    found = newsroom.problems()
    assert any("x/foto.jpg" in problem and "b/foto.jpg" in problem for problem in found)

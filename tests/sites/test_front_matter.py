"""What a newsroom makes of texts from elsewhere: foreign archives, other systems' letters, line ends and names."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from tests.support import SiteTest, picture

JEKYLL = """\
---
layout: post
title:  "Welcome: a post"
date:   2019-06-05 10:00:00 -0500
categories: news
tags: [a, b]
excerpt: "Short."
image: https://elsewhere.example/x.jpg
published: true
permalink: /blog/:title/
---

Text.
"""
PELICAN = """\
---
title: Kedua
date: 2020-01-02 08:30
category: Berita
tags: satu, dua
authors: [Ani, Budi]
status: published
summary: Ringkas.
modified: 2020-02-01
---

Isi.
"""
HUGO = """\
+++
title = "Ketiga"
date = 2021-03-04T05:06:07+07:00
draft = false
categories = ["Berita"]
tags = ["tiga"]
weight = 3
[params]
featured = true
+++

Isi.
"""


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def archive(site: SiteTest) -> SiteTest:
    """A newsroom with one post of each generator."""
    for name, text in {"2019-06-05-welcome": JEKYLL, "kedua": PELICAN, "ketiga": HUGO}.items():
        site.write(f"content/releases/{name}.md", text)
    return site


def test_a_foreign_archive_builds_with_warnings(site: SiteTest) -> None:
    """With `unknown_keys: warn` what Warta does not know is told with file and line, and the posts are published."""
    report = archive(site.config("unknown_keys: warn\n")).build()
    assert {
        "2019/06/welcome-a-post/index.html",
        "2020/01/kedua/index.html",
        "2021/03/ketiga/index.html",
        "kategori/news/index.html",
        "kategori/berita/index.html",
        "tag/satu/index.html",
        "tag/dua/index.html",
        "penulis/budi/index.html",
    } <= site.files().keys()
    warned = [str(warning).partition(": ")[0] for warning in report.warnings]
    assert warned == [
        "content/releases/2019-06-05-welcome.md:2",
        *["content/releases/2019-06-05-welcome.md:8"] * 2,
        "content/releases/2019-06-05-welcome.md:10",
        "content/releases/kedua.md:9",
        "content/releases/ketiga.md:7",
        "content/releases/ketiga.md:8",
    ]
    assert str(report.warnings[0]) == "content/releases/2019-06-05-welcome.md:2: unknown key 'layout'."


def test_the_warnings_of_an_archive_are_told_every_time(site: SiteTest) -> None:
    """Also when nothing is built anew."""
    archive(site.config("unknown_keys: warn\n"))
    first = site.build()
    second = site.build()
    assert (second.written, second.warnings) == ((), first.warnings)


def test_the_same_archive_is_refused_without_the_switch(site: SiteTest) -> None:
    """A newsroom's own typing mistakes are never passed over."""
    problems = archive(site).problems()
    assert len(problems) == 7
    assert not site.output.exists()


def test_what_cannot_be_meant_stays_a_problem_in_an_archive(site: SiteTest) -> None:
    """A wrong date or category would publish something wrong."""
    site.config("unknown_keys: warn\ncategories: [Ekonomi]\n")
    site.release("a", "A", date="kemarin", layout="post").release("b", "B", category="Olahraga")
    assert [problem.partition(": ")[0] for problem in site.problems()] == [
        "content/releases/a.md:3",
        "content/releases/b.md:3",
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(site: SiteTest, end: str) -> None:
    """The same bytes come out, whatever the line ends that went in, with a byte order mark or without."""
    text = "---\ntitle: Banjir surut\ndate: 2026-11-20\ntags: [banjir]\n---\n\nSatu\ndua.\n\n- a\n- b\n"
    site.write("content/releases/a.md", text).build()
    before = site.files()
    site.write("content/releases/a.md", b"\xef\xbb\xbf" + text.replace("\n", end).encode())
    assert site.build().written == ()
    assert site.files() == before


def test_letters_taken_apart_change_nothing(site: SiteTest) -> None:
    """Texts and names of files typed on a Mac build the same site as those typed elsewhere."""
    text = "---\ntitle: Désa Cibèning\ndate: 2026-11-20\nimage: {file: désa.jpg, alt: Désa}\ntags: [désa]\n---\n\n"
    text += "![é](désa.jpg)\n"
    found = []
    for form in (str, nfd):
        shutil.rmtree(site.root / "content/releases")
        site.write(form("content/releases/bé/index.md"), form(text)).write(
            form("content/releases/bé/désa.jpg"), picture()
        )
        site.build()
        assert {"2026/11/desa-cibening/index.html", "2026/11/desa-cibening/désa.jpg"} <= site.files().keys()
        assert "/2026/11/desa-cibening/d%C3%A9sa.jpg" in site.page("/2026/11/desa-cibening/")
        assert site.build().written == ()
        found.append(site.files())
    assert found[0] == found[1]


def test_two_names_that_differ_in_form_alone_are_a_problem(site: SiteTest) -> None:
    """They would be one file on many systems."""
    name = "content/releases/é.md"
    site.write(name, "---\ntitle: A\ndate: 2026-11-20\n---\n").write(
        nfd(name), "---\ntitle: B\ndate: 2026-11-20\n---\n"
    )
    assert site.problems() == [f"{name}: two files have this name, in different Unicode forms. Rename one."]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("no", "no"),
        ("0123", "0123"),
        ("9:05", "9:05"),
        ("2026-11-20", "2026-11-20"),
        ("'null'", "null"),
        ('"#1: kutip \\"dua\\""', "#1: kutip &#34;dua&#34;"),
        ("5 > 3 & <b>", "5 &gt; 3 &amp; &lt;b&gt;"),
    ],
)
def test_a_title_is_shown_as_it_was_written(site: SiteTest, written: str, shown: str) -> None:
    """And never as false, 83, 545 or nothing, nor as HTML."""
    site.release("a", written, slug="a").build()
    assert f"<h1>{shown}</h1>" in site.page("/2026/11/a/")


def test_files_that_editors_leave_behind_are_no_releases(site: SiteTest) -> None:
    """Backups, lock files and hidden folders are passed over."""
    site.release("a", "A").build()
    before = site.files()
    for name in (".a.md.swp", "a.md~", "a.md.bak", ".git/x.md", "#a.md#.tmp", ".DS_Store"):
        site.write(f"content/releases/{name}", "bukan apa-apa")
    assert site.build().written == ()
    assert site.files() == before


@pytest.mark.parametrize("name", ["a.md", "2026/a.md", "2026/11/a/index.md", "a.markdown", "A.MD"])
def test_a_release_lies_wherever_its_writer_likes(tmp_path: Path, name: str) -> None:
    """Its address comes from date and title, not from its folder."""
    site = SiteTest(tmp_path)
    site.write(f"content/releases/{name}", "---\ntitle: Banjir\ndate: 2026-11-20\n---\n\nIsi.\n").build()
    assert "2026/11/banjir/index.html" in site.files()

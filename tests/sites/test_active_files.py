"""Files that could act on the site's origin: refused unless trusted, and drawings made harmless."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import LOGO, SiteTest, picture

BUNDLE = "---\ntitle: Data banjir\ndate: 2026-11-20\n---\n\nIsi.\n"
ACTIVE_NAMES = [
    "lampiran.html", "a.htm", "a.xhtml", "A.HTML", "a.shtml", "a.mhtml", "a.js", "a.mjs", "a.xsl", "a.svgz", "a.swf", "a.wasm",
    "a.php", "a.phtml", "a.php.csv", "a.php7.txt", "a.cgi", "a.py", "a.sh", "a.aspx", "a.exe", "a.bat", "a.lnk",
    "web.config", "_headers", "_redirects",
]  # fmt: skip
ACTIVE_BYTES = {
    "surat.pdf": b"\n <!DOCTYPE html><script>x()</script>",
    "foto.csv.unknown": b"<html>",
    "tanpa-akhiran": b"<script>x()</script>",
    "a.unknown": b"\xef\xbb\xbf<p >x",
    "b.unknown": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "data.xml": b"<a><b xmlns='http://www.w3.org/1999/xhtml'><script/></b></a>",
    "utf16.xml": '<a xmlns="http://www.w3.org/1999/xhtml"/>'.encode("utf-16"),
    "gaya.rss": b"<?xml-stylesheet href='x.xsl' type='text/xsl'?><rss/>",
    "entitas.xml": b"<!DOCTYPE a [<!ENTITY x 'http://www.w3.org/1999/xhtml'>]><a xmlns='&x;'/>",
    "rusak.xml": b"<a>",
    "perintah": b"#!/bin/sh\n",
    "kode": b"<?php x(); ?>",
}
QUIET = {
    "catatan.txt": b"<html>",
    "data.csv": b"<p>1",
    "data.json": b"{}",
    "surat.pdf": b"%PDF-1.7",
    "laporan.docx": b"PK\x03\x04",
    "data.xml": b"<?xml version='1.0'?><data><baris/></data>",
    "tanpa-akhiran": b"kode",
    "pemkab.barru.go.id.pdf": b"%PDF-1.7",
}


def bundle(root: Path, name: str, data: bytes) -> SiteTest:
    return SiteTest(root).write("content/releases/a/index.md", BUNDLE).write(f"content/releases/a/{name}", data)


@pytest.mark.parametrize(("name", "data"), [*((each, b"x") for each in ACTIVE_NAMES), *ACTIVE_BYTES.items()])
def test_what_could_act_is_refused_until_it_is_trusted(tmp_path: Path, name: str, data: bytes) -> None:
    """The message has the line to paste; with it the file is published as it is."""
    site = bundle(tmp_path, name, data)
    (problem,) = site.problems()
    line = f"trusted_files: [releases/a/{name}]"
    assert problem.startswith(f"content/releases/a/{name}: ")
    assert problem.endswith(f"if you know what it does, write in config.yaml: {line}")
    site.config(line + "\n").build()
    assert site.files()[f"2026/11/data-banjir/{name}"] == data


@pytest.mark.parametrize(("name", "data"), QUIET.items())
def test_what_only_lies_there_is_published(tmp_path: Path, name: str, data: bytes) -> None:
    """Text is text, whatever it looks like."""
    site = bundle(tmp_path, name, data)
    assert not site.build().warnings
    assert site.files()[f"2026/11/data-banjir/{name}"] == data


@pytest.mark.parametrize(
    "path", ["static/google123.html", "static/peta/index.html", "static/.htaccess", "organizations/a.js"]
)
def test_files_of_every_place_are_looked_at(tmp_path: Path, path: str) -> None:
    """Those of static/, and what a page or an organization names."""
    site = SiteTest(tmp_path).release("a", "A").write(f"content/{path}", "x")
    site.write(
        "content/organizations/humas.md",
        "---\nname: Humas\n---\n\n[x](a.js)\n" if "a.js" in path else "---\nname: H\n---\n",
    )
    (problem,) = site.problems()
    assert problem.startswith(f"content/{path}: ")


def test_the_files_of_a_hidden_release_are_refused_before_it_is_due(tmp_path: Path) -> None:
    """At nine in the morning nobody is there to mend it."""
    site = bundle(tmp_path, "a.html", b"x").edit(
        "content/releases/a/index.md", "date:", "embargo: 2026-12-01 09:00\ndate:"
    )
    (problem,) = site.problems()
    assert problem.startswith("content/releases/a/a.html: ")


def test_what_nobody_publishes_is_not_refused(tmp_path: Path) -> None:
    """A script beside texts that do not name it stays at home."""
    site = SiteTest(tmp_path).release("a", "A").write("content/releases/hitung.py", "x")
    site.build()
    assert not [path for path in site.files() if path.endswith(".py")]


def test_a_folder_is_trusted_by_its_name_with_a_slash(tmp_path: Path) -> None:
    """And what is named for nothing is told."""
    site = (
        SiteTest(tmp_path)
        .release("a", "A")
        .write("content/static/peta/index.html", "x")
        .write("content/static/peta/x.js", "x")
    )
    site.config("trusted_files: [content/static/peta/, static/lama.html]\n")
    assert [str(each) for each in site.build().warnings] == [
        "config.yaml:8: 'trusted_files' names 'static/lama.html', and there is no such file below content/."
    ]
    assert {"peta/index.html", "peta/x.js"} <= site.files().keys()


@pytest.mark.parametrize("written", ["../themes/x.js", "/etc/passwd", "/", "static/*/x.js"])
def test_only_names_below_content_can_be_trusted(tmp_path: Path, written: str) -> None:
    """Anything else means nothing."""
    site = SiteTest(tmp_path).release("a", "A").config(f'trusted_files: ["{written}"]\n')
    (problem,) = site.problems()
    assert problem.startswith("config.yaml:8: 'trusted_files' must be files or folders below content/")


HOSTILE = LOGO.replace("<path", "<script>x()</script><path onclick='x()'")


@pytest.mark.parametrize("place", ["logo", "image", "gallery", "attachments", "body", "static", "bundle"])
def test_drawings_are_made_harmless_wherever_they_stand(tmp_path: Path, place: str) -> None:
    """And whoever reads the build's words hears what they lost."""
    site = SiteTest(tmp_path).write("content/releases/a/index.md", BUNDLE)
    path = {"logo": "organizations/x.svg", "static": "static/x.svg"}.get(place, "releases/a/x.svg")
    site.write(f"content/{path}", HOSTILE)
    if place == "logo":
        site.write("content/organizations/h.md", "---\nname: H\nlogo: {file: x.svg, alt: x}\n---\n")
    elif place in ("image", "gallery", "attachments"):
        value = "{file: x.svg, alt: x}" if place != "attachments" else "x.svg"
        site.edit("content/releases/a/index.md", "date:", f"{place}: {value}\ndate:")
    elif place == "body":
        site.edit("content/releases/a/index.md", "Isi.", "![x](x.svg)")
    assert [str(each) for each in site.build().warnings] == [
        f"content/{path}: is published without what could run or load something (onclick, script). If the drawing needs that, "
        f"and you know what it does, write in config.yaml: trusted_files: [{path}]"
    ]
    (found,) = (data for name, data in site.files().items() if name.endswith("x.svg"))
    assert b"x()" not in found
    assert b"M0 0h8v8z" in found


def test_a_trusted_drawing_is_published_as_it_is(tmp_path: Path) -> None:
    """And one that has nothing to lose is, byte for byte."""
    site = bundle(tmp_path, "x.svg", HOSTILE.encode()).write("content/releases/a/y.svg", LOGO)
    site.build()
    site.config("trusted_files: [releases/a/x.svg]\n")
    assert not site.build().warnings
    assert site.text("2026/11/data-banjir/x.svg") == HOSTILE
    assert site.text("2026/11/data-banjir/y.svg") == LOGO


def test_a_drawing_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Nobody can tell what a browser would make of it."""
    (problem,) = bundle(tmp_path, "x.svg", b"<svg").problems()
    assert problem.startswith("content/releases/a/x.svg: is no SVG that can be read")


def test_an_icon_is_drawn_of_nothing_but_the_logo(tmp_path: Path) -> None:
    """A logo that names a picture of this machine gets none of it into the icons."""
    secret = tmp_path / "rahasia.png"
    secret.write_bytes(picture("rahasia", format_="PNG"))
    logo = LOGO.replace("<path", f'<image href="{secret}" width="8" height="8"/><path')
    site = SiteTest(tmp_path / "a").release("a", "A")
    site.write("content/organizations/h.md", "---\nname: H\nlogo: {file: x.svg, alt: x}\n---\n")
    site.write("content/organizations/x.svg", LOGO).build()
    plain = site.files()["icon-192.png"]
    site.write("content/organizations/x.svg", logo).build()
    assert site.files()["icon-192.png"] == plain

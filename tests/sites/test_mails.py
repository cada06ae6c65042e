"""Mails of releases and weeks as files: what mail programs and other parsers find in them, and when they are made."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import html5lib
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.sites.test_press_pack import WIDE, inside, words
from tests.support import CONFIG, SiteTest, picture

BODY = """Warga **melapor**[^1] bahwa 10<sup>6</sup> liter air *terukur* di [laman resmi](https://kab.example/a?b=1). <b>ya</b>

## Rincian & sisa

- satu
    1. dalam
- dua

| Desa | Rumah |
|---|--:|
| Wado | 1.940 |

> Kutipan satu.

![Peta desa](peta.png "Peta desa. Gambar: BPBD")

[^1]: Catatan kaki.
"""


def mail_at(site: SiteTest, path: str) -> EmailMessage:
    """A mail of the output, as another program reads it."""
    found = email.message_from_bytes((site.output / path).read_bytes(), policy=email.policy.default)
    assert isinstance(found, EmailMessage) and not found.defects
    return found


def bodies(mail: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML of a mail."""
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None
    return plain.get_content(), html.get_content()


@pytest.fixture(scope="module")
def mailed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteTest]:
    """A newsroom that has mails: a full release, hard ones, one that was withdrawn, one that waits."""
    site = SiteTest(tmp_path_factory.mktemp("mails"), CONFIG.replace("wire: []", "wire: [text]"), theme="warta")
    site.config("press: [mail]\nimages: {widths: [400], format: none}\n")
    site.write(
        "content/organizations/humas.md",
        "---\nname: Humas Kabupaten\nemail: humas@kab.example\ncontacts: [{name: Meja Media, phone: '+62 261 1'}]\n---\n\nTentang **kami**.\n",
    )
    site.write("content/releases/penuh/foto.jpg", picture("f", (900, 600)))
    site.write("content/releases/penuh/peta.png", picture("p", (90, 60), "PNG"))
    site.release(
        "penuh/index", "Banjir surut", BODY, slug="penuh", dateline="WADO", byline="Tim Humas", notes="Foto ada.",
        image="{file: foto.jpg, alt: Sungai, caption: 'Sungai <b>', credit: Ani}",
        corrections="[{at: 2026-11-21, text: Angka diperbaiki.}]",
    )  # fmt: skip
    site.release("panjang", "Judul yang sangat panjang " * 16, "Lagi" * 300, slug="panjang")
    site.release("emoji", "Siaga 😀 ꦱꦶꦪꦫꦤ꧀ besok", "Isi 😀 ꦱꦸꦒꦼꦁ.", slug="emoji", date="2026-11-10")
    site.release("tabel", "Tabel", WIDE, slug="tabel")
    site.release("besar", "Besar", "\n\n".join(["Kalimat yang panjang sekali. " * 40] * 120), slug="besar")
    site.release("ditarik", "Ditarik", slug="ditarik", date="2026-11-12", withdrawn="{at: 2026-11-23, reason: Keliru.}")
    site.release("nanti", "Rahasia sampai besok lusa sekali saja", slug="nanti", embargo="2026-12-01")
    site.build()
    yield site


def test_a_mail_has_the_words_of_the_plain_text_and_reaches_no_further(mailed: SiteTest) -> None:
    """In their order, in both parts; addresses are whole; the sender is the office; nothing but pictures is loaded."""
    mail = mail_at(mailed, "2026/11/penuh/rilis.eml")
    plain, html = bodies(mail)
    assert plain.replace("\r\n", "\n") == mailed.text("2026/11/penuh/rilis.txt")
    assert (mail["Subject"], mail["From"]) == ("[Ralat] Banjir surut", "Humas Kabupaten <humas@kab.example>")
    assert mail["Date"].datetime.isoformat() == "2026-11-21T00:00:00+07:00" and mail["Content-Language"] == "id"
    tree = LexborHTMLParser(html)
    for node in tree.css("title, style"):
        node.decompose()
    assert tree.body is not None
    start, end = plain.index("WADO — "), plain.index("(Tim Humas)")
    assert inside(words(plain[start:end]), words(tree.body.text(separator=" ")).copy())
    assert "[Ralat, 21 November 2026] Angka diperbaiki." in " ".join(tree.body.text(separator=" ").split())
    links = [node.attributes["href"] or "" for node in tree.css("a")]
    assert all(re.match("https?:|mailto:|tel:", each) for each in links)
    sources = [node.attributes["src"] or "" for node in tree.css("img")]
    assert {"https://berita.example/2026/11/penuh/peta.png"} <= set(sources)
    assert all(each.startswith("https://berita.example/") and not each.endswith(".svg") for each in sources)
    assert all("alt" in node.attributes for node in tree.css("img"))
    assert not tree.css("link, script, iframe, form, [onclick]")


def test_mail_programs_that_keep_to_the_standard_read_every_mail(mailed: SiteTest) -> None:
    """Valid HTML, lines that servers let through, and less than the 102 kB at which Gmail cuts off."""
    every = [path for path in mailed.files() if path.endswith(".eml")]
    assert len(every) == 5 + 3
    for path in every:
        data = (mailed.output / path).read_bytes()
        assert data.isascii() and max(map(len, data.split(b"\r\n"))) <= 998 and b"\n" not in data.replace(b"\r\n", b"")
        _, html = bodies(mail_at(mailed, path))
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(html)
        assert not parser.errors, (path, parser.errors)
        assert len(html.encode()) < 102_000, path
    assert "Baca selengkapnya" in bodies(mail_at(mailed, "2026/11/besar/rilis.eml"))[1]
    title = mail_at(mailed, "2026/11/panjang/rilis.eml")["Subject"].strip()
    assert title == ("Judul yang sangat panjang " * 16).strip()
    assert "Siaga 😀 ꦱꦶꦪꦫꦤ꧀ besok" in mail_at(mailed, "2026/11/emoji/rilis.eml")["Subject"]


def test_a_week_has_its_releases_and_what_was_corrected_in_it(mailed: SiteTest) -> None:
    """The newest first; a withdrawal stands in the week in which it was made, and the release in none."""
    plain, html = bodies(mail_at(mailed, "ringkasan/2026-w47.eml"))
    assert "Banjir surut" in plain and "[Ralat, 21 November 2026] Angka diperbaiki." in plain and "Rahasia" not in plain
    assert "Siaga" in bodies(mail_at(mailed, "ringkasan/2026-w46.eml"))[0]
    withdrawn, _ = bodies(mail_at(mailed, "ringkasan/2026-w48.eml"))
    assert "[Dicabut, 23 November 2026] Keliru." in withdrawn and "Ditarik" in html + withdrawn
    assert "Ditarik" not in bodies(mail_at(mailed, "ringkasan/2026-w46.eml"))[0]


def test_a_mail_is_made_when_what_it_says_changes_and_goes_with_its_release(mailed: SiteTest) -> None:
    """A body: its own mail alone. A title: the week's too. Menu and notice of the site: none. Withdrawn, it goes."""
    before = mailed.inputs()
    mailed.build()
    mailed.edit("content/releases/penuh/index.md", "Kutipan satu", "Kutipan dua")
    assert [path for path in mailed.build().written if path.endswith(".eml")] == ["2026/11/penuh/rilis.eml"]
    mailed.config("notice: Kantor tutup besok.\n")
    assert not [path for path in mailed.build().written if path.endswith(".eml")]
    mailed.edit("content/releases/penuh/index.md", "title: Banjir surut", "title: Banjir mereda")
    written = [path for path in mailed.build().written if path.endswith(".eml")]
    assert sorted(written) == ["2026/11/penuh/rilis.eml", "ringkasan/2026-w47.eml"]
    mailed.edit(
        "content/releases/penuh/index.md", "slug: penuh", "slug: penuh\nwithdrawn: {at: 2026-11-24, reason: Keliru.}"
    )
    mailed.build()
    assert not (mailed.output / "2026/11/penuh/rilis.eml").exists()
    mailed.restore(before).build()
    assert mailed.clean(jobs=2) == mailed.files()


def test_a_mail_is_looked_through_for_what_is_hidden(mailed: SiteTest) -> None:
    """Its words are encoded, and are found all the same: in mails that are made, and in those that somebody copies."""
    before = mailed.inputs()
    secret = "Rahasia sampai besok lusa sekali saja"
    mailed.write("themes/own/theme.yaml", "name: own\n").write(
        "themes/own/templates/mail/release.html",
        f'{{% extends "warta/mail/release.html" %}}{{% block foot %}}{secret}{{% endblock %}}',
    )
    mailed.edit("config.yaml", "theme: warta", "theme: own")
    problems = mailed.problems()
    assert any("rilis.eml" in each and "6 words" in each for each in problems), problems
    mailed.restore(before)
    copied = f"From: a@b.example\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{secret.replace(' ', '=20')}\r\n"
    mailed.write("content/static/arsip.eml", copied)
    assert any("arsip.eml" in each for each in mailed.problems())
    mailed.restore(before).build()


def test_an_office_replaces_a_mail_and_hears_what_is_wrong_with_it(tmp_path: Path) -> None:
    """A template of a theme of its own; what pages alone have is told as missing, with the line."""
    site = SiteTest(tmp_path).config("press: [mail]\n").release("a", "Judul", slug="a")
    site.write(
        "themes/bare/templates/mail/release.html",
        "<!doctype html><title>x</title><p>Surat kami {{ page.story.title }}</p>",
    )
    site.build()
    assert bodies(mail_at(site, "2026/11/a/rilis.eml"))[1].strip().endswith("<p>Surat kami Judul</p>")
    assert str(mail_at(site, "2026/11/a/rilis.eml")["From"]) == "Ruang Berita:;"
    site.edit("themes/bare/templates/mail/release.html", "Surat kami", "{{ site.title }}")
    (problem,) = site.problems()
    assert problem.startswith("themes/bare/templates/mail/release.html:1") and "site" in problem


def test_the_home_of_the_press_and_the_way_to_subscribe(tmp_path: Path) -> None:
    """In every language, only where the settings ask for them, linked from releases, menu and footer, and in sitemaps."""
    site = SiteTest(tmp_path, CONFIG.replace("language: id", "language: id\nlanguages: [id, en]"), theme="warta")
    site.write(
        "content/organizations/humas.md",
        "---\nname: Humas\nlogo: {file: l.svg, alt: Lambang}\nofficials:\n"
        "- {nama: Contoh Pejabat, jabatan: Bupati, roles: {en: Regent}, bio: 'Guru: lalu bupati', photo: b.jpg}\n---\n\nTentang kami.\n",
    )
    site.write("content/organizations/l.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>')
    site.write("content/organizations/b.jpg", picture("b", (300, 400)))
    site.release("a", "Judul").build()
    assert not [path for path in site.files() if path.startswith(("pers/", "langganan/"))]
    site.config("press_home: true\nsubscribe: humas@kab.example\nmenu: [press, subscribe, archive]\n").build()
    page = site.page("/pers/")
    for said in (
        "Contoh Pejabat",
        "Bupati",
        "Guru: lalu bupati",
        "/l.svg",
        "/b.jpg",
        "Tentang kami.",
        "Ketentuan pemakaian",
    ):
        assert said in page, said
    assert 'alt="Contoh Pejabat"' in page and "Regent" in site.page("/en/pers/")
    link = LexborHTMLParser(site.page("/langganan/")).css_first('.standing a[href^="mailto:"]')
    assert link is not None
    assert (link.attributes["href"] or "").startswith(
        "mailto:humas@kab.example?subject=Langganan%20siaran%20pers&body="
    )
    assert site.page("/2026/11/judul/").count('href="/pers/"') >= 3
    assert "https://berita.example/pers/" in site.text("sitemap-pages.xml")
    site.edit("config.yaml", "subscribe: humas@kab.example", "subscribe: https://list.example/humas")
    site.build()
    assert 'href="https://list.example/humas"' in site.page("/langganan/")
    site.edit("config.yaml", "subscribe: https://list.example/humas", "subscribe: 'http://list.example'")
    assert "'subscribe' must be" in site.problems()[0]

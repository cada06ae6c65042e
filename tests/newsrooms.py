"""Writes a newsroom that uses every setting and every key, and so prints everything that there is to print.

Each setting and each key stands on a line of its own: `set_line` changes one of them, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.support import LOGO, SiteTest, picture

SETTINGS = """\
title: Humas Sumedang
url: https://berita.example/humas/
language: id
timezone: Asia/Jakarta
languages: [id, en]
tagline: Ruang berita resmi
description: Siaran pers dan arsip.
notice: Ruang berita contoh.
editions: {en: {title: Sumedang press office, tagline: Official, description: News., notice: A sample.}}
theme: anak
theme_options: {accent: blue, footer_text: Lisensi bebas}
organization: humas
region: "32.11"
regions: [{code: "32.11.01.2001", name: Cimungkal}]
categories: [{name: Ekonomi, description: Pasar., names: {en: Economy}}, {name: Budaya, slug: seni}, Kesehatan]
paths: {category: rubrik}
permalink: /{year}/{month}/{slug}/
page_size: 2
feed_size: 3
related: 2
listings: [category, region, tag, organization, author, archive]
feeds: [home, category, region, organization, corrections]
markdown: {extensions: [extra, sane_lists, toc], extension_configs: {toc: {permalink: true}}}
images: {widths: [16, 32], format: webp, quality: 60}
search: false
check_page: true
press_home: true
subscribe: humas@berita.example
extensions: false
show_terms: true
untranslated: show
trust_html: false
third_parties: [youtube, gpr, matomo: {url: https://statistik.example/, site: 1}]
trusted_files: []
unknown_keys: error
check: {words: [Cimungkal]}
feed_formats: [rss, atom, json]
hub: https://hub.example/
wire: [ninjs, text]
press: [whatsapp]
publisher: media
host: nginx
headers: {X-Dari: Warta}
precompress: false
redirects: {/lama/: /rubrik/ekonomi/}
security_contact: mailto:aman@berita.example
"""
EXTENSIONS = """\
from warta import Output

MARKDOWN = ["admonition"]


def outputs(site):
    return [Output("daftar.txt", "\\n".join(each.title for each in site.releases))]
"""
RELEASE = """\
---
title: Banjir surut
slug: banjir-surut
summary: Air surut di Cimungkal.
date: 2026-11-20 09:00 +07:00
language: id
category: [Ekonomi]
tags: [air, sungai]
regions: ["32.11.01.2001"]
dateline: SUMEDANG
byline: Humas
authors: [Ani, Budi]
number: 1/HM/2026
organization: humas
contacts: [{name: Ani, role: Juru bicara, phone: "0261", email: a@x.example, whatsapp: "62811", hours: 8-15}]
notes: Untuk redaksi saja.
image: {file: foto.jpg, alt: Sungai, caption: Sungai Cimanuk, credit: Ani, licence: CC BY}
gallery: [{file: dua.jpg, alt: Sawah}]
attachments: [{file: data.pdf, title: Data}]
embargo: 2026-11-20 10:00 +07:00
expires: 2026-12-31 10:00 +07:00
draft: false
corrections: [{at: 2026-11-21 08:00 +07:00, kind: right-of-reply, text: Tanggapan warga., url: https://x.example/}]
unverified: true
sponsored: "true"
ai: {text: true, image: true, tool: Alat}
aliases: [/banjir/]
check: {ignore: [quote-speaker]}
---

Air *surut* di [pasar](../pasar.md "Pasar").

## Rincian

![Peta](peta.jpg) "kutipan" -- akhir.

<del>Lama.</del> Baru.

https://youtu.be/abcdefghijk

<script>jahat()</script>
"""
PAGE = """\
---
title: Pedoman
slug: pedoman
summary: Cara kami bekerja.
language: id
role: guidelines
menu: header
order: 3
draft: false
aliases: [/kode-etik/]
check: {ignore: [quote-speaker]}
---

Isi pedoman, lihat [banjir](../releases/banjir/index.md).
"""
ORGANIZATION = """\
---
name: Humas Sumedang
short: Humas
logo: {file: humas.svg, alt: Lambang}
url: https://sumedang.example/
address: Jalan Prabu 1
phone: "0261 1"
email: humas@x.example
contacts: [{name: Piket, phone: "0261 2"}]
terms: [{name: Bupati Satu, from: 2020-01-01, until: 2026-11-21}, {name: Bupati Dua, from: 2026-11-22}]
---

Tentang *Humas*.
"""
BANJIR = "content/releases/banjir/index.md"


def write_everything(root: Path) -> SiteTest:
    """The newsroom in a folder of its own, with a theme `anak`, a child of the default one that changes nothing."""
    site = SiteTest(root, SETTINGS, theme="anak")
    site.write("themes/anak/theme.yaml", "name: anak\n")
    site.write("content/organizations/humas.md", ORGANIZATION).write("content/organizations/humas.svg", LOGO)
    site.write("content/organizations/dinas.md", "---\nname: Dinas Pasar\n---\n\nTentang Dinas.\n")
    site.write("content/pages/pedoman.md", PAGE)
    site.write("content/pages/redaksi.md", "---\ntitle: Redaksi\nrole: masthead\nmenu: header\n---\n\nNama-nama.\n")
    site.write("content/pages/en/about.md", "---\ntitle: About\nlanguage: en\nrole: about\nmenu: header\n---\n\nWe.\n")
    site.write("content/data/harga.csv", "nama;rupiah\nBeras;14500\n")
    site.write("content/static/verifikasi.txt", "kode\n").write("extensions.py", EXTENSIONS)
    site.write("content/static/lambang.svg", LOGO.replace("<path", "<g onclick='x()'/><path"))
    site.write(BANJIR, RELEASE).write("content/releases/banjir/data.pdf", "%PDF isi")
    for name in ("foto", "dua", "peta"):
        site.write(f"content/releases/banjir/{name}.jpg", picture(name))
    site.release(
        "pasar",
        "Pasar dibuka",
        "Pasar dibuka.",
        date="2026-10-05",
        language="id",
        category="Ekonomi",
        tags="[air, pasar]",
    )
    site.release("market", "Market opens", "It opens.", date="2026-10-05", language="en", category="Ekonomi")
    site.edit("content/releases/market.md", "date:", "translation_of: releases/pasar.md\ndate:")
    site.release("lama", "Kabar lama", "Lama.", date="2025-03-01 08:30", tags="[Sungai]", regions='["32.11"]')
    site.release(
        "seni", "Seni desa", "Seni.", date="2026-09-01", category="Budaya", authors="[Ani]", corrections=CORRECTIONS
    )
    site.release(
        "klinik",
        "Klinik baru",
        "Klinik.\n\n| Hari | Jam |\n|---|--:|\n| Senin | 8 |",
        date="2026-11-23 10:00",
        category="Kesehatan",
        byline="Humas",
    )
    site.release(
        "batal", "Salah kirim", "Salah.", date="2026-11-02", withdrawn="{at: 2026-11-03 10:00, reason: Salah data}"
    )
    site.release("konsep", "Konsep rahasia", "Naskah.", draft="true")
    return site.release("nanti", "Jembatan baru", "Nanti.", date="2026-11-19", embargo="2026-12-01 09:00 +07:00")


CORRECTIONS = "[{at: 2026-09-02 08:00, text: Nama diperbaiki.}, {at: 2026-09-03, kind: clarification, text: Jelas.}]"


def set_line(text: str, key: str, value: str | None, others: Iterable[str] = ()) -> str:
    """A text of `key: value` lines with this one in place of what it says under the key and under `others`."""
    names = "|".join(map(re.escape, (key, *others)))
    head, mark, body = text.removeprefix("---\n").partition("\n---\n")
    lines = [line for line in head.rstrip("\n").split("\n") if not re.match(rf"({names}):", line)]
    if value is not None:
        lines.append(f"{key}: {value}")
    joined = "\n".join(lines)
    return f"---\n{joined}{mark}{body}" if mark else f"{joined}\n"

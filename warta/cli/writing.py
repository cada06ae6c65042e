"""Turns the commands `new` and `init` into files that a person goes on writing."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import shlex
import shutil
import sys
from pathlib import Path

import click

from warta.bundled import bundled
from warta.errors import Problem, UsageError, WartaError
from warta.fields import Ref, clean
from warta.newsroom.terms import lexicon_of
from warta.settings import FILE_NAME, Settings, read_settings
from warta.slugs import slug


class WouldOverwrite(WartaError):
    """Something is there already, and Warta never writes over what a person wrote."""


def run_new(site: Path, title: str, category: str | None, region: str | None) -> None:
    """Write a release and print its path."""
    config = read_settings(site)
    title = " ".join(clean(title).split())
    if not title:
        raise UsageError('A release needs a title: new "Judul siaran pers".')
    known = lexicon_of(config, config.language, {}).known
    chosen = known.category(Ref(category, 0), {}) if category else None
    place = known.region(Ref(region, 0)) if region else None
    given = (("--category", chosen), ("--region", place))
    wrong = [Problem(option, 0, each) for option, each in given if isinstance(each, str)]
    if wrong or isinstance(chosen, str) or isinstance(place, str):
        raise UsageError("\n".join(map(str, wrong)))
    today = dt.datetime.now(config.zone)
    name = slug(title, config.language)
    path = site / "content" / "releases" / f"{today:%Y}" / f"{name}.md"
    if path.exists() or (path.parent / name).exists():
        raise WouldOverwrite(f"{_shown(path, site)} is there already. Choose another title, or go on writing that one.")
    path.parent.mkdir(parents=True, exist_ok=True)
    category_name = category and chosen and _category_name(config, chosen.key, category)
    text = _release(config, title, today, category_name or "", place.code if place else "", place.name if place else "")
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    click.echo(_shown(path, site))


def _category_name(config: Settings, key: str, typed: str) -> str:
    """The name as the settings write it; as typed where they have no list."""
    for category in config.categories or ():
        if (category.slug or slug(category.name)) == key:
            return category.name
    return clean(typed)


def _shown(path: Path, site: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path) if site.is_absolute() else str(site / path.relative_to(site))


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar: JSON's form is one."""
    return json.dumps(text, ensure_ascii=False)


def _release(config: Settings, title: str, at: dt.datetime, category: str, code: str, place: str) -> str:
    """A draft with every useful key; those that most releases leave out are comments."""
    known = [each.name for each in config.categories or ()]
    categories = f"  # {', '.join(known)}" if known else ""
    regions = f"regions: [{_quoted(code)}]  # {place}" if code else '# regions: ["32.11"]  # Kemendagri codes or names'
    dateline = place.removeprefix("Kabupaten ").removeprefix("Kota ").upper()
    return f"""---
title: {_quoted(title)}
date: {at:%Y-%m-%d %H:%M}
draft: true  # remove this line to publish
slug: {slug(title, config.language)}
summary: ""  # one or two sentences; the first paragraph when left empty
category: {_quoted(category) if category else ""}{categories}
tags: []
{regions}
dateline: {_quoted(dateline) if dateline else ""}
byline: ""
number: ""  # the office's own number of this release
# image:
#   file: foto.jpg  # beside this file
#   alt: What the picture shows, for those who cannot see it
#   caption: ""
#   credit: ""
# attachments:
#   - {{file: data.pdf, title: Data lengkap}}
# contacts:
#   - {{name: "", role: "", phone: "", whatsapp: "", email: ""}}
# notes: For editors, below the text.
# embargo: {at:%Y-%m-%d} 14:00  # nothing of this release is public before
# expires: {at.year + 1}-12-31
---

"""


def run_init(folder: Path) -> None:
    """Make a newsroom in a folder that is empty or not there: the sample's settings, pages and office, one release."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WouldOverwrite(f"{folder} is not empty. Name a new folder.")
    sample, content = bundled("content"), folder / "content"
    content.mkdir(parents=True)
    settings = bundled(FILE_NAME).read_text(encoding="utf-8")
    if importlib.util.find_spec("pagefind_bin") is None:  # what was installed decides, here where a person can see it
        settings = settings.replace("search: true\n", "search: false  # true needs: pip install 'warta[search]'\n")
    (folder / FILE_NAME).write_text(settings, encoding="utf-8", newline="\n")
    shutil.copytree(sample / "pages", content / "pages")
    config = read_settings(folder)
    (content / "organizations").mkdir()
    for path in sorted((sample / "organizations").glob(f"{config.organization}.*")):
        shutil.copy(path, content / "organizations")
    today = dt.datetime.now(config.zone)
    first = content / "releases" / f"{today:%Y}" / "ruang-berita-siap-dipakai.md"
    first.parent.mkdir(parents=True)
    first.write_text(_WELCOME.format(today=today), encoding="utf-8", newline="\n")
    (folder / "themes").mkdir()
    (folder / ".gitignore").write_text("/output/\n/previews/\n.warta/\n", encoding="utf-8", newline="\n")
    click.echo(f"A newsroom is in {folder}. Next:")
    click.echo(f"  1. Write your office's name, address and region into {folder / FILE_NAME}.")
    click.echo(f"  2. Preview it:  {_command()} --site {shlex.quote(str(folder))} serve")
    click.echo(f'  3. Write:       {_command()} --site {shlex.quote(str(folder))} new "Judul siaran pers"')


_WELCOME = """---
title: Ruang berita ini siap dipakai
date: {today:%Y-%m-%d}
summary: Contoh siaran pers pertama. Ubah, atau hapus berkas ini.
category: Pemerintahan
tags: [ruang berita]
---

Ini siaran pers contoh. Isinya ada di `content/releases/`, satu berkas Markdown untuk setiap siaran pers. Ubah berkas
ini dan simpan: pratinjau di peramban langsung mengikuti.

Di atas garis `---` tertulis keterangannya: judul, tanggal, ringkasan, kategori, dan label. Di bawahnya isi siaran
pers. Satu baris kosong memisahkan paragraf, `**dua bintang**` menebalkan kata, dan `> ` membuka kutipan.

Siaran pers baru dibuat dengan perintah `new "Judul"`. Ia lahir sebagai draf; hapus baris `draft: true` untuk
menerbitkannya.
"""


def _command() -> str:
    """The command as it was called, so that what we print can be typed."""
    called = sys.argv[0]
    return f"python {shlex.quote(called)}" if Path(called).name == "build.py" else "warta"

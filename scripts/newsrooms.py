"""Turns a name into a newsroom to be drawn: the sample's pages are the usual case, these are the hard ones.

Each is the sample newsroom with other settings and other releases, so pictures and offices are the same.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LONG = "Badan Penanggulangan Bencana Daerah dan Pemadam Kebakaran Kabupaten Kepulauan Sukamaju Utara"
_TITLES = (
    "Banjir Surut",
    "Puskesmas Tirtasari Kini Buka sampai Pukul 21.00",
    "Jembatan Cibening II Dibuka, Perjalanan ke Tirtasari Lebih Cepat 35 Menit bagi Warga Tiga Desa",
    "Pemerintah Kabupaten Sukamaju Bersama Sembilan Belas Organisasi Masyarakat Menandatangani Nota Kesepahaman "
    "tentang Pengelolaan Sampah Rumah Tangga Terpadu",
)
_SIXTEEN = (
    "Pemerintahan dan Pelayanan Publik,Ekonomi,Koperasi dan Usaha Kecil,Pendidikan,Kesehatan,Infrastruktur,Kebencanaan,"
    "Budaya,Pariwisata,Lingkungan Hidup,Pertanian,Perikanan dan Kelautan,Perhubungan,Olahraga,Sosial,Kependudukan"
).split(",")
_CATEGORIES = (
    "Pemerintahan",
    "Ekonomi",
    "Pendidikan",
    "Kesehatan",
    "Infrastruktur",
    "Kebencanaan",
    "Budaya",
    "Lingkungan",
)
_REGIONS = ("Sukamaju Kota", "Cibening", "Mekarjaya", "Tirtasari", "Gunungwangi")


def of_releases(
    count: int, *, pictures: int = 2, categories: tuple[str, ...] = _CATEGORIES, tags: int = 8
) -> Callable[[Path], None]:
    """A newsroom with so many releases; one of `pictures` has none (0: none has)."""

    def write(site: Path) -> None:
        shutil.rmtree(site / "content" / "releases")
        folder = site / "content" / "releases"
        drawn = sorted((ROOT / "content" / "releases").rglob("*.jpg"))[:6]
        (site / "content" / "static").mkdir(exist_ok=True)
        for place, picture in enumerate(drawn):
            shutil.copy(picture, site / "content" / "static" / f"gambar-{place}.jpg")
        for number in range(count):
            at = dt.date(2026, 11, 23) - dt.timedelta(days=number * (3 if count < 100 else 1))
            image = f"image: {{file: /gambar-{number % len(drawn)}.jpg, alt: Gambar}}\n"
            text = (
                f'---\ntitle: "{_TITLES[number % len(_TITLES)]}{f" ({number})" if number >= len(_TITLES) else ""}"\n'
                f"date: {at} 09:00\ncategory: {categories[number * 7 % len(categories)]}\n"
                f"regions: [{_REGIONS[number % len(_REGIONS)]}]\n"
                f"tags: [topik {number % tags}, {'abcdefgh'[number % 8]}ir]\n"
                f"summary: Ringkasan yang mengatakan dalam satu kalimat apa yang terjadi, di mana, dan bagi siapa.\n"
                f"{image if pictures and (number + 1) % pictures else ''}---\n\nWarga menyambut baik. {number}\n"
            )
            path = folder / f"{at.year}" / f"r{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return write


def _set(site: Path, *lines: str) -> None:
    path = site / "config.yaml"
    keys = tuple(line.partition(":")[0] + ":" for line in lines)
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(keys)]
    path.write_text("\n".join([*kept, *lines]) + "\n", encoding="utf-8")


def _with_sixteen(site: Path) -> None:
    of_releases(64, pictures=3, categories=tuple(_SIXTEEN))(site)
    text = (site / "config.yaml").read_text(encoding="utf-8")
    before, _, rest = text.partition("categories:\n")
    after = rest[rest.index("# The regions") :]
    names = "".join(f"  - {name}\n" for name in _SIXTEEN)
    (site / "config.yaml").write_text(f"{before}categories:\n{names}{after}", encoding="utf-8")
    alert = "Sungai Cimaju meluap di Tirtasari. Telepon (0299) 555-0101, siang dan malam."
    _set(
        site,
        f"title: {_LONG}",
        f'home: {{alert: {{text: "{alert}", at: 2026-11-24 06:10}}}}',
        "theme_options: {accent: maroon}",
    )


NEWSROOMS: dict[str, Callable[[Path], None]] = {
    "sample": lambda _: None,
    "one": of_releases(1, pictures=0),
    "three": of_releases(3, pictures=0),
    "five": of_releases(5),
    "plain": of_releases(40, pictures=0),
    "long": _with_sixteen,
    "many": of_releases(700, tags=90),
}
"""Seven newsrooms: as they come, small ones, one without pictures, one with long names and sixteen categories, a large
one."""


def write(name: str, site: Path) -> None:
    """Write the newsroom of this name into a folder that is not there yet."""
    shutil.copytree(ROOT / "content", site / "content")
    shutil.copy(ROOT / "config.yaml", site)
    shutil.copytree(ROOT / "themes", site / "themes")
    NEWSROOMS[name](site)

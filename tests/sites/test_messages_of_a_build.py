"""What a build says, it says in the language of who reads it, however long ago it was found out."""

from __future__ import annotations

import re
from pathlib import Path

from tests.commands.running import warta
from tests.support import SiteTest
from warta.catalogue import INDONESIAN, Words
from warta.messages import Message

NOW = ("--now", "2026-11-24 12:00")


def test_problems_of_a_build_are_said_in_indonesian(site: SiteTest) -> None:
    """Of texts, of the theme and of settings, in one run: whole sentences, with the values as they were typed."""
    site.release("a", "A", category="Ekonmi", organization="dinkes", body="Lihat [b](b.md).")
    site.config("theme_options: {dark: mungkin, warna: biru}\ncategories: [Ekonomi, Budaya]\n")
    done = warta("build", *NOW, "--lang", "id", cwd=site.root)
    assert done.returncode == 1
    for line in (
        "tema ini tidak punya pilihan 'warna'.",
        "pilihan tema 'dark' perlu berisi ",
        "kategori “Ekonmi” tidak ada dalam daftar di config.yaml.",
        "instansi “dinkes” tidak ada. Setiap instansi memerlukan satu berkas di content/organizations/.",
        "berkas “b.md” tidak ada (dicari di content/releases/b.md).",
    ):
        assert line in done.stderr


def test_a_mistake_of_a_template_names_the_page_in_indonesian(tmp_path: Path) -> None:
    """The page that it was met on is one that the plan makes by itself."""
    site = SiteTest(tmp_path, theme="t").release("a", "A")
    site.write("themes/t/theme.yaml", "name: T\n").write("themes/t/templates/home.html", "{{ page.titel }}")
    done = warta("build", *NOW, "--lang", "id", cwd=site.root)
    assert "(ketika menyusun halaman depan" in done.stderr


def test_what_was_found_out_earlier_is_said_in_either_language(site: SiteTest) -> None:
    """A warning and the reasons of --why are kept as values: the next build says them in the language asked for then."""
    site.release("a", "A", date="2026-11-20").release("b", "B", date="2028-01-01").build()
    first, second = site.build(), site.build()
    assert first.warnings == second.warnings
    (warning,) = second.warnings
    assert isinstance(warning.message, Message)
    assert str(warning.message).endswith("more than a year from now. Is the year right?")
    assert Words(INDONESIAN).of(warning.message).endswith("lebih dari setahun lagi. Apakah tahunnya benar?")
    site.edit("content/releases/a.md", "title: A", "title: Padi\nslug: a")
    done = warta("build", *NOW, "--why", "--lang", "id", cwd=site.root)
    assert re.search(r"^2026/11/a/index\.html: berubah: ", done.stdout, re.MULTILINE)
    assert re.search(r"^index\.html: (berubah|berkas)", done.stdout, re.MULTILINE)

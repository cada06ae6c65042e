"""What a theme of one's own changes: one file, one option, one message, and exactly the pages that show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.newsrooms import write_everything
from tests.sites.test_links_and_files import dead_links
from tests.support import SiteTest

CHILD = (
    "name: Sukamaju\nparent: bare\noptions:\n  accent: {type: color, default: '#0b5d4e'}\n  hero: {default: besar}\n"
)


@pytest.fixture
def child(site: SiteTest) -> SiteTest:
    """A newsroom with a theme `sukamaju` that has a parent and two options, and overrides nothing yet."""
    site.edit("config.yaml", "theme: bare", "theme: sukamaju").write("themes/sukamaju/theme.yaml", CHILD)
    site.release("a", "Banjir surut", tags="[banjir]").release("b", "Panen", date="2026-10-05")
    return site


def test_a_theme_without_files_is_its_parent(child: SiteTest, site: SiteTest) -> None:
    """Pages, style sheets and messages come from above."""
    child.build()
    files = child.files()
    site.edit("config.yaml", "theme: sukamaju", "theme: bare").build()
    assert site.files() == files


def test_a_child_overrides_one_template(child: SiteTest) -> None:
    """Only the pages that it makes are written again."""
    child.build()
    child.write("themes/sukamaju/templates/year.html", "tahun {{ page.year }}")
    report = child.build()
    assert report.written == ("2026/index.html",)
    assert {path: str(why) for path, why in report.reasons.items()} == {"2026/index.html": "changed: template"}
    assert child.page("/2026/") == "tahun 2026"


def test_a_child_overrides_a_part(child: SiteTest) -> None:
    """Templates of the parent include it from then on."""
    child.build()
    child.write("themes/sukamaju/templates/parts/card.html", "<li>{{ card.title }}</li>").build()
    assert "<li>Banjir surut</li>" in child.page("/")
    assert "<li>Banjir surut</li>" in child.page("/tag/banjir/")


def test_a_child_extends_a_template_of_its_ancestors(child: SiteTest) -> None:
    """By the name of the theme it stands in; its own blocks are put into the page of the other."""
    child.write("themes/bare/templates/page.html", "<main>{% block text %}{{ body }}{% endblock %}</main>")
    child.write(
        "themes/sukamaju/templates/page.html",
        '{% extends "bare/page.html" %}{% block text %}<h1>{{ page.title }}</h1>{{ super() }}{% endblock %}',
    )
    child.write("content/pages/tentang.md", "---\ntitle: Tentang\n---\n\nKami.\n").build()
    assert child.page("/tentang/") == "<main><h1>Tentang</h1><p>Kami.</p></main>"


def test_a_child_extends_the_default_theme(site: SiteTest) -> None:
    """`warta/release.html` is there for every theme, whatever it overrides itself."""
    site.edit("config.yaml", "theme: bare", "theme: sukamaju").write("themes/sukamaju/theme.yaml", "name: S\n")
    site.write(
        "themes/sukamaju/templates/release.html",
        '{% extends "warta/release.html" %}{% block headline %}<h1 class="besar">{{ page.title }}</h1>{% endblock %}',
    )
    site.release("a", "Banjir surut", body="Air **surut**.").build()
    page = site.page("/2026/11/banjir-surut/")
    assert '<h1 class="besar">Banjir surut</h1>' in page
    assert "Air <strong>surut</strong>." in page
    assert page.count("<h1") == 1
    assert dead_links(site) == []


BASE = """<html lang="{{ page.language }}"><title>{% block title %}{{ site.title }}{% endblock %}{% block title_end %}
{% endblock %}</title><meta name="description" content="{% block description %}{% endblock %}">
{% block canonical %}{% endblock %}{% block head %}{% endblock %}{% block styles %}{% endblock %}{% block robots %}{% endblock %}<main>{% block main %}{% endblock %}</main></html>
"""


def test_a_child_may_have_a_frame_of_its_own(tmp_path: Path) -> None:
    """Every kind of page of the default theme stands in it: none asks for more than its blocks."""
    site = write_everything(tmp_path)
    site.write("themes/anak/templates/base.html", BASE).build()
    pages = [data for path, data in site.files().items() if path.endswith(".html") and "verifikasi" not in path]
    assert len(pages) > 20
    assert sum(b"<main>" in page for page in pages) > 20


def test_options_come_from_the_theme_its_parent_and_the_settings(child: SiteTest) -> None:
    """The settings win over the child, the child over the parent."""
    child.write(
        "themes/bare/theme.yaml", "name: B\noptions:\n  hero: {default: kecil}\n  kolom: {type: number, default: 3}\n"
    )
    child.write(
        "themes/sukamaju/templates/not-found.html",
        "{{ site.options.accent }} {{ site.options.hero }} {{ site.options.kolom + 1 }}",
    )
    child.config("theme_options:\n  accent: '#ff0000'\n").build()
    assert child.text("404.html") == "#ff0000 besar 4"


def test_an_option_that_changes_writes_the_pages_that_show_it(child: SiteTest) -> None:
    """Every page may show it, so every page is rendered; those whose bytes are the same are not written."""
    child.write("themes/sukamaju/templates/home.html", "{{ site.options.hero }}").build()
    report = child.config("theme_options: {hero: kecil}\n").build()
    assert report.written == ("index.html",)
    assert child.page("/") == "kecil"


def test_a_style_sheet_that_changes_has_another_name(child: SiteTest) -> None:
    """Readers' caches keep the old one as long as they like; pages that name it are written, others are not."""
    child.write("themes/sukamaju/templates/home.html", '<link href="{{ asset("css/warta.css") }}">').build()
    before = child.page("/")
    report = child.write("themes/sukamaju/static/css/warta.css", "body { margin: 1em }").build()
    after = child.page("/")
    assert before != after
    new = after.partition('"/')[2].partition('"')[0]
    assert set(report.written) == {new, "index.html"}
    assert [path for path in report.deleted if path.startswith("assets/css/warta.")] == list(report.deleted)
    assert child.text(new) == "body { margin: 1em }"


def test_a_child_translates_one_message(site: SiteTest) -> None:
    """The others stay the parent's; only the pages' words change."""
    site.edit("config.yaml", "theme: bare", "theme: sukamaju").write("themes/sukamaju/theme.yaml", "name: S\n")
    site.release("a", "A")
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Archive"\nmsgstr "Gudang berita"\n'
    site.build()
    assert "Arsip" in site.page("/arsip/")
    assert "Langsung ke isi" in site.page("/arsip/")
    site.write("themes/sukamaju/locale/id.po", po).build()
    assert "Gudang berita" in site.page("/arsip/")
    assert "Langsung ke isi" in site.page("/arsip/")


def test_what_is_printed_is_escaped(child: SiteTest) -> None:
    """A title is text, in every place of the default theme too."""
    title = "\"<script>alert('x')</script> & co\""
    child.release("c", title, summary=title, tags=f"[{title}]", authors=f"[{title}]", byline=title, dateline=title)
    for theme in ("sukamaju", "warta"):
        child.edit("config.yaml", "theme: sukamaju", f"theme: {theme}").build()
        pages = {path: data for path, data in child.files().items() if not path.endswith((".json", ".txt"))}
        assert not [path for path, data in pages.items() if b"<script>alert" in data]


def test_a_template_may_loop_in_nothing(child: SiteTest) -> None:
    """Two templates that include each other are an error with both their name and the page, and not a hang."""
    child.write("themes/sukamaju/templates/parts/x.html", '{% include "parts/y.html" %}')
    child.write("themes/sukamaju/templates/parts/y.html", '\n{% include "parts/x.html" %}')
    child.write("themes/sukamaju/templates/year.html", '{% include "parts/x.html" %}')
    (found,) = child.problems()
    assert "templates extend or include each other in a circle. (while rendering the archive of 2026)" in found
    assert found.startswith("themes/sukamaju/templates/parts/")


def test_a_message_with_the_wrong_gap_names_itself(child: SiteTest) -> None:
    """A translator's slip says which message it is, not only that a key is missing."""
    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "By %(name)s"\nmsgstr "Oleh %(nama)s"\n'
    )
    child.write("themes/sukamaju/locale/id.po", po)
    child.write("themes/sukamaju/templates/not-found.html", "{% trans name='Ani' %}By {{ name }}{% endtrans %}")
    (found,) = child.problems()
    assert "nama" in found
    assert "KeyError" not in found
    assert "id.po" in found or "By %(name)s" in found or "Oleh %(nama)s" in found


def test_addresses_in_front_matter_never_run(site: SiteTest) -> None:
    """A `javascript:` address of a correction or an office is a problem, or no link in any theme."""
    site.edit("config.yaml", "theme: bare", "theme: warta")
    bad = "javascript:alert(1)"
    site.release("a", "A", corrections=f"[{{at: 2026-11-21, text: Salah, url: '{bad}'}}]")
    site.write("content/organizations/humas.md", f"---\nname: Humas\nurl: '{bad}'\n---\n\nKami.\n")
    try:
        problems = site.problems()
    except AssertionError:
        problems = []
        assert not [path for path, data in site.files().items() if b'href="javascript:' in data]
    assert all("javascript:alert(1)" in problem for problem in problems)

"""Proves that phone numbers become addresses a phone understands, and that names in templates are checked."""

from __future__ import annotations

import pytest

from tests.support import SiteTest
from warta.render.html.filters import tel, whatsapp


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0261 201 234", "+62261201234"),
        ("(0261) 201-234", "+62261201234"),
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("+65 6123 4567", "+6561234567"),
        ("112", "112"),
    ],
)
def test_a_number_is_dialled_from_anywhere(written: str, number: str) -> None:
    """A leading zero is Indonesia's; an emergency number stays as it is."""
    assert tel(written) == f"tel:{number}"
    assert whatsapp(written) == f"https://wa.me/{number.lstrip('+')}"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ page.date | date }}", "24 November 2026"),
        ("{{ page.date | datetime }}", "24 November 2026, 09.05 WIB"),
        ("{{ page.date | day }}", "Selasa, 24 November 2026"),
        ("{{ page.date | month }} {{ page.date | month_name }}", "November 2026 November"),
        ("{{ page.date | iso }}", "2026-11-24T09:05:00+07:00"),
        ("{{ 12450 | number }} {{ 1234567 | filesize }}", "12.450 1,2 MB"),
        ("{{ page.url | absolute }}", "https://berita.example/2026/11/a-b/"),
        ("{{ '0812' | tel }} {{ '0812' | whatsapp }}", "tel:+62812 https://wa.me/62812"),
        ("{{ language_name('su') }}", "Basa Sunda"),
        ("{{ page.title }} {{ body }}", "A &amp; &lt;b&gt; <p>Isi <em>x</em>.</p>"),
        ("{{ _('Archive') }} {{ ngettext('x', 'y', 1) }} {{ ngettext('x', 'y', 2) }}", "Arsip x y"),
        ("{% trans count=2 %}{{ count }} x{% pluralize %}{{ count }} y{% endtrans %}", "2 y"),
        ("{% trans who=page.title %}By {{ who }}{% endtrans %}", "By A &amp; &lt;b&gt;"),
        ("{% for n in [1, 2, 3] %}{% if n == 2 %}{% break %}{% endif %}{{ n }}{% endfor %}", "1"),
        ("{{ page.summary is defined }} {{ page.nichts is defined }} {{ page.nichts | default('-') }}", "True False -"),
    ],
)
def test_what_a_template_may_write(site: SiteTest, source: str, shown: str) -> None:
    """Every filter and function of the contract, in a release's page."""
    site.write("themes/bare/templates/release.html", source)
    site.release("a", "'A & <b>'", "Isi *x*.", date="2026-11-24 09:05").build()
    assert site.page("/2026/11/a-b/") == shown


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ judul }}", "'judul' does not exist here."),
        ("{{ boddy }}", "'boddy' does not exist here. Did you mean 'body'?"),
        ("{{ site.titl }}", "Chrome has no 'titl'. Did you mean 'title'?"),
        ("{{ page.date.tmed }}", "Moment has no 'tmed'. Did you mean 'timed'?"),
        ("{% if page.nichts %}{% endif %}", "ReleaseView has no 'nichts'."),
        ("{% for x in page.nichts %}{% endfor %}", "ReleaseView has no 'nichts'."),
        ("{{ page.nichts.tief }}", "ReleaseView has no 'nichts'."),
    ],
)
def test_a_name_that_does_not_exist_is_an_error(site: SiteTest, source: str, message: str) -> None:
    """And never an empty text, however it is used."""
    site.write("themes/bare/templates/release.html", source).release("a", "A")
    assert site.problems() == [
        f"themes/bare/templates/release.html:1: {message} (while rendering content/releases/a.md)"
    ]


def test_a_filter_of_a_constant_speaks_the_language_of_its_page(site: SiteTest) -> None:
    """Templates are compiled once for all languages, and no result of one language is compiled in."""
    site.config("languages: [id, en]\n")
    site.write("themes/bare/templates/release.html", "{{ 12450 | number }} {{ 1234567 | filesize }}")
    site.release("a", "A", date="2026-11-24").release("b", "B", date="2026-11-24", language="en").build()
    assert (site.page("/2026/11/a/"), site.page("/en/2026/11/b/")) == ("12.450 1,2 MB", "12,450 1.2 MB")

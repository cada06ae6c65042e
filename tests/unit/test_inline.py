"""What a template writes inline, and the policy of the site forbids, is named with its line; nothing else is."""

from __future__ import annotations

import pytest

from tests.support import SiteTest
from warta.plan.machines.headers import policy_of
from warta.render.html.inline import inline_warnings
from warta.render.html.sources import Template
from warta.settings import read_settings

STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'"


def places(text: str, policy: str = STRICT) -> list[tuple[int, str]]:
    """Line and beginning of each warning."""
    found = inline_warnings([Template("t.html", text)], policy)
    return [(each.line, str(each.message).partition(" does nothing")[0]) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p style='color: red'>", "the attribute style of <p>"),
        ('<p\n STYLE = "color: {{ c }}">', "the attribute style of <p>"),
        ("<p class='a' style=color:red>", "the attribute style of <p>"),
        ("<style>p {}</style>", "the element <style>"),
        ("<STYLE media=print>p {}</STYLE>", "the element <style>"),
        ("<script>x()</script>", "the script in <script>"),
        ("<script type=module>x()</script>", "the script in <script>"),
        ("<script type='text/javascript' async>x()</script>", "the script in <script>"),
        ("<body onload='x()'>", "the attribute onload of <body>"),
        ("<a href='{{ url }}' onClick='x(\">\")'>", "the attribute onclick of <a>"),
        ("<a href=' javascript:x()'>", "the address javascript: of <a>"),
        ("{% if a %}<p style='x: y'>{% endif %}", "the attribute style of <p>"),
        ("<p {% if a > b %}style='x: y'{% endif %}>", "the attribute style of <p>"),
    ],
)
def test_what_dies_is_named(text: str, found: str) -> None:
    """With the line it stands on, however it is written."""
    line = 3 + (1 if text.startswith("<p\n") else 0)
    assert places("{# a\n#}\n" + text) == [(line, found)]


@pytest.mark.parametrize(
    "text",
    [
        "<script src='{{ asset(\"a.js\") }}'></script>",
        '<script type="module" src="a.js"></script>',
        '<script type="application/ld+json">{{ json }}</script>',
        "<link rel=stylesheet href='{{ asset(\"css/a.css\") }}'>",
        "{# <p style='x'> #}<!-- <p style='x'> <script>x</script> -->",
        "<p data-style='x' class='style on onclick' title='style=x onclick=y'>style='x'</p>",
        "{{ '<p style=\"x\">' }}",
        "<a href='/javascript:x'>",
        "<button type=button>online</button>",
    ],
)
def test_what_lives_is_not(text: str) -> None:
    """Files, data, comments, and words that only look like it."""
    assert places(text) == []


@pytest.mark.parametrize(
    ("policy", "style", "script"),
    [
        ("", False, False),
        ("default-src 'self'", True, True),
        ("default-src 'self' 'unsafe-inline'", False, False),
        ("default-src 'self' 'unsafe-inline'; style-src 'self'", True, False),
        ("script-src 'nonce-abc'; style-src 'sha256-abc='", False, False),
        ("img-src 'self'", False, False),
        ("style-src-elem 'self'; style-src 'unsafe-inline'", True, False),
    ],
)
def test_the_policy_of_the_site_decides(policy: str, *, style: bool, script: bool) -> None:
    """Which of both may stand inline, as browsers read it."""
    found = places("<style></style>\n<script>x</script>", policy)
    assert [line for line, _ in found] == [1] * style + [2] * script


def test_a_build_names_template_and_line(site: SiteTest) -> None:
    """As a warning, also when there is nothing else to do, and no longer when it is gone."""
    site.release("a", "A").edit("themes/bare/templates/release.html", "<h1>", "<h1 style='color: red'>")
    expected = ["themes/bare/templates/release.html:2"]
    for _ in range(2):
        assert [f"{each.path}:{each.line}" for each in site.build().warnings] == expected
    site.edit("themes/bare/templates/release.html", " style='color: red'", "")
    assert site.build().warnings == ()


@pytest.mark.parametrize("theme", ["warta", "pesisir"])
def test_the_themes_that_come_with_warta_write_nothing_inline(site: SiteTest, theme: str) -> None:
    """So there is nothing to warn of."""
    site.edit("config.yaml", "theme: bare", f"theme: {theme}")
    assert "'self'" in policy_of(read_settings(site.root))
    assert site.release("a", "A").build().warnings == ()

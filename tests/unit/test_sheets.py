"""A published style sheet says what was written, in fewer bytes."""

from __future__ import annotations

import re

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tests.commands.running import ROOT
from warta.render.html.sheets import published_sheet, stripped


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("a { color : red ; }\n\nb { top: 0 }", "a{color :red;}b{top:0}"),
        ("a > b , c /* and */ d { }", "a > b,c d{}"),
        ("a/**/b/* x */.c { top: 0 /* y */; }", "a/**/b/**/.c{top:0}"),
        ("a { width: calc( 1px + 2px ) }", "a{width:calc( 1px + 2px )}"),
        ("@media (min-width: 48em) and (x) { a { top: 0; } }", "@media (min-width:48em) and (x){a{top:0}}"),
        ('a::before { content: "  /* { ; } */ \\"  " ; }', 'a::before{content:"  /* { ; } */ \\"  ";}'),
        ("a { background: url( 'a  b.png' ), url(c/* d */.png) }", "a{background:url( 'a  b.png' ),url(c/* d */.png)}"),
        ("a { --none: ; --set:  x  y }", "a{--none: ;--set:x y}"),
        ("p :hover { } p:hover { }", "p :hover{}p:hover{}"),
        ("a { b: 'never closed\n }", "a{b:'never closed\n}"),
        ("", ""),
    ],
)
def test_comments_and_blanks_go(written: str, published: str) -> None:
    """Only those that mean nothing: strings, addresses, selectors and sums stay as they are."""
    assert stripped(written) == published


@given(st.text(alphabet="ab {}:;,/*\"'\\\n()url.+", max_size=40))
def test_what_is_stripped_stays_as_it_is(text: str) -> None:
    """Stripping once more changes nothing that counts, and nothing but blanks, comments and semicolons goes."""
    once = stripped(text)
    assert re.sub(r"[\s;/*]", "", once) in re.sub(r"[\s;/*]", "", text) or "/*" in text


def test_only_the_chosen_colour_is_published() -> None:
    """Of what stands under a condition, that of the option's value is kept; the theme's own sheet has one accent."""
    sheet = "a{}/* where accent is blue */ .blue { top: 0 } /* end */ /* where accent is red */ .red { } /* end */ b{}"
    assert published_sheet(sheet, {"accent": "blue"}) == "a{} .blue { top: 0 }   b{}"
    assert published_sheet(sheet, {}) == "a{}  b{}"
    own = (ROOT / "themes/warta/static/css/warta.css").read_text(encoding="utf-8")
    assert set(re.findall(r"accent-\w+", published_sheet(own, {"accent": "teal"}))) == {"accent-teal"}
    assert "accent-" not in published_sheet(own, {"accent": "green"})

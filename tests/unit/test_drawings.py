"""Drawings that could act, and what is left of them."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.render.pictures.drawings import SVG, BrokenDrawing, make_harmless

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
HOSTILE = {
    "<script>x()</script>": "script",
    '<s:script xmlns:s="http://www.w3.org/2000/svg">x()</s:script>': "script",
    '<script xmlns="http://www.w3.org/1999/xhtml">x()</script>': "script",
    "<foreignObject><p>x()</p></foreignObject>": "foreignObject",
    '<g onload="x()"/>': "onload",
    '<g ONclick="x()"/>': "ONclick",
    '<a href="javascript:x()"/>': "href",
    '<a href="java&#10;script:x()"/>': "href",
    '<a href="https://jahat.example/x()"/>': "href",
    f'<use {XLINK} xlink:href="https://jahat.example/x()#a"/>': "href",
    '<use href="data:image/svg+xml;base64,eCgp"/>': "href",
    '<image href="data:image/svg+xml,x()"/>': "href",
    '<image href="/x().png"/>': "href",
    '<feImage href="https://jahat.example/x()"/>': "href",
    '<set attributeName="href" to="javascript:x()"/>': 'set attributeName="href"',
    '<animate attributeName="xlink:href" values="javascript:x()"/>': 'animate attributeName="xlink:href"',
    '<set attributeName=" onclick" to="x()"/>': 'set attributeName=" onclick"',
    '<animate attributeName="fill" values="url(https://jahat.example/x())"/>': "values",
    "<style>@import 'https://jahat.example/x()';</style>": "style",
    "<style>g { fill: url( 'https://jahat.example/x()' ) }</style>": "style",
    "<style>g { fill: \\75rl(x()) }</style>": "style",
    "<style>g { cursor: image-set('x()' 1x) }</style>": "style",
    '<g style="fill: url(//jahat.example/x())"/>': "style",
    '<g fill="URL(https://jahat.example/x())"/>': "fill",
    '<g xml:base="https://jahat.example/x()"/>': "xml:base",
    '<handler type="x()"/>': "handler",
    "<iframe src='x()'/>": "iframe",
}
HARMLESS = [
    '<style>.a { fill: url(#g); font-family: "Arial" } @font-face { src: url(data:font/woff2;base64,AA==) }</style>',
    f'<use {XLINK} xlink:href="#a"/>',
    '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    '<animate attributeName="opacity" values="0;1" dur="1s"/>',
    '<g fill="url(#g)" style="stroke: red" transform="rotate(45)" class="a" id="b"/>',
    "<title>Lambang &amp; nama</title><!-- catatan -->",
]


def svg(inner: str) -> bytes:
    return f'<svg xmlns="{SVG}">{inner}</svg>'.encode()


@pytest.mark.parametrize(("inner", "taken"), HOSTILE.items())
def test_what_could_act_is_taken_out_and_named(inner: str, taken: str) -> None:
    """What is left is a drawing that has nothing more to lose."""
    found = make_harmless(svg(inner + "<path d='M0 0'/>"))
    assert found.taken == (taken,)
    assert b"x()" not in found.data
    assert b"M0 0" in found.data
    assert make_harmless(found.data).data == found.data


@pytest.mark.parametrize("inner", HARMLESS)
def test_a_harmless_drawing_stays_byte_for_byte(inner: str) -> None:
    """Nothing is written anew without need."""
    assert make_harmless(svg(inner)).data == svg(inner)


def test_what_drawing_programs_leave_goes_without_a_word() -> None:
    """Document types, short entities, and vocabularies of their own."""
    data = (
        b'<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd" '
        b'[<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;" xmlns:i="http://inkscape.example/" i:v="1">'
        b"<i:view i:zoom='1'/><title>caf\xe9</title></svg>"
    )
    found = make_harmless(data)
    assert found.taken == ()
    assert found.data.decode().count("\n") == 2
    assert "<title>café</title>" in found.data.decode()
    assert "inkscape" not in found.data.decode()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"x", b"<svg/>", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", svg("<g>"), svg("<g>" * 300 + "</g>" * 300),
        b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + svg("<text>&x;</text>"),
        b"<!DOCTYPE svg [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>" + svg("<text>&c;</text>"),
        b"<!DOCTYPE svg [<!ENTITY % a SYSTEM 'x'>%a;]>" + svg(""),
        b"<?xml version='1.0' encoding='utf-7'?>" + svg(""),
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(data: bytes) -> None:
    """And so is what fetches, multiplies or digs."""
    with pytest.raises(BrokenDrawing):
        make_harmless(data)


_NAMES = st.sampled_from(["g", "a", "use", "image", "script", "style", "set", "animate", "foreignObject", "text"])
_KEYS = st.sampled_from(["href", "xlink:href", "onclick", "onLoad", "style", "fill", "attributeName", "to", "xml:base"])
_VALUES = st.sampled_from(
    ["#a", "javascript:x", "url(#a)", "url(http://x)", "http://x", "href", "data:image/svg+xml,x", " onx", "\\75rl(x)"]
)
_TREES: st.SearchStrategy[tuple[str, dict[str, str], list[object]]] = st.recursive(
    st.tuples(_NAMES, st.dictionaries(_KEYS, _VALUES, max_size=3), st.just([])),
    lambda inner: st.tuples(_NAMES, st.dictionaries(_KEYS, _VALUES, max_size=3), st.lists(inner, max_size=3)),
    max_leaves=12,
)


@given(_TREES)
def test_no_tree_of_elements_comes_out_able_to_act(tree: tuple[str, dict[str, str], list[object]]) -> None:
    """Looked at by another parser: no script, no handler, no address outside."""

    def written(node: tuple) -> str:  # type: ignore[type-arg]
        name, attributes, children = node
        own = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<{name}{own}>{''.join(map(written, children))}</{name}>"

    made = make_harmless(f'<svg xmlns="{SVG}" {XLINK}>{written(tree)}</svg>'.encode()).data
    for element in ET.fromstring(made).iter():
        assert element.tag.rpartition("}")[2] not in ("script", "foreignObject")
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2].casefold()
            assert not local.startswith("on")
            assert local != "base"
            assert "url(http:" not in value
            assert "javascript:" not in value or local == "to"
            assert local != "href" or value.startswith("#")
        if element.tag.endswith(("set", "animate")):
            assert element.get("attributeName", "x").strip().casefold() not in ("href", "onx")

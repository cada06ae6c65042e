"""Turns a rendered body with links that lead nowhere into one in which their words stand without them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from warta.content.documents import Link
from warta.importing.conversion.flattening import read_tree
from warta.importing.conversion.tree import Tree
from warta.importing.markup import read_html
from warta.render.html.links import SCHEME


def without_links(html: str, targets: Sequence[Link], nowhere: Collection[int]) -> Tree:
    """The blocks of `html` (see `Proof.shown`), without those of its links and pictures that are `nowhere`."""
    document = read_html(html)
    for node in document.css("a[href], img[src]"):
        name = "href" if node.tag == "a" else "src"
        scheme, _, number = (node.attributes.get(name) or "").partition(":")
        if scheme != SCHEME or not number.isdecimal():
            continue
        if int(number) not in nowhere:
            node.attrs[name] = targets[int(number)].target
        elif node.tag == "a":
            node.unwrap()
        else:
            node.decompose()
    body = document.body
    return read_tree((body.inner_html or "") if body else "")

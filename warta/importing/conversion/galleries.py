"""Turns the galleries of WordPress's editors and plugins into one form: a figure of figures, with captions.

A gallery is only rewritten where the new form holds all of its words and pictures; else it stays as it was.
"""

from __future__ import annotations

import html as htmllib

from warta.importing.conversion.visible_words import words_of
from warta.importing.markup import Document, Node, read_html

CLASS = "wp-block-gallery"
_GALLERIES = (
    ".wp-block-gallery, .blocks-gallery-grid, .wp-block-jetpack-tiled-gallery, .wp-block-jetpack-slideshow, "
    ".tiled-gallery, .slideshow-window, div.gallery, .ngg-galleryoverview, .wp-block-coblocks-gallery-masonry, "
    ".wp-block-coblocks-gallery-carousel, .wp-block-coblocks-gallery-stacked, .wp-block-coblocks-gallery-collage"
)
_ITEMS = ("figure", "li", "dl")
_CAPTION = "figcaption, dd, .gallery-caption, .wp-caption-text, .tiled-gallery-caption"


def unify(document: Document, html: str) -> None:
    """Rewrite the galleries of a page, which was read from `html`."""
    if "gallery" not in html and "slideshow" not in html:
        return
    for node in document.css(_GALLERIES):
        if node.parent is None or _is_within(node) or len(node.css("img")) == 0:
            continue
        made = _figure(node)
        if sorted(words_of(made)) == sorted(words_of(node.html or "")) and made.count("<img") == len(node.css("img")):
            new = read_html(made).css_first("figure")
            if new is not None:
                node.replace_with(new)


def _is_within(node: Node) -> bool:
    """Whether a gallery stands in another, which is rewritten as a whole."""
    parent = node.parent
    while parent is not None:
        if CLASS in (parent.attributes.get("class") or "") or "tiled-gallery" in (parent.attributes.get("class") or ""):
            return True
        parent = parent.parent
    return False


def _figure(gallery: Node) -> str:
    taken: set[str] = set()
    figures = []
    for image in gallery.css("img"):
        item = _item(image, gallery)
        caption = item.css_first(_CAPTION) if item is not None else None
        words = ""
        if item is not None and caption is not None and len(item.css("img")) == 1:
            words = (caption.inner_html or "").strip()
        figures.append(
            f"<figure>{_linked(image)}" + (f"<figcaption>{words}</figcaption>" if words else "") + "</figure>"
        )
        taken.add(words)
    rest = [node for node in gallery.css("figcaption, p") if (node.inner_html or "").strip() not in taken]
    whole = " ".join(
        (node.inner_html or "").strip() for node in rest if node.parent is not None and node.text().strip()
    )
    caption_html = f"<figcaption>{whole}</figcaption>" if whole else ""
    return f'<figure class="{CLASS}">{"".join(figures)}{caption_html}</figure>'


def _item(image: Node, gallery: Node) -> Node | None:
    """The nearest element around a picture that holds its caption."""
    parent = image.parent
    while parent is not None and parent.mem_id != gallery.mem_id:
        if parent.tag in _ITEMS or "gallery-item" in (parent.attributes.get("class") or ""):
            return parent
        parent = parent.parent
    return None


def _linked(image: Node) -> str:
    """A picture with the link around it."""
    html, parent = image.html or "", image.parent
    if parent is not None and parent.tag == "a" and (href := parent.attributes.get("href")):
        return f'<a href="{htmllib.escape(href)}">{html}</a>'
    return html

"""Removes from a text the lines that sharing, counting and advertising plugins printed into it."""

from __future__ import annotations

import re

from warta.importing.conversion.tree import Tree
from warta.importing.markup import Node

_CLASSES = frozenset(
    """sharedaddy sd-sharing jp-relatedposts jp-post-flair wpcnt addtoany_share_save_container addtoany_content
    a2a_kit essb_links ssba ssbp-wrap heateor_sss_sharing_container heateor_sssp_sharing_container post-views
    addthis_toolbox addthis_inline_share_toolbox shareaholic-canvas simplesocialbuttons sfsi_widget mashsb-container
    swp_social_panel wp-socializer wpusb yarpp yarpp-related crp_related rp4wp-related-posts fb-like
    twitter-share-button sharethis-inline-share-buttons adsbygoogle google-auto-placed wp_rp_wrap lightsocial_container
    printfriendly pf-button wpulike kk-star-ratings sassy-social""".split()
)
_SHARE = re.compile(r"(?:share|bagikan|sebarkan|berbagi)\b[^:]{0,30}:?", re.IGNORECASE)
_NETWORKS = re.compile(
    r"(?:(?:(?:click|klik) .{5,90}\)|facebook|twitter|whatsapp|telegram|line|linkedin|pinterest|instagram|threads"
    r"|tumblr|reddit|pocket|skype|x|e-?mail|surel|print|cetak|copy link|salin tautan|more|lainnya)[\s,|/]*)+",
    re.IGNORECASE,
)
_LINES = re.compile(
    r"""(?ix)
    .{0,40}\bauto[ ]publish\b.{0,20}powered[ ]by\s*:?\s*\S{0,40}
    | .{0,30}powered[ ]by\s*:?\s*(?:xyzscripts|addtoany|jetpack|wordpress(?:\.com)?|sharethis|addthis|embedpress)\S*
    | (?:share|bagikan|sebarkan|like|sukai|suka|follow|berbagi|tweet|pin[ ]it)
        (?:[ ](?:this|ini|it|on|with|artikel[ ]ini|berita[ ]ini|ke[ ]teman))*
        \s*:\s*(?:(?:like|suka|loading|memuat|facebook|twitter|whatsapp|telegram|x|email|surel|cetak|print|tweet|
        (?:klik|click)[ ].{5,90}\))[\s.…]*)*
    | (?:like|suka)\s+(?:loading|memuat)[\s.…]*
    | (?:like|suka)\s+(?:this|ini)\s*:\s*.{0,20}
    | (?:post[ ]views|views|dilihat|dibaca|hits|pembaca|kunjungan)\s*:?\s*[\d.,]+(?:\s*(?:kali|views|x))?
    | the[ ]post\s.{1,200}\sappeared[ ]first[ ]on\s.{1,120}
    | (?:related|terkait)\s*:?
    | \(?(?:adsbygoogle\s*=).*
    | (?:advertisement|advertisements|iklan)\s*:?
    | leave[ ]a[ ](?:comment|reply)|tinggalkan[ ](?:komentar|balasan)
    | continue[ ]reading.{0,20}
    """
)


def is_residue(text: str) -> bool:
    """Whether a paragraph is only what a sharing, counting or advertising plugin printed."""
    return len(text) < 400 and _LINES.fullmatch(text) is not None


def is_sharing_class(classes: str) -> bool:
    """Whether an element of these classes is one that such a plugin made."""
    return bool(classes) and not _CLASSES.isdisjoint(classes.casefold().split())


def take_residue(tree: Tree) -> tuple[str, ...]:
    """Remove the paragraphs and lines of such plugins from a page, and give their texts."""
    removed = []
    for block in tree.blocks():
        if block.tag == "p" and block.css_first("br") is not None:
            removed += _take_lines(block)
            if not block.text().strip() and block.css_first("img") is None:
                block.decompose()
                continue
        if block.tag not in ("p", "h2", "h3", "h4", "ul") or block.css_first("img") is not None:
            continue
        text = " ".join(block.text(separator=" ").split())
        if is_residue(text):
            removed.append(text)
            block.decompose()
    return tuple(removed)


def _take_lines(paragraph: Node) -> list[str]:
    """Remove the lines of such plugins from a paragraph of several lines, and give their texts."""
    lines: list[list[Node]] = [[]]
    for node in paragraph.iter(include_text=True):
        lines[-1].append(node)  # a line ends with its break
        if node.tag == "br":
            lines.append([])
    removed = []
    shares = False
    for line in lines:
        text = " ".join("".join(_text(node) for node in line).split())
        if is_residue(text) or (shares and _NETWORKS.fullmatch(text)):
            shares = shares or _SHARE.fullmatch(text) is not None
            removed.append(text)
            for node in line:
                node.decompose()
        elif text:
            shares = False
    return removed


def _text(node: Node) -> str:
    return (node.text_content if node.is_text_node else node.text()) or ""

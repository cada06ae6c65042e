"""Turns films, posts and maps of other sites in a body into embeds: cards of the site's own, which load nothing.

An address alone on its line is one; so are the codes that services give to paste. An embed is an ordinary figure:
a link with its words, a picture that the writer chose, the service, the address as it was typed. Where the newsroom
lets a service act on its pages, a script of the theme loads what `data-frame` says, once a reader asks for it.
"""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Iterator
from html import escape

from warta.embeds.reading import Embed, embed_of
from warta.embeds.services import LOADERS, SHAPES
from warta.render.html.figures import split_credit

CLASSES = frozenset(("embed", *(f"embed-{shape}" for shape in SHAPES)))
"""The classes of embeds."""

_MAY_BE = ('<p><a href="http', '\n<a href="http', "<p><img")
_PASTED = re.compile(r"<iframe|<blockquote\s|fb-", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p>([^<]*(?:<(?!/?p[ >])[^<]*)*)</p>")
_LINK = re.compile(r"<a href=\"(http[^\"]*)\"([^<>]*)>([^<]*(?:<(?!/?a[ >])[^<]*)*)</a>")
_IMAGE = re.compile(r"<img ([^<>]*?) ?/?>")
_FRAME = re.compile(
    r"<iframe\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>(?:[^<]*(?:<(?!/?iframe\b)[^<]*)*</iframe\s*>)?",
    re.IGNORECASE,
)
_CODES = frozenset(("twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "fb-post", "fb-video"))
_QUOTED = re.compile(
    rf"<(blockquote|div)\b(?=[^<>]*\b(?:{'|'.join(sorted(_CODES))})\b)([^<>]*)>"
    r"([^<]*(?:<(?!/?\1\b)[^<]*)*)</\1\s*>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TAG = re.compile(r"<[^<>]*>")
_PAIRED = re.compile(r"<(/?)(?!br|img|input)\w")
_GOES_ON = re.compile(r"(?:<[^<>]*>)*[^\W\d_A-Z]")
_SAID_BY_ALL = ("video player", "vimeo-player", "google maps")  # titles that services give to all their frames


def with_embeds(html: str, *, pasted: bool) -> str:
    """`html` with embeds; `pasted`: also in place of the codes of services that the writer pasted."""
    if pasted and _PASTED.search(html):
        html = _QUOTED.sub(_from_quotation, html)
        html = _PARAGRAPH.sub(_from_paragraph_with_frames, html)
        html = _FRAME.sub(_from_frame, html)
    if any(sign in html for sign in _MAY_BE):
        html = _PARAGRAPH.sub(_from_paragraph, html)
    return html


def pasted_codes(html: str) -> Iterator[tuple[int, int]]:
    """Where codes of services stand that become embeds, so that no word of theirs is lost; from front to back."""
    if not _PASTED.search(html):
        return
    frames = [match.span() for match in _FRAME.finditer(html) if _of_frame(match[1]) is not None]
    quoted = [match.span() for match in _QUOTED.finditer(html) if _of_quotation(match) is not None]
    reached = 0
    for start, end in sorted([*frames, *quoted]):
        if end > reached:
            yield start, end
            reached = end


def is_loader(attributes: str) -> bool:
    """Whether the attributes are those of a script that only loads what an embed shows."""
    source = re.sub(r"^(?:https?:)?//", "", _attributes(attributes).get("src", ""))
    return source.startswith(LOADERS)


def without_frames(html: str) -> str:
    """`html` without what a theme's script would load, for where there is none."""
    return re.sub(r" data-frame=\"[^\"]*\"", "", html) if "data-frame=" in html else html


def _from_paragraph(match: re.Match[str]) -> str:
    """The embeds of a paragraph: of its one link, perhaps with a picture, or of the lines that are addresses."""
    return _of_one_link(match[1]) or _of_lines(match[1]) or match[0]


def _of_one_link(content: str) -> str:
    links, images = _LINK.findall(content), _IMAGE.findall(content)
    around = _IMAGE.sub("", _LINK.sub("", content)).replace("<br />", "")
    if len(links) != 1 or len(images) > 1 or around.strip():
        return ""
    href, more, words = links[0]
    embed = embed_of(htmllib.unescape(href))
    return _figure(embed, (href, more), _IMAGE.sub("", words).strip(), images[0] if images else "") if embed else ""


def _of_lines(content: str) -> str:
    """A paragraph some lines of which are addresses, in parts; nothing where a sentence or a mark goes on over them."""
    made: list[str] = []
    text: list[str] = []
    for line in (each.removesuffix("<br />").strip() for each in content.split("\n")):
        link = _LINK.fullmatch(line)
        embed = embed_of(htmllib.unescape(link[1])) if link and link[3] in _forms(link[1]) else None
        if link is None or embed is None:
            if made and not text and _GOES_ON.match(line):
                return ""
            text.append(line)
            continue
        made += [*_as_paragraph(text), _figure(embed, (link[1], link[2]), "")]
        text.clear()
    parts = [*made, *_as_paragraph(text)]
    whole = all(_is_whole(part) for part in parts if part.startswith("<p>"))
    return "\n".join(parts) if made and whole else ""


def _as_paragraph(lines: list[str]) -> list[str]:
    return ["<p>" + "\n".join(lines) + "</p>"] if lines else []


def _is_whole(html: str) -> bool:
    """Whether as many tags end in a piece of HTML as begin there."""
    ends = _PAIRED.findall(html)
    return 2 * ends.count("/") == len(ends)


def _forms(href: str) -> tuple[str, str]:
    """How an address is written that is no words for a link."""
    return href, href.partition("://")[2]


def _figure(embed: Embed, link: tuple[str, str], words: str, image: str = "", quoted: str = "") -> str:
    """An embed. The address and further attributes of its `link`, `words`, the attributes of an `image`, and what is
    `quoted` are HTML.
    """
    href, written = link[0], _attributes(image)
    caption, credit = split_credit(written.get("title") or _attributes(link[1]).get("title", ""))
    titled = bool(_TAG.sub("", words).strip()) and words not in _forms(href)
    if not titled:
        words = escape(caption or (written.get("alt", "") if image else "") or embed.title)
        caption = ""
    picture = ""
    if image:
        alt = "" if not titled and words == escape(written.get("alt", "")) else written.get("alt", "")
        picture = f'<img alt="{escape(alt)}" src="{escape(written.get("src", ""))}">\n'
    frame = f' data-frame="{escape(embed.frame)}"' if embed.frame else ""
    lines = [f"<b>{embed.service.title}</b>"]
    lines += [f'<a href="{href}">{words}</a>', f"<small>{href}</small>"] if words else [f'<a href="{href}">{href}</a>']
    lines += [escape(caption)] if caption else []
    lines += [f'<small class="credit">{escape(credit)}</small>'] if credit else []
    below = "<br>\n".join(lines)
    kind = f"embed embed-{embed.shape}"
    return f'<figure class="{kind}"{frame}>\n{picture}{quoted}<figcaption>{below}</figcaption>\n</figure>'


def _from_frame(match: re.Match[str]) -> str:
    found = _of_frame(match[1])
    return match[0] if found is None else _figure(found[0], (escape(found[0].url), ""), found[1])


def _of_frame(attributes: str) -> tuple[Embed, str] | None:
    """The embed of a frame, and the title that it has of its own."""
    written = _attributes(attributes)
    embed = embed_of(written.get("src", "").strip())
    title = " ".join(written.get("title", "").split())
    if any(each in title.casefold() for each in _SAID_BY_ALL):
        title = ""
    return None if embed is None else (embed, escape(title))


def _from_paragraph_with_frames(match: re.Match[str]) -> str:
    """A paragraph with its frames behind it; none where it holds nothing else."""
    if "<iframe" not in match[1].lower():
        return match[0]
    made = [_from_frame(each) for each in _FRAME.finditer(match[1]) if _of_frame(each[1]) is not None]
    left = _FRAME.sub(lambda each: each[0] if _of_frame(each[1]) is None else "", match[1])
    return "\n".join([*([f"<p>{left}</p>"] if left.strip() else []), *made])


def _from_quotation(match: re.Match[str]) -> str:
    found = _of_quotation(match)
    if found is None:
        return match[0]
    quoted = f"<blockquote>{match[3]}</blockquote>\n" if _TAG.sub("", match[3]).strip() else ""
    return _figure(found, (escape(found.url), ""), "", quoted=quoted)


def _of_quotation(match: re.Match[str]) -> Embed | None:
    """What a pasted quotation is of: as one of its attributes says, else the last link in it that leads to a post."""
    written = _attributes(match[2])
    if _CODES.isdisjoint(written.get("class", "").split()):
        return None
    named = [written.get(each, "") for each in ("data-instgrm-permalink", "cite", "data-href")]
    linked = [_attributes(each[0]).get("href", "") for each in re.finditer(r"<a\b[^>]*>", match[3])]
    return next(filter(None, map(embed_of, [*named, *reversed(linked)])), None)


def _attributes(written: str) -> dict[str, str]:
    """The attributes of a tag and their values, the first of a name."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), htmllib.unescape("".join(values)))
    return found

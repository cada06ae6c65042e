"""Turns the shortcodes and block comments in a WordPress text into plain HTML, and lists the unknown ones.

The grammar of shortcodes is that of WordPress's get_shortcode_regex; of blocks, that of its block parser: comments
`<!-- wp:name {json} -->` around HTML, and `<!-- wp:name /-->` where WordPress makes the HTML itself.
"""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Callable, Mapping

import msgspec

from warta.importing.item import OldPicture
from warta.importing.sources.restrictions import hides, hides_alone, is_switched_off

Pictures = Callable[[str], OldPicture | None]

_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s'"\]]+))""")
_TAG = re.compile(
    r"\[(?P<open>\[?)(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>(?:[\s=][^\[\]]*?)?)(?P<alone>/?)\](?P<close>\]?)"
)
_CAPTION = re.compile(r"\[(?:wp_)?caption\b([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.DOTALL)
_EMBED = re.compile(r"\[embed\b[^\]]*\](.*?)\[/embed\]", re.DOTALL)
_MEDIA = re.compile(r"\[(video|audio)\b([^\]]*)\](?:\s*\[/\1\])?", re.DOTALL)
_GALLERY = re.compile(r"(?<!\[)\[gallery\b([^\]]*)\](?:\s*\[/gallery\])?")
_CODE = re.compile(r"\[(code|sourcecode)\b[^\]]*\](.*?)\[/\1\]", re.DOTALL)
_PICTURES = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"<!--\s*(/?)wp:([a-z][\w/-]*)(.*?)(/?)-->", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NAMED_COMMENT = re.compile(r"<!--\s*([A-Za-z][\w-]*)\s*-->")
_REFERENCE = re.compile(r'"ref"\s*:\s*(\d+)')
_PLAIN_BLOCKS = frozenset(("more", "nextpage", "separator", "spacer", "block"))


class Expanded(msgspec.Struct, frozen=True):
    """A text whose shortcodes and blocks are HTML. `met` are the names of all, `unwrapped` the unknown ones whose
    content stays, `dropped` those that stood for something only WordPress could show, `hiding` those that showed what
    stands in them to some readers only."""

    html: str
    met: tuple[str, ...] = ()
    unwrapped: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    hiding: tuple[str, ...] = ()


def has_blocks(text: str) -> bool:
    """Whether a text was written with the block editor, which writes its paragraphs out."""
    return "<!-- wp:" in text


def expand(text: str, pictures: Pictures, attached: tuple[OldPicture, ...], reusable: Mapping[str, str]) -> Expanded:
    """`text` as HTML.

    `pictures` finds the attachment of an id, `attached` are those of this very post (a `[gallery]` without ids shows
    them), `reusable` holds the texts of reusable blocks by id.
    """
    met: list[str] = []
    unwrapped: list[str] = []
    dropped: list[str] = []
    hiding: list[str] = []
    if "-->" in text:
        text = _without_blocks(text, reusable, dropped, hiding)
    if "[" in text:
        text = _known(text, pictures, attached, met)
        text = _unknown(text, met, unwrapped, dropped, hiding)
    lists = (dict.fromkeys(each) for each in (unwrapped, dropped, hiding))
    return Expanded(text, tuple(met), *map(tuple, lists))


def _without_blocks(text: str, reusable: Mapping[str, str], dropped: list[str], hiding: list[str]) -> str:
    def block(match: re.Match[str]) -> str:
        name, alone = match[2].removeprefix("core/"), match[4]
        if not match[1] and (hides(name) or is_switched_off(match[3])):
            hiding.append(f"wp:{name}")
        if name == "block" and (ref := _REFERENCE.search(match[3])):
            if ref[1] in reusable:
                return _without_blocks(reusable[ref[1]], {}, dropped, hiding)
            dropped.append(f"reusable block {ref[1]}")
        elif alone and name not in _PLAIN_BLOCKS:
            dropped.append(f"block {name}")
        return ""

    def comment(match: re.Match[str]) -> str:
        if (name := _NAMED_COMMENT.match(match[0])) and hides(name[1]):
            hiding.append(name[0].strip())
        return ""

    return _COMMENT.sub(comment, _BLOCK.sub(block, text))


def _known(text: str, pictures: Pictures, attached: tuple[OldPicture, ...], met: list[str]) -> str:
    def caption(match: re.Match[str]) -> str:
        met.append("caption")
        inside = _PICTURES.match(match[2])
        words = attributes(match[1]).get("caption", "") or (inside[2].strip() if inside else "")
        picture = inside[1] if inside else match[2]
        return f"\n\n<figure>{picture}<figcaption>{words}</figcaption></figure>\n\n"

    def embed(match: re.Match[str]) -> str:
        met.append("embed")
        return f"\n\n{_address(match[1])}\n\n"

    def media(match: re.Match[str]) -> str:
        met.append(match[1])
        found = attributes(match[2])
        kinds = ("src", "mp4", "m4v", "webm", "ogv", "flv", "mp3", "m4a", "ogg", "wav")
        url = next((found[kind] for kind in kinds if found.get(kind)), "")
        return f'\n\n<{match[1]} src="{htmllib.escape(url)}"></{match[1]}>\n\n' if url else ""

    def gallery(match: re.Match[str]) -> str:
        met.append("gallery")
        found = attributes(match[1])
        ids = re.findall(r"\d+", found.get("ids") or found.get("include") or "")
        shown = [picture for each in ids if (picture := pictures(each))] if ids else list(attached)
        missing = f"<p>[gallery: {len(ids) - len(shown)} missing]</p>" if len(shown) < len(ids) else ""
        return "\n\n" + gallery_html(shown) + missing + "\n\n"

    def code(match: re.Match[str]) -> str:
        met.append(match[1])
        return f"\n\n<pre>{htmllib.escape(htmllib.unescape(match[2]).strip(), quote=False)}</pre>\n\n"

    text = _CAPTION.sub(caption, text)
    text = _EMBED.sub(embed, text)
    text = _MEDIA.sub(media, text)
    text = _GALLERY.sub(gallery, text)
    return _CODE.sub(code, text)


def gallery_html(pictures: list[OldPicture]) -> str:
    """A gallery as the block editor writes one."""
    figures = "".join(
        f'<figure><img src="{htmllib.escape(each.url)}" alt="{htmllib.escape(each.alt)}">'
        + (f"<figcaption>{htmllib.escape(each.caption, quote=False)}</figcaption>" if each.caption else "")
        + "</figure>"
        for each in pictures
    )
    return f'<figure class="wp-block-gallery">{figures}</figure>' if figures else ""


def _address(text: str) -> str:
    url = htmllib.escape(htmllib.unescape(text.strip()))
    return f'<p><a href="{url}">{url}</a></p>' if url else ""


def _unknown(text: str, met: list[str], unwrapped: list[str], dropped: list[str], hiding: list[str]) -> str:
    """`text` without the shortcodes of plugins; words in brackets stay."""
    closed = set(re.findall(r"\[/([A-Za-z][\w-]*)\]", text))

    def tag(match: re.Match[str]) -> str:
        name = match["name"]
        if match["open"] and match["close"]:
            return match[0][1:-1]  # [[name]] shows [name]
        if name in closed:
            if not match["end"]:
                met.append(name)
                unwrapped.append(match[0])
                if hides(name) or is_switched_off(match["rest"]):
                    hiding.append(match[0])
            return match["open"] + match["close"]
        is_shortcode = not match["end"] and _is_shortcode(name, match["rest"], match["alone"])
        if hides(name) and (is_shortcode or hides_alone(name)):
            hiding.append(match[0])
        if not is_shortcode:
            return match[0]
        met.append(name)
        dropped.append(match[0])
        return match["open"] + match["close"]

    return _TAG.sub(tag, text)


def _is_shortcode(name: str, rest: str, alone: str) -> bool:
    """Whether brackets without an end are a shortcode and not words in brackets."""
    return bool(alone) or bool(_ATTRIBUTE.search(rest)) or "_" in name or "-" in name.strip("-")


def attributes(text: str) -> dict[str, str]:
    """The attributes of a shortcode by lower-case name."""
    found = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found[name.lower()] = htmllib.unescape(double or single or bare)
    return found

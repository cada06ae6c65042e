"""Turns the attributes of a shortcode or block into HTML of what readers saw by them: pictures, films, files, links
and words.

Plugins name their attributes as they like, so it is the values that are looked at: an address is kept whatever its
name is. Numbers of attachments and words are told by the names of the attributes.
"""

from __future__ import annotations

import html as htmllib
import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import msgspec

from warta.importing.endings import FILES, PICTURES, is_file, is_picture, is_recording, is_sound
from warta.importing.item import OldPicture
from warta.importing.markup import without_tags
from warta.importing.sources.holdings import Holdings

Pair = tuple[str, str]
"""The name of an attribute, in small letters (empty for a value without one), and its value."""

_ATTRIBUTE = re.compile(
    r"""(?P<name>[\w:-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"']+))"""
    r"""|"(?P<value>[^"]+)"|'(?P<other>[^']+)'|(?P<free>[^\s"'=]\S*)"""
)
_CURLY = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb", '"') | dict.fromkeys("\u2032\u2018", "'"))
_ENDINGS = "|".join(each[1:] for each in (*PICTURES, *FILES))
_ADDRESS = re.compile(
    rf"(?:https?:)?//[^\s\"'<>|\[\]]+|(?:www\.|wp-content/)[^\s\"'<>|]+|/?[^\s\"'<>|:,;]+/[^\"'<>|:\n]+\.(?:{_ENDINGS})",
    re.IGNORECASE,
)
_NO_PAGE = re.compile(r"\.(?:css|js|woff2?|ttf|eot)(?:\?|$)|//(?:www\.)?w3\.org/|fonts\.googleapis", re.IGNORECASE)
_PLAYER = re.compile(
    r"//(?:[\w-]+\.)*(?:youtube(?:-nocookie)?|youtu|vimeo|dailymotion|dai|videopress|soundcloud|spotify|mixcloud|scribd"
    r"|slideshare|issuu|tiktok|video\.google|docs\.google|drive\.google|officeapps\.live|google)\.(?:com|be|ly|net)/"
)
_UNSHOWN = re.compile(r"(?:^|_)(?:poster|thumb(?:nail)?|icon|xmlns|font|css|class|id|target|rel|wmode|license)(?:$|_)")
_NUMBERS = re.compile(r"(?:media\s*:\s*)?\d+(?:\s*,\s*\d+)*")
_OF_PICTURES = re.compile(
    r"(?:.*_)?(?:imgs?|images?|photos?|pictures?|attachments?|background|gallery)(?:_(?:ids?|src|image|url))?"
)
_OF_ANYTHING = re.compile(r"ids?|include|source|src|media")
_OF_WORDS = re.compile(
    r"(?:title|text|heading|h[1-6]|caption|label|header|quote|desc|description|content|subtitle|subheading|company_name"
    r"|job_title|message|headline|(?:sub|primary|main)_(?:title|heading)|(?:button|btn|link)_?(?:\w+_)?(?:text|title|label)?"
    r"|heading_text|title_text|text_\d|title_\d)"
)
_SWITCH = re.compile(r"yes|no|true|false|on|off|none|left|right|center|[\d.,%px#-]+", re.IGNORECASE)


class Attributes(msgspec.Struct, frozen=True):
    """What attributes lead to: `pictures` and other addresses in order, `numbers` of attachments, and `words`."""

    pictures: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def html(self, held: Holdings, content: str = "") -> str:
        """What readers saw of these attributes and of the HTML between the tags. Empty when that is nothing."""
        shown = [held.attachments[each] for each in self.numbers if each in held.attachments]
        shown += [OldPicture(url) for url in self.pictures]
        pictures = [each for each in shown if is_picture(each.url)]
        others = (*self.addresses, *(each.url for each in shown if not is_picture(each.url)))
        words = list(self.words)
        alone = len(others) == 1 and not is_recording(others[0])
        if alone and content.strip() and "<a" not in content and "<p" not in content and "\n\n" not in content.strip():
            linked, content, others, words = _link(others[0], content.strip()), "", (), []
        elif alone and words and not content.strip():
            linked, others = f"\n\n<p>{_link(others[0], _escaped(words.pop(0)))}</p>\n\n", ()
        else:
            linked = ""
        if len(pictures) == 1 and words and not content.strip():
            pictures[0] = msgspec.structs.replace(pictures[0], caption=words.pop(0))
        lines = "".join(f"\n\n<p>{_escaped(each)}</p>\n\n" for each in words)
        return lines + pictures_html(pictures) + linked + content + "".join(map(frame, others))


def attributes(written: str) -> list[Pair]:
    """The attributes of a shortcode as they stand between its name and its end."""
    if "<" in written:
        written = without_tags(written, "")
    if "&" in written:
        written = htmllib.unescape(written)
    if '"' not in written:
        written = written.translate(_CURLY)
    found = []
    for match in _ATTRIBUTE.finditer(written):
        value = next((each for each in match.groups()[1:] if each is not None), "")
        found.append(((match["name"] or "").casefold(), value.strip("\u201c\u201d\u2033 ")))
    return found


def gather(pairs: Iterable[Pair], *, of_pictures: bool = False) -> Attributes:
    """What a list of attributes leads to. Bare ids are those of attachments where all is `of_pictures`."""
    found: dict[str, dict[str, None]] = {kind: {} for kind in ("picture", "address", "number", "words", "tip")}
    for name, value in _flat(pairs):
        for kind, each in _told(name, value, of_pictures=of_pictures):
            found[kind].setdefault(each)
    pictures, addresses, numbers, words, tips = map(tuple, found.values())
    return Attributes(pictures, addresses, numbers, words or tips)


def _told(name: str, value: str, *, of_pictures: bool) -> list[tuple[str, str]]:
    """What one attribute tells, each with its kind."""
    is_picture_name = _OF_PICTURES.fullmatch(name) is not None
    if not value or (_UNSHOWN.search(name) and not (of_pictures or is_picture_name)):
        return []
    if _ADDRESS.fullmatch(value):
        return [] if _NO_PAGE.search(value) else [("picture" if is_picture(value) else "address", value)]
    if _NUMBERS.fullmatch(value):
        is_number = is_picture_name or (of_pictures and _OF_ANYTHING.fullmatch(name))
        return [("number", each) for each in re.findall(r"\d+", value)] if is_number else []
    if name == "tooltip":
        return [("tip", value)]
    words = " ".join(without_tags(value, " ").split()) if _OF_WORDS.fullmatch(name) else ""
    return [("words", words)] if words and not _SWITCH.fullmatch(words) else []


def _flat(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Attributes with those that stand within others: WPBakery's links and lists, and addresses that were encoded."""
    for name, value in pairs:
        if value.startswith("url:") and ("|" in value or "%3A" in value):
            for part in value.split("|"):
                key, _, inner = part.partition(":")
                yield "tooltip" if key == "title" else key, unquote(inner).strip()
        elif value.startswith(("%5B", "%7B", "[{", "{")):
            try:
                yield from pairs_of(
                    json.loads(unquote(value).replace("`{`", "[").replace("`}`", "]").replace("``", '"'))
                )
            except ValueError:
                continue
        elif re.match("https?%3A", value, re.IGNORECASE):
            yield name, unquote(value)
        else:
            yield name, value


def _unquoted(value: str) -> str:
    """JSON as WPBakery writes it into an attribute."""
    return unquote(value).replace("`{`", "[").replace("`}`", "]").replace("``", '"')


def pairs_of(value: object, name: str = "") -> Iterator[Pair]:
    """The texts and numbers in JSON, each with the name it stands under."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from pairs_of(each, str(key).casefold())
    elif isinstance(value, list):
        for each in value:
            yield from pairs_of(each, name)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield name, str(value).strip()


def pictures_html(pictures: list[OldPicture], *, as_gallery: bool = False) -> str:
    """One picture as a figure, several as a gallery, as the block editor writes them."""
    figures = "".join(
        f'<figure><img src="{htmllib.escape(each.url)}" alt="{htmllib.escape(each.alt)}">'
        + (f"<figcaption>{_escaped(each.caption)}</figcaption>" if each.caption else "")
        + "</figure>"
        for each in pictures
    )
    if len(pictures) > 1 or (pictures and as_gallery):
        figures = f'<figure class="wp-block-gallery">{figures}</figure>'
    return f"\n\n{figures}\n\n" if figures else ""


def frame(url: str) -> str:
    """What showed the thing at an address: a player, a frame around a document, else a link."""
    if not (is_file(url) or _PLAYER.search(url)):
        return f"\n\n<p>{_link(url, _escaped(url))}</p>\n\n"
    tag = "iframe" if not is_recording(url) else "audio" if is_sound(url) else "video"
    return f'\n\n<{tag} src="{htmllib.escape(url)}"></{tag}>\n\n'


def _link(url: str, html: str) -> str:
    return f'<a href="{htmllib.escape(url)}">{html}</a>'


def _escaped(text: str) -> str:
    return htmllib.escape(text, quote=False)

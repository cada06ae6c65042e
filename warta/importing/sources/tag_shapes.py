"""Turns a template tag, with its arguments and what stands in it, into Markdown of what readers saw."""

from __future__ import annotations

import re
from html import escape

from warta.importing.endings import is_file, is_picture, path_of

_ARGUMENT = re.compile(r"""(?:([\w-]+)\s*(?:=|:\s)\s*)?(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'=,]+))""")
_ADDRESS = re.compile(r"(?:https?:)?//\S+|/\S+", re.IGNORECASE)
_PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "gist": "https://gist.github.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "soundcloud": "https://soundcloud.com/{}",
    "spotify": "https://open.spotify.com/{}",
    "tiktok": "https://www.tiktok.com/embed/{}",
}
_OTHER_NAMES = {"x": "twitter", "lite-youtube": "youtube", "yt": "youtube", "youtube_embed": "youtube"}
_WRITTEN_PICTURE = re.compile(r'!\[([^\]\n]*)\]\((<[^<>\n]*>|[^\s()]+)(?: "([^"\n]*)")?\)')
_WRITTEN_LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\((<[^<>\n]*>|[^\s()]+)\)")
_NUMBERS = ("id", "video_id", "videoid", "video", "v", "code", "url", "src", "link")
_WORDS = ("caption", "title", "text", "label", "name", "summary", "header", "heading", "description")
_NOT_SHOWN = ("class", "style", "width", "height", "layout", "type", "rel", "target", "poster", "icon")


def arguments(text: str) -> tuple[dict[str, str], list[str]]:
    """The named and the unnamed arguments of a tag."""
    named: dict[str, str] = {}
    free: list[str] = []
    for key, *values in _ARGUMENT.findall(text):
        value = next((each for each in values if each), "")
        if key:
            named[key.casefold()] = value
        elif value:
            free.append(value)
    return named, free


def player(name: str, named: dict[str, str], free: list[str]) -> str:
    """The link to what a player shows, alone; empty where a tag is no player."""
    included = free[0].rpartition("/")[2].partition(".")[0] if name == "include" and free else ""
    kind = next(
        (each for each in (name, _OTHER_NAMES.get(name, ""), *re.split(r"[-_]", included)) if each in _PLAYERS), ""
    )
    if not kind:
        return ""
    if kind in ("tweet", "twitter") and "user" in named and "id" in named:
        return alone(f"https://twitter.com/{named['user']}/status/{named['id']}")
    given = free[1:] if included else free
    value = next((named[each] for each in _NUMBERS if named.get(each)), "") or "/".join(
        given[: 2 if kind == "gist" else 1]
    )
    if not value:
        return ""
    return alone(value if _ADDRESS.match(value) else _PLAYERS[kind].format(value))


def alone(url: str) -> str:
    """A link that says its own address."""
    return f"[{url}]({target(url)})"


def target(url: str) -> str:
    """An address as it stands in a link of Markdown."""
    return f"<{url}>" if any(char in url for char in " ()") else url


def shown(named: dict[str, str], free: list[str], content: str = "") -> str:
    """What any tag shows by its arguments: its picture, or links to what they name. Empty when they name nothing."""
    urls = [value for name, value in named.items() if name not in _NOT_SHOWN and _is_address(value)]
    urls += [value for value in free if _is_address(value)]
    pictures, links = [url for url in urls if is_picture(url)], [url for url in urls if not is_picture(url)]
    words = _words(named, free)
    if content.strip() and len(urls) == len(links) == 1 and "\n\n" not in content.strip() and "](" not in content:
        return f"[{content.strip()}]({target(links[0])})"
    made = [_picture(url, words, named, links) for url in pictures]
    around = {named.get("link"), named.get("href")} if pictures else set()
    made += [_link(url, words if len(urls) == 1 else "") for url in links if url not in around]
    if content.strip():
        made.append(content if made or not words else f"**{words}**\n\n{content}")
    return "\n\n".join(made)


def _words(named: dict[str, str], free: list[str]) -> str:
    words = next((named[each] for each in _WORDS if named.get(each) and not _is_address(named[each])), "")
    return words or next((each for each in free if " " in each and not _is_address(each)), "")


def _link(url: str, words: str) -> str:
    return f"[{words or (path_of(url).rpartition('/')[2] if is_file(url) else url)}]({target(url)})"


def _is_address(value: str) -> bool:
    return bool(value) and (is_picture(value) or is_file(value) or _ADDRESS.fullmatch(value) is not None)


def _picture(url: str, words: str, named: dict[str, str], links: list[str]) -> str:
    """A picture with its caption, in the link that is laid around it."""
    alt = named.get("alt") or words
    caption = named.get("caption") or named.get("title") or (words if named.get("alt") else "")
    credit = named.get("attr", "")
    caption = " ".join(each for each in (caption, credit) if each).replace('"', "'")
    written = f"![{alt.replace(']', '')}]({target(url)}" + (f' "{caption}")' if caption else ")")
    around = next((each for each in links if each in (named.get("link"), named.get("href"))), "")
    return f"[{written}]({target(around)})" if around else written


def as_html(markdown: str) -> str:
    """The pictures and links that tags became as HTML, for a text that is HTML."""
    made = _WRITTEN_PICTURE.sub(_img, markdown)
    return _WRITTEN_LINK.sub(lambda match: f'<a href="{escape(match[2].strip("<>"))}">{match[1]}</a>', made)


def _img(match: re.Match[str]) -> str:
    image = f'<img src="{escape(match[2].strip("<>"))}" alt="{escape(match[1])}">'
    return f"<figure>{image}<figcaption>{match[3]}</figcaption></figure>" if match[3] else image

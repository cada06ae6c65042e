"""Turns template tags in Markdown (Liquid, Hugo's shortcodes) into Markdown, and lists those it cannot."""

from __future__ import annotations

import re

import msgspec

from warta.messages import Message, msg

_LIQUID = re.compile(r"\{%-?\s*(\w+)(.*?)-?%\}", re.DOTALL)
_VALUE = re.compile(r"\{\{-?\s*(?![<%])(.*?)-?\}\}", re.DOTALL)
_HUGO = re.compile(r"\{\{([<%])\s*(/?)\s*([\w./-]+)(.*?)(/?)\s*[>%]\}\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(\w+).*?-?%\}\n?(.*?)\n?\{%-?\s*endhighlight\s*-?%\}", re.DOTALL)
_HUGO_HIGHLIGHT = re.compile(
    r"\{\{[<%]\s*highlight\s+(\w+).*?[>%]\}\}\n?(.*?)\n?\{\{[<%]\s*/highlight\s*[>%]\}\}", re.DOTALL
)
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_KRAMDOWN_COMMENT = re.compile(r"\{::comment\b[^}\n]*(?<!/)\}.*?\{:/(?:comment)?\}", re.DOTALL)
_KRAMDOWN = re.compile(r"\{::(?:comment|options)\b[^}\n]*/\}|\{::nomarkdown\b[^}\n]*\}|\{:/(?:nomarkdown)?\}")
_NUNJUCKS_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_HUGO_COMMENT = re.compile(
    r"\{\{-?\s*/\*.*?\*/\s*-?\}\}|\{\{([<%])\s*comment\b.*?[>%]\}\}.*?\{\{[<%]\s*/comment\s*[>%]\}\}", re.DOTALL
)
_UNSHOWN = re.compile(r"\{%-?\s*if\s+false\s*-?%\}.*?\{%-?\s*endif\s*-?%\}", re.DOTALL)
_CLASSES = re.compile(r"^[ \t]*\{:[^}\n]*\}[ \t]*\n?|(?<=[\])*_`])\{:[^}\n]*\}", re.MULTILINE)
_MORE = re.compile(r"^[ \t]*<!--\s*more\s*-->[ \t]*\n?", re.MULTILINE)
_ARGUMENT = re.compile(r"""(?:([\w-]+)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'=]+))""")
_PELICAN = re.compile(r"\{(?:filename|attach|static)\}|\|(?:filename|attach|static)\|")
_BASE = re.compile(r"(?:site\.(?:base_?url|url|github\.url)|baseurl|page\.url)\b")
_URL_FILTER = re.compile(r"""["']([^"']+)["']\s*\|\s*(?:relative_url|absolute_url|url|prepend\s*:.*)""", re.DOTALL)


class ExpandedTags(msgspec.Struct, frozen=True):
    """A text without tags, the names of all its tags (`met`), and messages on those with doubtful or lost meaning."""

    text: str
    met: tuple[str, ...]
    doubts: tuple[Message, ...]
    lost: tuple[Message, ...]


def expand_tags(text: str, kind: str) -> ExpandedTags:
    """`text` of a file of the generator `kind` with its tags turned into Markdown."""
    found = _Found()
    raws: list[str] = []

    def keep(match: re.Match[str]) -> str:
        raws.append(match[1])
        return f"\x00{len(raws) - 1}\x00"

    text = _MORE.sub("", text.replace("\x00", ""))
    if kind == "hugo":
        text = _HUGO_COMMENT.sub("", text)
        text = _HUGO.sub(found.hugo, _HUGO_HIGHLIGHT.sub(_fenced, text))
    elif kind == "pelican":
        text = _PELICAN.sub("", text)
    else:
        text = _COMMENT.sub("", _HIGHLIGHT.sub(_fenced, _RAW.sub(keep, text)))
        text = _UNSHOWN.sub("", text)
        if kind == "eleventy":
            text = _NUNJUCKS_COMMENT.sub("", text)
        text = _VALUE.sub(found.value, _LIQUID.sub(found.liquid, text))
    if kind == "jekyll":
        text = _CLASSES.sub("", _KRAMDOWN.sub("", _KRAMDOWN_COMMENT.sub("", text)))
    text = re.sub("\x00(\\d+)\x00", lambda match: raws[int(match[1])], text)
    return ExpandedTags(text, tuple(found.met), tuple(dict.fromkeys(found.doubts)), tuple(dict.fromkeys(found.lost)))


def _fenced(match: re.Match[str]) -> str:
    return f"```{match[1]}\n{match[2]}\n```"


def _arguments(text: str) -> tuple[dict[str, str], list[str]]:
    named: dict[str, str] = {}
    free: list[str] = []
    for key, *values in _ARGUMENT.findall(text):
        value = next((each for each in values if each), "")
        if key:
            named[key] = value
        elif value:
            free.append(value)
    return named, free


def _figure(named: dict[str, str]) -> str:
    source = named.get("src") or named.get("file") or named.get("path") or ""
    title = (named.get("caption") or named.get("title") or "").replace('"', "'")
    alt = (named.get("alt") or "").replace("]", "")
    return f"![{alt}]({source}" + (f' "{title}")' if title else ")") if source else ""


_PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "gist": "https://gist.github.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
}


class _Found:
    """The tags of one text."""

    def __init__(self) -> None:
        self.met: list[str] = []
        self.doubts: list[Message] = []
        self.lost: list[Message] = []

    def hugo(self, match: re.Match[str]) -> str:
        _, closing, name, rest, _ = match.groups()
        if closing:
            return ""
        self.met.append(name)
        named, free = _arguments(rest)
        if name in ("figure", "img", "image") and (made := _figure(named)):
            return made
        if name in ("ref", "relref") and free:
            return free[0]
        if name in _PLAYERS and (free or named):
            url = _PLAYERS[name].format("/".join(free) or next(iter(named.values())))
            return f"[{url}]({url})"
        return self._unknown(match[0])

    def liquid(self, match: re.Match[str]) -> str:
        name, rest = match[1], match[2]
        self.met.append(name)
        named, free = _arguments(rest)
        if name == "post_url" and free:
            return f"/{free[0]}"
        if name in ("link", "asset_path") and free:
            return f"/{free[0].removeprefix('/')}"
        if name in ("image", "figure", "include") and (made := _figure(named)):
            return made
        if name in ("youtube", "vimeo") and free:
            url = _PLAYERS[name].format(free[0])
            return f"[{url}]({url})"
        if name.startswith(("end", "else")):
            return ""
        return self._unknown(match[0])

    def value(self, match: re.Match[str]) -> str:
        inside = match[1].strip()
        self.met.append("{{ }}")
        if _BASE.match(inside):
            return ""
        if url := _URL_FILTER.fullmatch(inside):
            return url[1]
        return self._unknown(match[0])

    def _unknown(self, tag: str) -> str:
        shown = " ".join(tag.split())[:120]
        self.lost.append(msg("tag-lost", "template tag that only the old generator can show: %(tag)s", tag=shown))
        return ""

"""Turns template tags in Markdown (Liquid, Hugo's shortcodes) into Markdown, and lists those it cannot."""

from __future__ import annotations

import re
from html import escape

import msgspec

from warta.importing.dialects import outside_code, with_del, without_escapes
from warta.importing.sources.tag_shapes import arguments, as_html, player, shown
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
_NAME = re.compile(r"#[A-Za-z][\w-]*")
_MORE = re.compile(r"^[ \t]*<!--\s*more\s*-->[ \t]*\n?", re.MULTILINE)
_HUGO_PAIR = re.compile(
    r"\{\{([<%])\s*([\w./-]+)((?:(?![<%>]\}\}).)*?)\s*[>%]\}\}((?:(?!\{\{[<%]).)*?)\{\{[<%]\s*/\s*\2\s*[>%]\}\}",
    re.DOTALL,
)
_LINKS = ("link", "asset_path", "file_url", "asset", "file", "static", "media")
_LOGIC = frozenset("if unless for case when assign capture set block extends import from macro cycle tablerow".split())
_DEPTH = 5
_PELICAN = re.compile(r"\{(?:filename|attach|static)\}|\|(?:filename|attach|static)\|")
_BASE = re.compile(r"(?:site\.(?:base_?url|url|github\.url)|baseurl|page\.url)\b")
_URL_FILTER = re.compile(r"""["']([^"']+)["']\s*\|\s*(?:relative_url|absolute_url|url|prepend\s*:.*)""", re.DOTALL)

# an address in quotes, and the filter that makes something of it
_FILTERED = re.compile(r"""["']((?:https?:)?//[^"'\s]+)["']\s*\|\s*(\w+)""")
_FROM_ROOT = re.compile(r"\w[\w-]*/")  # of a path of Hugo's, which begins at the root of all texts
_FRAMING = ("embed", "frame", "video", "youtube", "vimeo", "player")


class ExpandedTags(msgspec.Struct, frozen=True):
    """A text without tags, the names of all its tags (`met`), and messages on those with doubtful or lost meaning."""

    text: str
    met: tuple[str, ...]
    doubts: tuple[Message, ...]
    lost: tuple[Message, ...]


def expand_tags(text: str, kind: str, *, is_html: bool = False) -> ExpandedTags:
    """`text` of a file of the generator `kind` with its tags turned into Markdown, or into HTML where it is that."""
    found = _Found(is_html=is_html)
    raws: list[str] = []

    def keep(match: re.Match[str]) -> str:
        raws.append(match[1])
        return f"\x00{len(raws) - 1}\x00"

    text = _MORE.sub("", text.replace("\x00", ""))
    if kind == "hugo":
        text = _HUGO_COMMENT.sub("", text)
        text = _HUGO_HIGHLIGHT.sub(_fenced, text)
        for _ in range(_DEPTH):
            text, count = _HUGO_PAIR.subn(found.pair, text)
            if not count:
                break
        text = _HUGO.sub(found.hugo, text)
    elif kind == "pelican":
        text = _PELICAN.sub("", text)
    else:
        text = _COMMENT.sub("", _HIGHLIGHT.sub(_fenced, _RAW.sub(keep, text)))
        text = _UNSHOWN.sub("", text)
        if kind == "eleventy":
            text = _NUNJUCKS_COMMENT.sub("", text)
        text = _VALUE.sub(found.value, _LIQUID.sub(found.liquid, text))
    if not is_html or kind == "jekyll":
        text = _in_our_markdown(text, kind, is_html=is_html)
    text = re.sub("\x00(\\d+)\x00", lambda match: raws[int(match[1])], text)
    return ExpandedTags(text, tuple(found.met), tuple(dict.fromkeys(found.doubts)), tuple(dict.fromkeys(found.lost)))


def _in_our_markdown(text: str, kind: str, *, is_html: bool) -> str:
    """What kramdown, and each Markdown but Pelican's, which is ours, says in its own way."""
    if kind == "jekyll":
        text = _CLASSES.sub(_named, _KRAMDOWN.sub("", _KRAMDOWN_COMMENT.sub("", text)))
    if is_html:
        return text
    return outside_code(text, lambda part: with_del(part if kind == "pelican" else without_escapes(part)))


def _named(match: re.Match[str]) -> str:
    """Of kramdown's attributes, which stand alone on a line, the name by which links lead there."""
    name = _NAME.search(match[0])
    return f"{{: {name[0]} }}\n" if name and match[0].lstrip().startswith("{:") and match[0].endswith("\n") else ""


def _fenced(match: re.Match[str]) -> str:
    return f"```{match[1]}\n{match[2]}\n```"


class _Found:
    """The tags of one text."""

    def __init__(self, *, is_html: bool) -> None:
        self._is_html = is_html
        self.met: list[str] = []
        self.doubts: list[Message] = []
        self.lost: list[Message] = []

    def pair(self, match: re.Match[str]) -> str:
        """What stands between the two tags of Hugo's shortcode, and what that shows by itself."""
        self.met.append(match[2])
        named, free = arguments(match[3])
        made = self._shown(match[2], named, free, match[4])
        if not made.strip():
            return self._unknown(match[0])
        if not any(mark in made.replace(match[4], "") for mark in ("](", "href=", "src=")):
            tag = " ".join(match[0].partition("}}")[0].split())[:118] + "}}"
            self.doubts.append(msg("tag-unwrapped", "template tag taken off, its content stays: %(tag)s", tag=tag))
        return made

    def hugo(self, match: re.Match[str]) -> str:
        _, closing, name, rest, _ = match.groups()
        if closing:
            return ""
        self.met.append(name)
        named, free = arguments(rest)
        if name in ("ref", "relref"):
            path = named.get("path") or (free[0] if free else "")
            return f"/{path}" if _FROM_ROOT.match(path) else path
        return self._shown(name, named, free) or self._unknown(match[0])

    def liquid(self, match: re.Match[str]) -> str:
        name, rest = match[1], match[2]
        self.met.append(name)
        named, free = arguments(rest)
        if name == "post_url" and free:
            return f"/{free[0]}"
        if name in _LINKS and free:
            return f"/{free[0].removeprefix('/')}"
        if name.startswith(("end", "else")):
            return ""
        if name in _LOGIC:
            return self._unknown(match[0])
        return self._shown(name, named, free) or self._unknown(match[0])

    def value(self, match: re.Match[str]) -> str:
        inside = match[1].strip()
        self.met.append("{{ }}")
        if _BASE.match(inside):
            return ""
        if url := _URL_FILTER.fullmatch(inside):
            return url[1]
        if filtered := _FILTERED.match(inside):
            name = filtered[2].casefold()
            if any(each in name for each in _FRAMING):
                return f'<iframe src="{escape(filtered[1])}"></iframe>'
            return self._shown(name, {}, [filtered[1]])
        return self._unknown(match[0])

    def _shown(self, name: str, named: dict[str, str], free: list[str], content: str = "") -> str:
        made = player(name, named, free) or shown(named, free, content)
        return as_html(made) if self._is_html else made

    def _unknown(self, tag: str) -> str:
        shown = " ".join(tag.split())[:120]
        self.lost.append(msg("tag-lost", "template tag that only the old generator can show: %(tag)s", tag=shown))
        return ""

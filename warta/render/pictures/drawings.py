"""Turns an SVG into one that draws and does nothing else: no script, no handler, nothing loaded from elsewhere.

What may stand in a drawing is a list (elements, and how their attributes may begin); all else is left out. A drawing
that holds nothing else stays as it is, byte for byte. The parser is expat, which fetches nothing; see
docs/decisions.md for why no library does this.
"""

from __future__ import annotations

import re
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

import msgspec

from warta.errors import Said
from warta.messages import msg

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
_DEEPEST = 200
_LONGEST_ENTITY = 200
_ELEMENTS = frozenset(
    """a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
    feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset
    fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter g hatch hatchpath image line linearGradient
    marker mask metadata mpath path pattern polygon polyline radialGradient rect set stop style svg switch symbol text
    textPath title tref tspan use view""".split()
)
_ANIMATIONS = frozenset(("animate", "animateMotion", "animateTransform", "set"))
_PICTURES = frozenset(("image", "feImage"))
# further attributes by which elements of pages load or run something; here they are only in the way
_NEVER = frozenset(
    ("src", "srcdoc", "srcset", "action", "formaction", "data", "code", "codebase", "background", "ping")
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_FRAGMENT = re.compile(r"#[^\s#]*")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_URL = re.compile(r"""url\(\s*(["']?)(.*?)\1\s*\)""", re.IGNORECASE | re.DOTALL)
_EMBEDDED = re.compile(
    r"data:(?:image/(?:png|jpeg|gif|webp)|(?:application/(?:x-)?)?font[/-][a-z0-9+.-]+)(?:;[a-z0-9=-]+)*,.*", re.DOTALL
)
# CSS that loads (css-images-4, css-values-4), binds code in old browsers, or hides either behind a backslash
_LOADING = re.compile(
    r"\\|@import|@namespace|@charset|image\(|image-set\(|cross-fade\(|element\(|paint\(|(?<![\w-])src\(|expression\(|behavior|"
    r"-moz-binding|javascript:|vbscript:|url\(",
    re.IGNORECASE,
)


class Drawing(msgspec.Struct, frozen=True):
    """A drawing that does no harm, and what it lost for that: names of elements and attributes, for people."""

    data: bytes
    taken: tuple[str, ...] = ()


class BrokenDrawing(Said):
    """A file that is no SVG a browser would show; says why, after the file's name."""


def make_harmless(data: bytes) -> Drawing:
    """The drawing without what could act. What editors leave in their own vocabularies goes without a word.

    Raises BrokenDrawing.
    """
    writer = _Writer()
    try:
        writer.read(data)
    except expat.ExpatError as error:
        raise BrokenDrawing(
            msg(
                "drawing-unreadable",
                "is no SVG that can be read, from line %(line)s on. Save it anew as SVG.",
                line=str(error.lineno),
            )
        ) from None
    except (LookupError, ValueError):
        raise BrokenDrawing(msg("drawing-encoding", "is no SVG that can be read: it is not saved as UTF-8.")) from None
    return Drawing(writer.written() if writer.altered else data, tuple(sorted(writer.taken)))


class _Writer:
    """Writes a drawing anew while it is read; `altered` says whether anything but its own bytes is needed."""

    def __init__(self) -> None:
        self.altered = False
        self.taken: set[str] = set()
        self._parts: list[str] = []
        self._open: list[str] = []  # the names of elements that are open; an empty name writes nothing
        self._skipped = 0  # how many elements are open inside of one that is left out, itself included
        self._style: list[str] | None = None

    def read(self, data: bytes) -> None:
        """Raises ExpatError, BrokenDrawing."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = lambda *_: self._alter("")
        parser.EntityDeclHandler = self._entity
        parser.XmlDeclHandler = lambda _, encoding, __: self._declared(encoding)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.altered = True
        parser.Parse(data, True)

    def written(self) -> bytes:
        """The drawing as UTF-8."""
        return ('<?xml version="1.0" encoding="utf-8"?>\n' + "".join(self._parts) + "\n").encode()

    def _alter(self, what: str) -> None:
        self.altered = True
        if what:
            self.taken.add(what)

    def _declared(self, encoding: str | None) -> None:
        if encoding is not None and encoding.casefold() not in ("utf-8", "us-ascii"):
            self.altered = True

    def _instruction(self, target: str, _: str) -> None:
        self._alter("xml-stylesheet" if target.casefold() == "xml-stylesheet" else "")

    def _entity(self, name: str, _: int, value: str | None, *__: object) -> None:
        """Old drawing programs name their vocabularies so; what loads or multiplies is refused."""
        self.altered = True
        if value is None or len(value) > _LONGEST_ENTITY or any(each in value for each in "&%<"):
            raise BrokenDrawing(
                msg(
                    "drawing-entity",
                    "declares an entity (%(name)s) that stands for more than a short text.",
                    name=name,
                )
            )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._open and not self._skipped and (space, local) != (SVG, "svg"):
            raise BrokenDrawing(
                msg(
                    "drawing-begins",
                    "is no SVG: it must begin with %(begin)s (got <%(got)s>).",
                    begin=f'<svg xmlns="{SVG}">',
                    got=local,
                )
            )
        if len(self._open) + self._skipped >= _DEEPEST:
            raise BrokenDrawing(msg("drawing-deep", "is nested more than %(deepest)s levels deep.", deepest=_DEEPEST))
        if self._skipped or not self._is_wanted(space, local, attributes):
            self._skipped += 1
            return
        written = [f"<{local}"]
        if not self._open:
            written.append(f' xmlns="{SVG}" xmlns:xlink="{XLINK}"')
        written += [
            f" {shown}={quoteattr(value)}"
            for each, value in attributes.items()
            if (shown := self._attribute(local, each, value))
        ]
        self._parts.append("".join(written) + ">")
        self._open.append(local)
        if local == "style":
            self._style = []

    def _is_wanted(self, space: str, local: str, attributes: dict[str, str]) -> bool:
        if space != SVG:
            # what drawing programs keep for themselves is no loss; a page inside of a drawing is one
            self._alter(local if space in ("", "http://www.w3.org/1999/xhtml") else "")
            return False
        if local not in _ELEMENTS:
            self._alter(local)
            return False
        if local in _ANIMATIONS and not self._animates_safely(attributes):
            self._alter(f'{local} attributeName="{attributes.get("attributeName", "")}"')
            return False
        return True

    def _animates_safely(self, attributes: dict[str, str]) -> bool:
        changed = attributes.get("attributeName", "transform").strip().casefold().rpartition(":")[2]
        return (
            bool(_NAME.fullmatch(changed))
            and not changed.startswith("on")
            and changed not in ("href", "style", *_NEVER)
        )

    def _attribute(self, element: str, name: str, value: str) -> str:
        """The name under which an attribute is written; empty for one that is left out."""
        space, _, local = name.rpartition(" ")
        if space not in ("", XLINK, XML) or (space == XML and local not in ("space", "lang")):
            self._alter("" if space != XML else f"xml:{local}")
            return ""
        if local == "href":
            is_good = bool(_FRAGMENT.fullmatch(value) or (element in _PICTURES and _PICTURE.fullmatch(value)))
        else:
            is_good = (
                _NAME.fullmatch(local) is not None
                and not local.casefold().startswith("on")
                and local.casefold() not in _NEVER
                and not _loads(value, is_style=local.casefold() == "style")
            )
        if not is_good:
            self._alter(local)
            return ""
        return {XLINK: f"xlink:{local}", XML: f"xml:{local}"}.get(space, local)

    def _end(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        local = self._open.pop()
        if self._style is not None:
            css, self._style = "".join(self._style), None
            if _loads(css, is_style=True):
                self._alter("style")
            else:
                self._parts.append(escape(css))
        self._parts.append(f"</{local}>")

    def _text(self, text: str) -> None:
        if self._skipped:
            return
        if self._style is not None:
            self._style.append(text)
        else:
            self._parts.append(escape(text))


def _loads(value: str, *, is_style: bool) -> bool:
    """Whether a value of an attribute or a style sheet names what lies outside of the drawing."""
    rest = _URL.sub(lambda found: "" if _is_inside(found[2]) else found[0], value)
    return bool(_LOADING.search(rest)) if is_style or "(" in rest or ":" in rest else False


def _is_inside(address: str) -> bool:
    return bool(_FRAGMENT.fullmatch(address.strip()) or _EMBEDDED.fullmatch(address.strip()))

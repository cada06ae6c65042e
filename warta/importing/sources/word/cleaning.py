"""Turns the trees of a Word document into what of them everyone may read, and notes what stays behind.

What was struck out, hidden or said beside the text never comes. What a page of this newsroom cannot show (text boxes,
charts, equations) is named with its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from warta.importing.sources.word import left_behind
from warta.importing.sources.word.left_behind import Left
from warta.importing.sources.word.package import Package, W

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_OFF = ("0", "false", "off")
_PAGE_NUMBER = re.compile(r"(?:halaman|hal|page|dari|of|[\W\d]|lembar)*", re.IGNORECASE)

Kept = list[Element]


def clean(package: Package, left: Left) -> None:
    """Clean the parts of a document that hold its text, and take out those that hold what was said beside it."""
    cleaner = _Cleaner(left, _hidden_styles(package.tree("styles")))
    for name in ("document", "footnotes", "endnotes"):
        tree = package.tree(name)
        if tree is not None:
            cleaner.clean(tree)
    for name, tree in list(package.trees.items()):
        part = name.removeprefix("word/")
        if part.startswith(("comments", "people")):
            del package.trees[name]
        elif part.startswith(("header", "footer")) and not _PAGE_NUMBER.fullmatch(text := text_in(tree)):
            left.margin(part, text)


def text_in(element: Element) -> str:
    """The words of an element, its paragraphs apart."""
    parts = []
    for each in element.iter():
        if each.tag in (f"{W}t", f"{_M}t"):
            parts.append(each.text or "")
        elif each.tag in (f"{W}p", f"{W}tab", f"{W}br", f"{W}tc"):
            parts.append(" ")
    return " ".join("".join(parts).split())


def is_on(element: Element | None) -> bool:
    """Whether a property that is there or not says yes."""
    return element is not None and element.get(f"{W}val", "1") not in _OFF


def _hidden_styles(styles: Element | None) -> frozenset[str]:
    """The styles whose text is hidden, of themselves or of what they are based on."""
    if styles is None:
        return frozenset()
    own: dict[str, bool | None] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        vanish = style.find(f"{W}rPr/{W}vanish")
        own[name] = None if vanish is None else is_on(vanish)
        parent = style.find(f"{W}basedOn")
        based[name] = parent.get(f"{W}val", "") if parent is not None else ""

    def hides(name: str, depth: int = 0) -> bool:
        said = own.get(name)
        return said if said is not None else name in based and depth < len(own) and hides(based[name], depth + 1)

    return frozenset(name for name in own if hides(name))


class _Cleaner:
    def __init__(self, left: Left, hidden: frozenset[str]) -> None:
        self._left = left
        self._hidden = hidden
        self._rules: dict[str, Callable[[Element], Kept]] = {
            **dict.fromkeys((f"{W}del", f"{W}moveFrom"), self._deleted),
            **dict.fromkeys((f"{W}ins", f"{W}moveTo"), self._inserted),
            **dict.fromkeys(
                (f"{W}{name}" for name in ("fldSimple", "smartTag", "customXml", "dir", "bdo")), self._inside
            ),
            **dict.fromkeys((f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}bookmarkStart"), lambda each: []),
            f"{W}commentReference": lambda each: self._counted(left_behind.COMMENT),
            f"{W}sdt": self._control,
            f"{W}ruby": lambda each: self._below(each, f"{W}rubyBase"),
            f"{W}r": self._run,
            f"{W}tr": self._row,
            f"{W}tc": self._cell,
            f"{W}tbl": self._table,
            f"{W}altChunk": lambda each: self._named(left_behind.CHUNK),
            f"{W}object": lambda each: self._named(left_behind.OBJECT),
            f"{W}drawing": self._drawing,
            f"{W}pict": self._picture,
            f"{_MC}AlternateContent": self._either,
            f"{_M}oMath": lambda each: self._named(left_behind.EQUATION, text_in(each)),
            f"{W}cr": lambda each: [Element(f"{W}br")],
            f"{W}ptab": lambda each: [Element(f"{W}tab")],
            f"{_M}oMathPara": lambda each: self._named(left_behind.EQUATION, text_in(each)),
        }

    def clean(self, element: Element) -> None:
        """Put in place of each element below this one what of it may stay."""
        element[:] = self._inside(element)

    def _inside(self, element: Element) -> Kept:
        """What stays of the elements in one."""
        kept: Kept = []
        for child in list(element):
            rule = self._rules.get(child.tag)
            if rule is not None:
                kept += rule(child)
            else:
                self.clean(child)
                kept.append(child)
        return kept

    def _whole(self, element: Element) -> Kept:
        self.clean(element)
        return [element]

    def _below(self, element: Element, path: str) -> Kept:
        return [each for found in element.findall(path) for each in self._inside(found)]

    def _counted(self, kind: str) -> Kept:
        self._left.count(kind)
        return []

    def _named(self, kind: str, text: str = "") -> Kept:
        self._left.name(kind, text)
        return []

    def _deleted(self, element: Element) -> Kept:
        """Words that were struck out; a mark that a paragraph was, for the reader of the tree, stays."""
        if len(element) == 0:
            return [element]
        return self._counted(left_behind.DELETED)

    def _inserted(self, element: Element) -> Kept:
        if len(element) == 0:
            return []
        self._left.count(left_behind.INSERTED)
        return self._inside(element)

    def _control(self, element: Element) -> Kept:
        """What a field to fill in holds; nothing where nobody filled it in."""
        if element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            return []
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and "Contents" in gallery.get(f"{W}val", ""):
            return self._named(left_behind.CONTENTS)
        return self._below(element, f"{W}sdtContent")

    def _run(self, element: Element) -> Kept:
        properties = element.find(f"{W}rPr")
        vanish = properties.find(f"{W}vanish") if properties is not None else None
        style = properties.find(f"{W}rStyle") if properties is not None else None
        by_style = style is not None and style.get(f"{W}val") in self._hidden
        if is_on(vanish) or (by_style and vanish is None):
            return self._counted(left_behind.HIDDEN) if text_in(element) else []
        return self._whole(element)

    def _row(self, element: Element) -> Kept:
        if element.find(f"{W}trPr/{W}del") is not None:
            return self._counted(left_behind.DELETED)
        if is_on(element.find(f"{W}trPr/{W}hidden")):
            return self._counted(left_behind.HIDDEN)
        return self._whole(element)

    def _cell(self, element: Element) -> Kept:
        if element.find(f"{W}tcPr/{W}cellDel") is not None:
            return self._counted(left_behind.DELETED)
        return self._whole(element)

    def _table(self, element: Element) -> Kept:
        if any(element.find(f"{W}tr/{W}tc/{W}tcPr/{W}{name}") is not None for name in ("gridSpan", "vMerge")):
            self._left.count(left_behind.MERGED)
        return self._whole(element)

    def _either(self, element: Element) -> Kept:
        """What Word writes twice, for new and for old programs: pictures of groups are read from the old form."""
        choice, fallback = element.find(f"{_MC}Choice"), element.find(f"{_MC}Fallback")
        if choice is None:
            return self._inside(fallback) if fallback is not None else []
        drawings = list(choice.iter(f"{W}drawing"))
        if not drawings:
            return self._inside(choice)
        in_group = fallback is not None and fallback.find(f".//{_V}imagedata") is not None
        if in_group and not all(_is_picture(each) for each in drawings):
            assert fallback is not None
            return self._inside(fallback)
        return self._inside(choice)

    def _drawing(self, element: Element) -> Kept:
        if _is_picture(element):
            return [element]
        kind = " ".join(each.get("uri", "") for each in element.iter(f"{_A}graphicData"))
        if "chart" in kind:
            return self._named(left_behind.CHART)
        if "diagram" in kind:
            return self._named(left_behind.DIAGRAM)
        return self._boxed(element)

    def _picture(self, element: Element) -> Kept:
        """A drawing of old programs: its picture stays, its text boxes are named."""
        if element.find(f".//{_V}imagedata") is None:
            return self._boxed(element)
        for parent in list(element.iter()):
            for box in parent.findall(f"{_V}textbox"):
                if text := text_in(box):
                    self._left.name(left_behind.BOX, text)
                parent.remove(box)
        return [element]

    def _boxed(self, element: Element) -> Kept:
        if text := text_in(element):
            return self._named(left_behind.BOX, text)
        if element.find(f".//{_A}blip") is not None:
            return self._named(left_behind.PICTURE, "group")
        return self._counted(left_behind.SHAPE)


def _is_picture(drawing: Element) -> bool:
    return any(each.get("uri", "").endswith("/picture") for each in drawing.iter(f"{_A}graphicData"))

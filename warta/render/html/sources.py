"""Turns the template files of theme folders into texts by name, and the name of one into a digest of all it can use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from warta.content.files import scan
from warta.datatree import read_text
from warta.errors import Problem, ProblemsFound, not_utf_8
from warta.render.html.folders import Folder

_TAG = re.compile(r"{%[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?%}", re.DOTALL)
# with a backslash in it a name is not what is written
_LITERAL = re.compile(r"(?:\"([^\"\\]+)\"|'([^'\\]+)')\s*(?:$|(?:as|import|ignore|with|without)\b.*)", re.DOTALL)

_STRING = r"""(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"""
_CODE = re.compile(rf"{{{{(?:{_STRING}|(?!}}}}).)*}}}}|{{%(?:{_STRING}|(?!%}}).)*%}}", re.DOTALL)
# what stands in quotes is passed over; the name of a field is not ours
_DATA = re.compile(
    rf"""{_STRING}"""
    r"""|(?<![\w.])(?P<data>data)\b(?:\.(?P<named>[A-Za-z_]\w*)|\[(?P<quote>["'])(?P<quoted>[^"'\\]+)(?P=quote)\])?""",
    re.DOTALL,
)


class Template(msgspec.Struct, frozen=True):
    """A template: its text, and the path by which messages call it."""

    path: str
    text: str


def read_templates(folders: list[Folder], problems: list[Problem]) -> dict[str, Template]:
    """The templates by the names they may be asked for: `x.html` is the nearest theme's, `NAME/x.html` that theme's."""
    found: dict[str, Template] = {}
    for folder in folders:
        files, wrong = scan(folder.root / "templates", folder.root, f"{folder.label}/templates")
        problems += wrong
        for source, file in files.items():
            path = f"{folder.label}/templates/{source}"
            try:
                template = Template(path, read_text(Path(file.path), path))
            except UnicodeDecodeError as error:
                problems.append(Problem(path, 0, not_utf_8(error)))
                continue
            except FileNotFoundError:
                continue
            except ProblemsFound as found_wrong:
                problems += found_wrong.problems
                continue
            found[f"{folder.name}/{source}"] = template
            found.setdefault(source, template)
    return found


def template_digest(names: Iterable[str], templates: Mapping[str, Template]) -> bytes:
    """A digest of every template that is used where `names` are; of all templates when a name is computed.

    Names are found in the text, so one in a comment counts too: that can only cause a page to be rendered for nothing.
    """
    used = sorted((each, templates[each].path, templates[each].text) for each in _reached(names, templates))
    return blake2b(msgspec.msgpack.encode(used), digest_size=16).digest()


def data_used(names: Iterable[str], templates: Mapping[str, Template]) -> frozenset[str] | None:
    """The names of the data files that the templates ask for which are used where `names` are; None: any of them.

    They are found in the text as well: `data.prices` and `data["prices"]` are one name, any other `data` is all.
    """
    found: set[str] = set()
    for each in _reached(names, templates):
        text = templates[each].text
        for code in _CODE.findall(text) if "data" in text else ():
            for match in _DATA.finditer(code):
                if not match["data"]:
                    continue
                if not (name := match["named"] or match["quoted"]):
                    return None
                found.add(name)
    return frozenset(found)


def _reached(names: Iterable[str], templates: Mapping[str, Template]) -> set[str]:
    """The names of every template that is used where `names` are."""
    reached: set[str] = set()
    pending = list(names)
    while pending:
        each = pending.pop()
        if each in reached or each not in templates:
            continue
        reached.add(each)
        for reference in _references(templates[each].text):
            if reference is None:
                pending = list(templates)
                break
            pending.append(reference)
    return reached


def _references(text: str) -> Iterator[str | None]:
    """The names of the templates that a template asks for; None: a name that is computed."""
    for tag in _TAG.findall(text):
        literal = _LITERAL.fullmatch(tag.strip())
        yield (literal[1] or literal[2]) if literal else None

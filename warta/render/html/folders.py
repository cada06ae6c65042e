"""Turns the name of a theme into its folder and those of its ancestors, with what each says in its theme.yaml."""

from __future__ import annotations

from pathlib import Path

import msgspec

from warta.bundled import bundled
from warta.datatree import read_text, read_yaml
from warta.errors import Problem, ProblemsFound, known_are, meant, not_utf_8, reason
from warta.fields import Fields
from warta.messages import msg
from warta.render.html.contract import contract_fault
from warta.render.html.options import Option, read_option
from warta.settings import FILE_NAME as CONFIG

DEFAULT = "warta"
"""The theme that every other theme has as its last ancestor."""


class Folder(msgspec.Struct, frozen=True):
    """The folder of one theme. `label` is the path by which messages call it."""

    name: str
    root: Path
    label: str
    options: dict[str, Option]
    parent: str | None


def find_folders(site: Path, name: str, problems: list[Problem]) -> list[Folder]:
    """The folders of the theme, its parent, the parent's parent, ..., the default theme."""
    folders: list[Folder] = []
    asked: str | None = name
    where, line = CONFIG, 0
    while asked is not None:
        if asked in {folder.name for folder in folders}:
            circle = msg("theme-circle", "the theme '%(name)s' is its own ancestor.", name=asked)
            problems.append(Problem(where, line, circle))
            break
        folder = _find(site, asked, problems)
        if folder is None:
            problems.append(_missing(site, asked, where, line))
            break
        folders.append(folder)
        where, line = f"{folder.label}/theme.yaml", 0
        asked = folder.parent or (DEFAULT if folder.name != DEFAULT else None)
    return folders


def _missing(site: Path, name: str, where: str, line: int) -> Problem:
    """That there is no theme of this name, where it was asked for; or what its folder lacks to be one."""
    known = sorted({each.name for root in _roots(site) if root.is_dir() for each in root.iterdir() if each.is_dir()})
    if name in known:
        text = msg(
            "theme-file-missing",
            "is missing: the folder themes/%(name)s is a theme only with it. One line is enough: 'name: %(name)s'.",
            name=name,
        )
        return Problem(f"themes/{name}/theme.yaml", 0, text)
    hint = meant(name, known) or known_are(known)
    return Problem(where, line, msg("theme-unknown", "there is no theme '%(name)s' in themes/.", hint, name=name))


def _roots(site: Path) -> tuple[Path, Path]:
    """Where themes lie: in the newsroom, then in Warta itself."""
    return site / "themes", bundled("themes")


def _find(site: Path, name: str, problems: list[Problem]) -> Folder | None:
    for root in _roots(site):
        path = root / name / "theme.yaml"
        if path.is_file():
            label = f"themes/{name}"
            try:
                return _read(path, name, label, problems)
            except ProblemsFound as found:
                problems += found.problems
                return Folder(name, root / name, label, {}, None)
    return None


def _read(path: Path, name: str, label: str, problems: list[Problem]) -> Folder:
    """What theme.yaml says. Raises ProblemsFound for one that is no YAML."""
    where = f"{label}/theme.yaml"
    try:
        text = read_text(path, where)
    except OSError as error:
        raise ProblemsFound(
            [Problem(where, 0, msg("unreadable", "cannot be read: %(reason)s", reason=reason(error)))]
        ) from None
    except UnicodeDecodeError as error:
        raise ProblemsFound([Problem(where, 0, not_utf_8(error))]) from None
    fields = Fields(where, read_yaml(text, where), problems, what="setting")
    fields.text("name")
    fields.text("version")
    contract = fields.ref("contract")
    fault = contract_fault(contract.text if contract else None)
    if fault:
        fields.problem(contract.line if contract else 0, fault)
    parent = fields.text("parent")
    options = {}
    for key, node in fields.pairs("options"):
        row = fields.nested(node, key)
        option = read_option(row)
        row.close()
        if option is not None:
            options[key] = option
    fields.close()
    return Folder(name, path.parent, label, options, parent)

"""Turns theme folders into one theme: templates and files by lookup, options checked, and digests of what pages use."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from warta.bundled import bundled
from warta.content.files import scan
from warta.datatree import read_yaml
from warta.errors import Problem, ProblemsFound, did_you_mean, listed
from warta.fields import Fields, Ref
from warta.plan import targets as kinds
from warta.plan.targets import ThemeFacts
from warta.settings import FILE_NAME as CONFIG

DEFAULT = "warta"
PAGES = {
    kinds.RELEASE: "release.html",
    kinds.PAGE: "page.html",
    kinds.HOME: "home.html",
    kinds.LISTING: "listing.html",
    kinds.ARCHIVE: "archive.html",
    kinds.YEAR: "year.html",
    kinds.INDEX: "index.html",
    kinds.NOT_FOUND: "not-found.html",
    kinds.DATA: "data.html",
    kinds.CORRECTIONS: "corrections.html",
    kinds.SEARCH: "search.html",
}
"""Kinds that a template makes, and which."""
CARD = "parts/card.html"
_TAG = re.compile(r"{%[-+]?\s*(?:extends|include|import|from)\s+(.*?)[-+]?%}", re.DOTALL)
_LITERAL = re.compile(r"(?:\"([^\"]+)\"|'([^']+)')\s*(?:$|(?:as|import|ignore|with|without)\b.*)", re.DOTALL)
# the beginning, the address without what follows `?` or `#`, the rest; an import needs no `url()`
_CSS_URL = re.compile(
    r"""(url\(\s*["']?|@import\s*["'])([^"')?\#\n]+?)((?:[?\#][^"')\n]*)?(?:["']|\s*["']?\s*\)))""", re.IGNORECASE
)
_COLOR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")


class Template(msgspec.Struct, frozen=True):
    """A template: its text, and the path by which messages call it."""

    path: str
    text: str


class MessageFile(msgspec.Struct, frozen=True):
    """A .po file: its bytes, and the path by which messages call it."""

    path: str
    data: bytes


class Theme(msgspec.Struct, frozen=True):
    """A theme with its ancestors. `templates` are by the names they may be asked for (`x.html`, `NAME/x.html`).

    `closures` holds, for each page template, the digest of all it can be made of; `assets` the bytes of static files
    by output path; `messages` the .po files of each language, nearest theme first.
    """

    name: str
    templates: dict[str, Template]
    closures: dict[str, str]
    facts: ThemeFacts
    assets: dict[str, bytes]
    messages: dict[str, tuple[MessageFile, ...]]
    messages_digest: str


class _Option(msgspec.Struct, frozen=True):
    type: str
    default: str | bool | int
    choices: tuple[str, ...] = ()


class _Folder(msgspec.Struct, frozen=True):
    name: str
    root: Path
    label: str
    options: dict[str, _Option]
    parent: str | None


def load_theme(site: Path, name: str, options: Mapping[str, Ref]) -> Theme:
    """The theme `name` of a newsroom's folder or of those that come with Warta, with options as the settings say.

    Raises ProblemsFound for a theme that is not there, circular parents, a broken theme.yaml, unknown options, missing
    templates.
    """
    problems: list[Problem] = []
    folders = _chain(site, name, problems)
    if problems:
        raise ProblemsFound(problems)
    templates = _templates(folders, problems)
    values = _options(folders, options, problems)
    files = _static_files(folders, problems)
    if problems:
        raise ProblemsFound(problems)
    assets = _hashed(files)
    messages = _messages(folders)
    facts = ThemeFacts(
        assets={name: path for name, (path, _) in assets.items()},
        asset_digests={name: _digest(data) for name, (_, data) in assets.items()},
        options=values,
    )
    return Theme(
        name=name,
        templates=templates,
        closures={each: _closure(each, templates) for each in (*PAGES.values(), CARD) if each in templates},
        facts=facts,
        assets=dict(assets.values()),
        messages=messages,
        messages_digest=_digest(msgspec.msgpack.encode(messages)),
    )


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _chain(site: Path, name: str, problems: list[Problem]) -> list[_Folder]:
    """The theme, its parent, the parent's parent, ..., the default theme."""
    folders: list[_Folder] = []
    asked: str | None = name
    where, line = CONFIG, 0
    while asked is not None:
        if asked in {folder.name for folder in folders}:
            problems.append(Problem(where, line, f"the theme '{asked}' is its own ancestor."))
            break
        folder = _folder(site, asked, problems)
        if folder is None:
            problems.append(_missing(site, asked, Problem(where, line, "")))
            break
        folders.append(folder)
        where, line = f"{folder.label}/theme.yaml", 0
        asked = folder.parent or (DEFAULT if folder.name != DEFAULT else None)
    return folders


def _missing(site: Path, name: str, asked: Problem) -> Problem:
    """That there is no theme of this name, where it was asked for; or what its folder lacks to be one."""
    known = sorted({each.name for root in _roots(site) if root.is_dir() for each in root.iterdir() if each.is_dir()})
    if name in known:
        text = f"is missing: the folder themes/{name} is a theme only with it. One line is enough: 'name: {name}'."
        return Problem(f"themes/{name}/theme.yaml", 0, text)
    hint = did_you_mean(name, known) or f" Known are: {listed(known)}."
    return Problem(asked.path, asked.line, f"there is no theme '{name}' in themes/.{hint}")


def _roots(site: Path) -> tuple[Path, Path]:
    return site / "themes", bundled("themes")


def _folder(site: Path, name: str, problems: list[Problem]) -> _Folder | None:
    for root in _roots(site):
        path = root / name / "theme.yaml"
        if path.is_file():
            label = f"themes/{name}"
            try:
                return _read_folder(path, name, label, problems)
            except ProblemsFound as found:
                problems += found.problems
                return _Folder(name, root / name, label, {}, None)
    return None


def _read_folder(path: Path, name: str, label: str, problems: list[Problem]) -> _Folder:
    where = f"{label}/theme.yaml"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsFound([Problem(where, 0, f"cannot be read: {error}.")]) from None
    fields = Fields(where, read_yaml(text, where), problems, what="setting")
    fields.text("name")
    fields.text("version")
    parent = fields.text("parent")
    options = {}
    for key, node in fields.pairs("options"):
        row = fields.nested(node, key)
        option = _read_option(row)
        row.close()
        if option is not None:
            options[key] = option
    fields.close()
    return _Folder(name, path.parent, label, options, parent)


def _read_option(row: Fields) -> _Option | None:
    kind = row.choice("type", ("text", "color", "flag", "number", "choice"), "text") or "text"
    choices = row.texts("choices")
    row.text("help")
    line = row.line_of("default")
    written = row.text("default") or ""
    try:
        return _Option(kind, _typed(written, _Option(kind, "", choices)), choices)
    except ValueError as error:
        row.problem(line, f"'default' {error} (got '{written}').")
        return None


def _typed(text: str, option: _Option) -> str | bool | int:
    """The value of an option as its type wants it. Raises ValueError."""
    if option.type == "flag":
        if text.casefold() not in ("true", "false", "yes", "no", "ya", "tidak", ""):
            raise ValueError("must be true or false")
        return text.casefold() in ("true", "yes", "ya")
    if option.type == "number":
        if not (text.isdecimal() and text.isascii()):
            raise ValueError("must be a whole number")
        return int(text)
    if option.type == "choice" and text not in option.choices:
        raise ValueError(f"must be one of {listed(option.choices)}")
    if option.type == "color" and text and not _COLOR.fullmatch(text):
        raise ValueError("must be a colour such as #0b5d4e")
    return text


def _options(
    folders: list[_Folder], written: Mapping[str, Ref], problems: list[Problem]
) -> dict[str, str | bool | int]:
    known: dict[str, _Option] = {}
    for folder in reversed(folders):
        known |= folder.options
    values = {name: option.default for name, option in known.items()}
    for name, ref in written.items():
        option = known.get(name)
        if option is None:
            hint = did_you_mean(name, known) or f" Known are: {listed(known)}."
            problems.append(Problem(CONFIG, ref.line, f"the theme has no option '{name}'.{hint}"))
            continue
        try:
            values[name] = _typed(ref.text, option)
        except ValueError as error:
            problems.append(Problem(CONFIG, ref.line, f"theme option '{name}' {error} (got '{ref.text}')."))
    return dict(sorted(values.items()))


def _templates(folders: list[_Folder], problems: list[Problem]) -> dict[str, Template]:
    found: dict[str, Template] = {}
    for folder in folders:
        files, wrong = scan(folder.root / "templates", folder.root, f"{folder.label}/templates")
        problems += wrong
        for source, file in files.items():
            path = f"{folder.label}/templates/{source}"
            try:
                template = Template(path, Path(file.path).read_text(encoding="utf-8-sig"))
            except UnicodeDecodeError as error:
                problems.append(Problem(path, 0, f"is not UTF-8 text: {error.reason}."))
                continue
            except FileNotFoundError:
                continue
            found[f"{folder.name}/{source}"] = template
            found.setdefault(source, template)
    for name in (*PAGES.values(), CARD):
        if name not in found:
            problems.append(
                Problem(f"{folders[0].label}/templates/{name}", 0, "is missing, and no parent theme has it.")
            )
    return found


def _closure(name: str, templates: Mapping[str, Template]) -> str:
    """A digest of every template that `name` can be made of; of all templates when a name is computed.

    Names are found in the text, so one in a comment counts too: that can only cause a page to be rendered for nothing.
    """
    reached: set[str] = set()
    pending = [name] if name == CARD else [name, CARD]
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
    parts = sorted((each, templates[each].path, templates[each].text) for each in reached)
    return _digest(repr(parts).encode())


def _references(text: str) -> Iterator[str | None]:
    for tag in _TAG.findall(text):
        literal = _LITERAL.fullmatch(tag.strip())
        yield (literal[1] or literal[2]) if literal else None


def _static_files(folders: list[_Folder], problems: list[Problem]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for folder in folders:
        files, wrong = scan(folder.root / "static", folder.root, f"{folder.label}/static")
        problems += wrong
        for source, file in files.items():
            if source not in found:
                try:
                    found[source] = Path(file.path).read_bytes()
                except FileNotFoundError:
                    continue
    return dict(sorted(found.items()))


def _hashed(files: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Output path and bytes of each static file; a style sheet names other files by their hashed names.

    A file is called by a digest of all that it leads to: so two style sheets may lead to each other.
    """
    uses = {name: _uses(name, data, files) for name, data in files.items()}
    digests = {name: _digest(data) for name, data in files.items()}
    paths = {}
    for name in files:
        reached = _reached(name, uses)
        digest = _digest(repr([(each, digests[each]) for each in sorted(reached)]).encode()) if uses[name] else None
        paths[name] = _hashed_name(name, (digest or digests[name])[:10])
    return {
        name: (f"assets/{paths[name]}", _with_hashed_urls(name, data, paths) if uses[name] else data)
        for name, data in sorted(files.items())
    }


def _hashed_name(name: str, digest: str) -> str:
    stem, dot, end = name.rpartition(".")
    return f"{stem}.{digest}.{end}" if dot else f"{name}.{digest}"


def _uses(name: str, data: bytes, files: Mapping[str, bytes]) -> frozenset[str]:
    """The other static files that a style sheet leads to; nothing for files of other kinds."""
    if not name.endswith(".css"):
        return frozenset()
    try:
        written = _CSS_URL.findall(data.decode())
    except UnicodeDecodeError:
        return frozenset()
    return frozenset(_joined(name, address) for _, address, _ in written) & files.keys()


def _reached(name: str, uses: Mapping[str, frozenset[str]]) -> set[str]:
    """The file, those it leads to, those these lead to, ..."""
    reached: set[str] = set()
    pending = [name]
    while pending:
        each = pending.pop()
        if each not in reached:
            reached.add(each)
            pending += uses[each]
    return reached


def _with_hashed_urls(name: str, data: bytes, paths: Mapping[str, str]) -> bytes:
    up = "../" * name.count("/")

    def hashed(match: re.Match[str]) -> str:
        path = paths.get(_joined(name, match[2]))
        return match[0] if path is None else f"{match[1]}{up}{path}{match[3]}"

    return _CSS_URL.sub(hashed, data.decode()).encode()


def _joined(name: str, written: str) -> str:
    """The static file that an address in the style sheet `name` leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), written))


def _messages(folders: list[_Folder]) -> dict[str, tuple[MessageFile, ...]]:
    found: dict[str, list[MessageFile]] = {}
    for folder in folders:
        locale = folder.root / "locale"
        for path in sorted(locale.glob("*.po")) if locale.is_dir() else ():
            file = MessageFile(f"{folder.label}/locale/{path.name}", path.read_bytes())
            found.setdefault(path.stem, []).append(file)
    return {language: tuple(files) for language, files in sorted(found.items())}

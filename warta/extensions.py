"""Turns a newsroom's extensions.py into filters, Markdown extensions and outputs, or into problems with their lines.

The file is code of the newsroom's own, and is run only where the setting `extensions` is true. A build reads it once;
each of its processes that needs the code runs these bytes, whose digest is among the inputs of the build.
"""

from __future__ import annotations

import re
import sys
import traceback
import types
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from warta.digests import digest_of_bytes
from warta.errors import Problem, ProblemsFound, meant, reason
from warta.messages import Message, msg

FILE_NAME = "extensions.py"
FILTERS, MARKDOWN, OUTPUTS = "FILTERS", "MARKDOWN", "outputs"
"""What the file may define."""

_MODULE = "newsroom_extensions"
_UNFIT = re.compile(r'[\\:*?"<>|]')
_LONGEST = 200  # bytes of a name: systems take 255, and a compressed twin's is longer


class Output(msgspec.Struct, frozen=True):
    """A file of the newsroom's own: its path below the output folder (`data/releases.csv`), and its text or bytes.

    What browsers are told it is follows from the ending of its name.
    """

    path: str
    data: str | bytes


class Code(msgspec.Struct, frozen=True):
    """The bytes of an extensions.py, and where they lie; none: the newsroom has no extensions."""

    path: str = ""
    source: bytes = b""

    @property
    def digest(self) -> bytes:
        """The digest of the bytes."""
        return digest_of_bytes(self.source)


class Extensions(msgspec.Struct, frozen=True):
    """What an extensions.py defines: filters by name, Markdown extensions (objects or names), a function of outputs."""

    code: Code = Code()
    filters: Mapping[str, Callable[..., Any]] = {}
    markdown: tuple[Any, ...] = ()
    outputs: Callable[[Any], Iterable[Output]] | None = None

    @property
    def digest(self) -> bytes:
        """The digest of the file's bytes."""
        return self.code.digest

    def failure(self, error: BaseException, name: str = "") -> Problem:
        """The problem that the file has raised this; without a line of the file in it, at the definition of `name`."""
        return failure(self.code, error, name)

    def is_blamed(self, error: BaseException) -> bool:
        """Whether code of the file took part in raising this."""
        return any(frame.filename == self.code.path for frame in traceback.extract_tb(error.__traceback__))

    def wrong(self, name: str, message: Message) -> Problem:
        """A problem with what the file defines as `name`."""
        return Problem(FILE_NAME, line_of(self.code, name), message)


NONE = Extensions()
"""What is given for a newsroom without extensions."""


def read_code(site: Path) -> Code:
    """The extensions.py of the newsroom in the folder `site`. Raises ProblemsFound."""
    path = site / FILE_NAME
    try:
        return Code(str(path.absolute()), path.read_bytes())
    except FileNotFoundError:
        why = msg(
            "extensions-missing",
            "is not here. Write it beside config.yaml, or take 'extensions: true' out of that.",
        )
    except OSError as error:
        why = msg("unreadable", "cannot be read: %(reason)s", reason=reason(error))
    raise ProblemsFound([Problem(FILE_NAME, 0, why)])


def load(code: Code) -> Extensions:
    """What the file defines, after running it. Raises ProblemsFound with everything that is wrong with that."""
    if not code.path:
        return NONE
    module = types.ModuleType(_MODULE)
    module.__file__ = code.path
    sys.modules[_MODULE] = module  # where dataclasses, and others, look for it
    try:
        exec(compile(code.source, code.path, "exec", dont_inherit=True), vars(module))
    except (Exception, SystemExit) as error:
        raise ProblemsFound([failure(code, error)]) from error
    filters, markdown = getattr(module, FILTERS, {}), getattr(module, MARKDOWN, ())
    outputs = getattr(module, OUTPUTS, None)
    wrong = [*_wrong_filters(filters), *_wrong_markdown(markdown), *_wrong_outputs(outputs, vars(module))]
    if wrong:
        raise ProblemsFound(Problem(FILE_NAME, line_of(code, name), message) for name, message in wrong)
    return Extensions(code, dict(filters), tuple(markdown), outputs)


def _wrong_filters(filters: object) -> list[tuple[str, Message]]:
    if not isinstance(filters, dict):
        message = msg(
            "filters-no-dict", "FILTERS must be a dict of names and functions (got %(kind)s).", kind=_kind(filters)
        )
        return [(FILTERS, message)]
    found = []
    for name, function in filters.items():
        if not (isinstance(name, str) and name.isidentifier()):
            message = msg("filter-name", "the name of a filter must be one word (got %(got)s).", got=repr(name))
            found.append((FILTERS, message))
        elif not callable(function):
            message = msg(
                "filter-no-function",
                "filter '%(name)s' must be a function (got %(kind)s).",
                name=name,
                kind=_kind(function),
            )
            found.append((name, message))
    return found


def _wrong_markdown(markdown: object) -> list[tuple[str, Message]]:
    if not isinstance(markdown, list | tuple):
        message = msg(
            "markdown-no-list",
            "MARKDOWN must be a list of Python-Markdown's extensions (got %(kind)s).",
            kind=_kind(markdown),
        )
        return [(MARKDOWN, message)]
    return [
        (
            MARKDOWN,
            msg(
                "markdown-no-extension",
                "MARKDOWN must hold extensions of Python-Markdown, or their names (got %(kind)s).",
                kind=_kind(each),
            ),
        )
        for each in markdown
        if not isinstance(each, str) and (isinstance(each, type) or not hasattr(each, "extendMarkdown"))
    ]


def _wrong_outputs(outputs: object, names: Mapping[str, object]) -> list[tuple[str, Message]]:
    if outputs is not None and not callable(outputs):
        return [
            (OUTPUTS, msg("outputs-no-function", "outputs must be a function (got %(kind)s).", kind=_kind(outputs)))
        ]
    known = (FILTERS, MARKDOWN, OUTPUTS)
    if not any(name in names for name in known):
        near = next(filter(None, (meant(name, known) for name in names if not name.startswith("_"))), None)
        return [("", msg("extensions-empty", "defines neither FILTERS nor MARKDOWN nor outputs.", near))]
    return []


def failure(code: Code, error: BaseException, name: str = "") -> Problem:
    """What the code has raised as a problem, with the innermost of its lines; with none, that of `name`."""
    lines = [frame.lineno or 0 for frame in traceback.extract_tb(error.__traceback__) if frame.filename == code.path]
    line = lines[-1] if lines else line_of(code, name)
    if isinstance(error, SyntaxError) and error.filename == code.path:
        message = msg("extensions-unreadable", "cannot be read: %(words)s.", words=error.msg)
        return Problem(FILE_NAME, error.lineno or 0, message)
    kind, said = type(error).__name__, _said_by(error)
    if not said:
        return Problem(FILE_NAME, line, msg("extensions-raised", "raised %(kind)s", kind=kind))
    return Problem(FILE_NAME, line, msg("extensions-raised-words", "raised %(kind)s: %(words)s", kind=kind, words=said))


def _said_by(error: BaseException) -> str:
    """What an error says, in one line; nothing where its own code cannot tell."""
    try:
        return " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - it is anybody's code
        return ""


def line_of(code: Code, name: str) -> int:
    """The line on which a name is defined, or first written as a key; 0: nowhere."""
    text = code.source.decode("utf-8", "replace")
    word = re.escape(name)
    for form in (rf"^(?:async\s+)?(?:def|class)\s+{word}\b", rf"^{word}\s*[:=]", rf"[\"']{word}[\"']\s*:|\b{word}\s*="):
        if name and (match := re.search(form, text, re.MULTILINE)):
            return text.count("\n", 0, match.start()) + 1
    return 0


def call_outputs(extensions: Extensions, site: Any) -> tuple[tuple[str, bytes], ...]:
    """The newsroom's own outputs made of a site (a digested value): paths, in their order, and bytes.

    Raises ProblemsFound with everything that is wrong with them.
    """
    every = _given_by(extensions, site)
    wrong = [message for each in every if (message := _fault(each))]
    if not wrong:
        twice = [path for path, count in Counter(each.path for each in every).items() if count > 1]
        wrong = [msg("outputs-one-path", "two outputs have the path '%(path)s'.", path=path) for path in twice]
    if wrong:
        raise ProblemsFound(extensions.wrong(OUTPUTS, message) for message in wrong)
    return tuple(sorted((str.__str__(each.path), _bytes(each.data)) for each in every))


def _given_by(extensions: Extensions, site: Any) -> list[Output]:
    """What the function of outputs gives, whatever it is. Raises ProblemsFound where it raises, or gives no list."""
    if extensions.outputs is None:
        return []
    try:
        given = extensions.outputs(site.it)
        if isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping):
            return list(given)
    except (Exception, SystemExit) as error:
        raise ProblemsFound([extensions.failure(error, OUTPUTS)]) from error
    message = msg("outputs-no-list", "outputs must give a list of Output (got %(kind)s).", kind=_kind(given))
    raise ProblemsFound([extensions.wrong(OUTPUTS, message)])


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def _fault(output: object) -> Message | None:
    """What is wrong with an output; None: nothing."""
    if not isinstance(output, Output):
        return msg("output-no-output", "outputs must give Output(path, data) (got %(kind)s).", kind=_kind(output))
    path: object = output.path
    if not isinstance(path, str):
        return msg("output-path-no-text", "the path of an output must be a text (got %(kind)s).", kind=_kind(path))
    parts = path.split("/")
    if path.startswith("/") or ".." in parts:
        return msg(
            "output-path-outside",
            "the path of an output must lie below the output folder, such as data/list.csv (got '%(got)s').",
            got=path,
        )
    if not all(map(_is_name, parts)):
        return msg(
            "output-path-unfit",
            "the path of an output must be the name of a file on every system (got %(got)s).",
            got=repr(path),
        )
    return _fault_of_data(path, output.data)


def _fault_of_data(path: str, data: object) -> Message | None:
    if not isinstance(data, str | bytes):
        return msg(
            "output-no-data", "output '%(path)s' must hold a text or bytes (got %(kind)s).", path=path, kind=_kind(data)
        )
    if isinstance(data, str) and not data.isascii():
        try:
            data.encode()
        except UnicodeEncodeError as error:
            return msg(
                "output-unwritable-text",
                "output '%(path)s' holds a text that cannot be written: %(words)s.",
                path=path,
                words=error.reason,
            )
    return None


def _is_name(part: str) -> bool:
    """Whether a part of a path may be the name of a file on every system, and is none of Warta's own."""
    usual = bool(part) and part.isprintable() and not _UNFIT.search(part)
    return usual and part == part.rstrip(". ") and len(part.encode()) <= _LONGEST and not part.startswith(".warta")


def _kind(value: object) -> Message | str:
    """What a value is, for messages."""
    if isinstance(value, type):
        return msg("kind-class", "the class %(name)s", name=value.__name__)
    return type(value).__name__

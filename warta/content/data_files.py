"""Turns a file of content/data/ into the value that templates see of it, or into what is wrong with it.

Values are texts, numbers, true, false, nothing, lists and named values. In YAML what stands in quotes is text, and of
bare words only true, false, null and plain numbers are anything else: a postal code that begins with 0 stays as it was
written, and so do dates and the word `no`.
"""

from __future__ import annotations

import json
import json.decoder
import json.scanner
import math
import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from warta.content.csv_rows import numbers_of, read_sheet
from warta.datatree import LARGEST, Node, is_deep, read_marked
from warta.errors import Problem, ProblemsFound, few, not_utf_8
from warta.messages import Message, msg
from warta.signs import odd_sign

FOLDER = "data/"
"""Where data files lie below content/."""

Value = Any
"""What a data file holds: None, texts, numbers, truths, lists of these, and mappings of texts to these."""

Scan = Callable[[str, int], tuple[Value, int]]

_INT = re.compile(r"-?(?:0|[1-9]\d*)")
_FLOAT = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_NO_NUMBER = re.compile(r"[-+]?\.?(?:nan|inf|infinity)", re.IGNORECASE)
_LARGEST_NUMBER = 2**53  # to which all whole numbers are exact, in JSON as elsewhere
_DEEPEST = 20
_TRUTHS = {"true": True, "True": True, "false": False, "False": False}

_NOT_A_NUMBER = msg(
    "data-not-a-number",
    "NaN and infinity are no numbers that a page can show. Leave the value empty, or write in quotes what is meant.",
)
_TOO_LARGE = msg("data-number-large", "a number has too many digits to stay exact. Write it in quotes, as text.")
_TOO_DEEP = msg("data-too-deep", "values are nested too deeply.")


class _Wrong(Exception):
    def __init__(self, line: int, message: Message) -> None:
        super().__init__(message)
        self.line, self.message = line, message


class DataBytes(msgspec.Struct, frozen=True):
    """A data file as an input: the digest of its source and bytes, and these."""

    digest: bytes
    source: str
    data: bytes


class DataFile(msgspec.Struct, frozen=True):
    """A data file as read: its value as JSON, or what is wrong with it."""

    encoded: bytes
    problems: tuple[Problem, ...] = ()


def data_file(given: DataBytes) -> DataFile:
    """What a data file of these bytes holds."""
    try:
        return DataFile(msgspec.json.encode(read_data(given.source, given.data)))
    except ProblemsFound as found:
        return DataFile(b"", found.problems)


def is_data(source: str) -> bool:
    """Whether a file below content/ is one whose values templates see."""
    name = source.removeprefix(FOLDER)
    return name != source and "/" not in name and posixpath.splitext(name)[1].lower() in _READERS


def name_of(source: str) -> str:
    """The name by which templates ask for a data file."""
    return posixpath.splitext(source.removeprefix(FOLDER))[0]


def read_data(source: str, data: bytes) -> Value:
    """The value of a data file of these bytes. Raises ProblemsFound."""
    path = f"content/{source}"
    if len(data) > LARGEST:
        message = msg(
            "data-large", "is larger than %(most)s MB, the most that a data file may have.", most=LARGEST >> 20
        )
        raise ProblemsFound([Problem(path, 0, message)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemsFound([Problem(path, 0, not_utf_8(error))]) from None
    return _READERS[posixpath.splitext(source)[1].lower()](text.replace("\r\n", "\n"), path)


def _from_csv(text: str, path: str) -> Value:
    """A list with a mapping for each row. Columns of figures are numbers, where that can be told."""
    sheet = read_sheet(text, path)
    columns = []
    for place in range(len(sheet.columns)):
        cells = sheet.column(place)
        found = numbers_of(cells, semicolons=sheet.semicolons)
        columns.append([_number(each) for each in found] if isinstance(found, tuple) and any(cells) else cells)
    return [dict(zip(sheet.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _number(written: str) -> int | float | None:
    if not written:
        return None
    return float(written) if "." in written else int(written)


def _from_yaml(text: str, path: str) -> Value:
    problems: list[Problem] = []
    value = _typed(read_marked(text, path), path, problems)
    if problems:
        raise ProblemsFound(few(problems))
    return value


def _typed(node: Node, path: str, problems: list[Problem]) -> Value:
    value = node.value
    if isinstance(value, dict):
        return {key: _typed(each, path, problems) for key, each in value.items()}
    if isinstance(value, list):
        return [_typed(each, path, problems) for each in value]
    if value is None or node.quoted:
        return value
    try:
        return _scalar(value)
    except _Wrong as wrong:
        problems.append(Problem(path, node.line, wrong.message))
        return None


def _scalar(written: str) -> Value:
    if written in _TRUTHS:
        return _TRUTHS[written]
    if _NO_NUMBER.fullmatch(written):
        raise _Wrong(0, _NOT_A_NUMBER)
    if _INT.fullmatch(written):
        return _whole(written)
    return _fraction(written) if _FLOAT.fullmatch(written) else written


def _whole(written: str) -> int:
    if len(written) > 17 or abs(int(written)) > _LARGEST_NUMBER:
        raise _Wrong(0, _TOO_LARGE)
    return int(written)


def _fraction(written: str) -> float:
    found = float(written)
    if not math.isfinite(found):
        raise _Wrong(0, _TOO_LARGE)
    return found


def _from_json(text: str, path: str) -> Value:
    try:
        if is_deep(text):
            raise _Wrong(1, _TOO_DEEP)
        found = _Json().decode(text)
        if _depth(found) > _DEEPEST:
            raise _Wrong(1, _TOO_DEEP)
    except json.JSONDecodeError as error:
        message = msg("data-json", "the JSON cannot be read: look at commas, brackets and quotation marks.")
        raise ProblemsFound([Problem(path, error.lineno, message)]) from None
    except RecursionError:
        raise ProblemsFound([Problem(path, 1, _TOO_DEEP)]) from None
    except _Wrong as wrong:
        raise ProblemsFound([Problem(path, wrong.line, wrong.message)]) from None
    return found


def _depth(value: Value) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max(map(_depth, inner), default=0) + 1


def _sign_in(sign: str) -> Message:
    return msg("data-sign", "a value holds the sign %(sign)s, which no text may hold. Take it out.", sign=sign)


class _Json(json.JSONDecoder):
    """The standard library's decoder, which tells of a name that is written twice, and of a number that is none."""

    def __init__(self) -> None:
        super().__init__(parse_int=_whole, parse_float=_fraction, parse_constant=self._refuse)
        self.parse_object, self.parse_array, self.parse_string = self._object, self._array, self._string
        self.scan_once = self._placed(json.scanner.py_make_scanner(self))  # type: ignore[attr-defined]

    def _placed(self, scan: Scan) -> Scan:
        """A scanner that says on which line a value stands that cannot be one."""

        def placed(text: str, at: int) -> tuple[Value, int]:
            try:
                return scan(text, at)
            except _Wrong as wrong:
                raise _Wrong(wrong.line or _line_at(text, at), wrong.message) from None

        return placed

    @staticmethod
    def _refuse(_: str) -> Value:
        raise _Wrong(0, _NOT_A_NUMBER)

    def _array(self, given: tuple[str, int], scan: Scan) -> tuple[Value, int]:
        found: tuple[Value, int] = json.decoder.JSONArray(given, self._placed(scan))  # type: ignore[attr-defined]
        return found

    @staticmethod
    def _string(text: str, at: int, strict: bool) -> tuple[str, int]:  # noqa: FBT001 - as the library calls it
        found: tuple[str, int] = json.decoder.scanstring(text, at, strict)  # type: ignore[attr-defined]
        if sign := odd_sign(found[0]):
            raise _Wrong(_line_at(text, at), _sign_in(sign))
        return found

    def _object(self, given: tuple[str, int], strict: bool, scan: Scan, *_: object) -> tuple[Value, int]:  # noqa: FBT001
        starts: list[int] = []

        def noting(text: str, at: int) -> tuple[Value, int]:
            starts.append(at)
            return self._placed(scan)(text, at)

        pairs, end = json.decoder.JSONObject(given, strict, noting, None, list)  # type: ignore[attr-defined]
        found: dict[str, Value] = {}
        for (key, value), at in zip(pairs, starts, strict=True):
            if key in found:
                message = msg("data-key-twice", "'%(key)s' is written twice. Remove one of them.", key=key)
                raise _Wrong(_line_at(given[0], at), message)
            if sign := odd_sign(key):
                raise _Wrong(_line_at(given[0], at), _sign_in(sign))
            found[key] = value
        return found, end


def _line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


_READERS: Mapping[str, Callable[[str, str], Value]] = {
    ".csv": _from_csv,
    ".json": _from_json,
    ".yaml": _from_yaml,
    ".yml": _from_yaml,
}

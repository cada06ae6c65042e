"""Turns the options that themes declare, and what the newsroom's settings say of them, into one value for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from warta.errors import Problem, did_you_mean, listed
from warta.fields import Fields, Ref
from warta.settings import FILE_NAME as CONFIG

_COLOR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")

Value = str | bool | int


class Option(msgspec.Struct, frozen=True):
    """An option as a theme declares it. `type` is text, color, flag, number or choice."""

    type: str
    default: Value
    choices: tuple[str, ...] = ()


def read_option(row: Fields) -> Option | None:
    """The option that `row` of a theme.yaml declares; None: it is a problem."""
    kind = row.choice("type", ("text", "color", "flag", "number", "choice"), "text") or "text"
    choices = row.texts("choices")
    row.text("help")
    line = row.line_of("default")
    written = row.text("default") or ""
    try:
        return Option(kind, _typed(written, Option(kind, "", choices)), choices)
    except ValueError as error:
        row.problem(line, f"'default' {error} (got '{written}').")
        return None


def option_values(
    declared: Iterable[Mapping[str, Option]], written: Mapping[str, Ref], problems: list[Problem]
) -> dict[str, Value]:
    """The value of each option: as written in the settings, else its default.

    `declared` are the options of the theme, of its parent, and so on; the first that has a name says what it is.
    """
    known: dict[str, Option] = {}
    for options in reversed(list(declared)):
        known |= options
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


def _typed(text: str, option: Option) -> Value:
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

"""Turns the options that themes declare, and what the newsroom's settings say of them, into one value for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from warta.errors import Problem, Said, known_are, meant
from warta.fields import Fields, Ref
from warta.messages import Message, msg
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
        return Option(kind, _typed(written, Option(kind, "", choices), msg("option-default", "'default'")), choices)
    except _Unfit as unfit:
        row.problem(line, unfit.message)
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
            hint = meant(name, known) or known_are(known)
            message = msg("option-unknown", "the theme has no option '%(name)s'.", hint, name=name)
            problems.append(Problem(CONFIG, ref.line, message))
            continue
        try:
            values[name] = _typed(ref.text, option, msg("option-named", "theme option '%(name)s'", name=name))
        except _Unfit as unfit:
            problems.append(Problem(CONFIG, ref.line, unfit.message))
    return dict(sorted(values.items()))


class _Unfit(Said):
    """A value that is not of an option's type."""


def _typed(text: str, option: Option, what: Message) -> Value:
    """The value of an option as its type wants it; `what` names it. Raises _Unfit."""
    if option.type == "flag":
        if text.casefold() not in ("true", "false", "yes", "no", "ya", "tidak", ""):
            raise _Unfit(msg("option-no-flag", "%(what)s must be true or false (got '%(got)s').", what=what, got=text))
        return text.casefold() in ("true", "yes", "ya")
    if option.type == "number":
        if not (text.isdecimal() and text.isascii()):
            raise _Unfit(
                msg("option-no-number", "%(what)s must be a whole number (got '%(got)s').", what=what, got=text)
            )
        return int(text)
    if option.type == "choice" and text not in option.choices:
        raise _Unfit(
            msg(
                "option-no-choice",
                "%(what)s must be one of %(choices)s (got '%(got)s').",
                what=what,
                choices=option.choices,
                got=text,
            )
        )
    if option.type == "color" and text and not _COLOR.fullmatch(text):
        raise _Unfit(
            msg(
                "option-no-colour",
                "%(what)s must be a colour such as #0b5d4e (got '%(got)s').",
                what=what,
                got=text,
            )
        )
    return text

"""Turns values of options as typed into checked ones, or into a message about wrong usage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import click

from warta.catalogue import say
from warta.messages import Message, msg
from warta.signs import odd_sign

Command = TypeVar("Command", bound=Callable[..., Any])


def _refused(why: Message) -> click.BadParameter:
    return click.BadParameter(say(why))


def jobs_in_range(_: click.Context, __: click.Parameter, number: int | None) -> int | None:
    """A number of processes that a machine can have."""
    if number is not None and not 1 <= number <= 256:
        raise _refused(msg("option-jobs", "it must be a number from 1 to 256 (got %(got)s).", got=str(number)))
    return number


def plain_text(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    """A text that may stand in a file of the content."""
    if text is not None and (sign := odd_sign(text)):
        raise _refused(msg("option-sign", "it holds the sign %(sign)s, which no text may hold.", sign=sign))
    return text


def plain_texts(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Words that may stand in a file of the content."""
    for text in texts:
        plain_text(context, parameter, text)
    return texts


def port_option(default: int) -> Callable[[Command], Command]:
    """The option of a command that serves on this machine."""
    return click.option(
        "--port",
        "-p",
        type=int,
        metavar="N",
        callback=_port_in_range,
        default=default,
        show_default=True,
        help="The port; a free one is taken when it is in use.",
    )


def _port_in_range(_: click.Context, __: click.Parameter, number: int) -> int:
    """A number that a port can have."""
    if not 0 <= number <= 65535:
        raise _refused(msg("option-port", "it must be a number from 0 to 65535 (got %(got)s).", got=str(number)))
    return number


def valid_moment(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    """A date, with or without a time, as typed; what reads it knows the site's zone."""
    if text is None:
        return None
    from warta.dates import Calendar, Unclear, find_zone, parse_moment

    try:
        # whose newsroom it is is not known yet; the day is that of the middle of Indonesia
        parse_moment(text, dt.UTC, Calendar(today=dt.datetime.now(find_zone("WITA")).date()))
    except Unclear as unclear:
        raise click.BadParameter(say(unclear.answer(msg("the-time", "the time"), lambda date: f'"{date}"'))) from None
    return text


def moment_or_now(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    """As `valid_moment`, or the word `now`."""
    return text if text == "now" else valid_moment(context, parameter, text)


def natural_number(_: click.Context, __: click.Parameter, number: int | None) -> int | None:
    """A number that something can be counted by."""
    if number is not None and number < 0:
        raise _refused(msg("option-natural", "it must be a number from 0 (got %(got)s).", got=str(number)))
    return number

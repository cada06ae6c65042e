"""Turns `--lang`, the environment and config.yaml into the language of a run, and the help of all commands into it."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click

from warta import catalogue
from warta.errors import UsageError
from warta.messages import Message, msg

_OTHER = msg("help-in-the-other-language", "In Indonesian: --lang id")


def choose_language(arguments: list[str], site: Callable[[Path | None], Path]) -> list[str]:
    """Speak the language that is asked for with `--lang`, anywhere among the arguments, or else the one that
    `catalogue.language_of` finds for the newsroom; the arguments without `--lang`.

    `site` gives the newsroom's folder for that of `--site`, or for None. Raises UsageError for a language that is
    not there.
    """
    asked, rest = _taken("--lang", arguments)
    folder, _ = _taken("--site", arguments)
    try:
        config = (site(Path(folder) if folder else None) / "config.yaml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        config = ""
    catalogue.speak(catalogue.language_of(asked, os.environ, config))
    if asked is not None and asked not in catalogue.LANGUAGES:
        raise UsageError(msg("language-unknown", "--lang is 'id' or 'en' (got '%(got)s').", got=asked))
    return rest


def _taken(name: str, arguments: list[str]) -> tuple[str | None, list[str]]:
    """The last value of an option, and the arguments without it; what follows `--` are no options."""
    found, rest = None, []
    left = iter(arguments)
    for each in left:
        if each == "--":
            rest += [each, *left]
        elif each == name:
            found = next(left, "")
        elif each.startswith(f"{name}="):
            found = each.removeprefix(f"{name}=")
        else:
            rest.append(each)
    return found, rest


def translate(group: click.Group) -> None:
    """Put the help of all commands into the language of this run."""
    group.epilog = catalogue.say(_OTHER)
    for owner, name, text in _texts(group):
        setattr(owner, name, catalogue.say(_message(text)))


def help_messages(group: click.Group) -> Iterator[Message]:
    """Every message that `translate` puts into another language."""
    yield _OTHER
    yield from [_message(text) for _, _, text in _texts(group)]


@cache
def _texts(group: click.Group) -> tuple[tuple[Any, str, str], ...]:
    """Every text of the help as it was declared, with whose it is and the name of the attribute that holds it.

    They are remembered: once translated, the commands hold other texts.
    """
    return tuple(_declared(group))


def _declared(group: click.Group) -> Iterator[tuple[Any, str, str]]:
    for command in _commands(group):
        yield from [(command, name, text) for name in _OF_A_COMMAND if (text := getattr(command, name, None))]
        for each in command.params:
            if isinstance(each, click.Argument):
                yield each, "metavar", each.metavar or _of_argument(each)
            elif isinstance(each, click.Option):
                yield each, "help", each.help or ""
                if each.metavar or not (each.is_flag or isinstance(each.type, click.Choice)):
                    yield each, "metavar", each.metavar or each.type.name.upper()


_OF_A_COMMAND = ("help", "short_help", "options_metavar", "subcommand_metavar")


def _of_argument(argument: click.Argument) -> str:
    name = (argument.name or "").upper()
    return name if argument.required else f"[{name}]"


def _commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from _commands(each)


def _message(text: str) -> Message:
    return Message("help", inspect.cleandoc(text).replace("%", "%%"))

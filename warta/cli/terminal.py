"""Turns texts into lines of a terminal that do nothing but stand there, and questions into yes or no: its one door.

Whatever people, files and other servers say may hold signs that a terminal obeys. Here they are spelt out, and nothing
else of Warta writes to the terminal. Where somebody looks on, sentences are broken between words, as wide as the
terminal; what will be pasted stays in one.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import textwrap
from pathlib import Path

import click

from warta.catalogue import say
from warta.errors import Problem
from warta.messages import Message, msg
from warta.signs import in_one_line, spelt_out
from warta.wording import yes_or_no

_WHOLE = str.maketrans(" ", "\ue000")
_BLANK = str.maketrans("\ue000", " ")
_NO = ("", "t")
"""A blank at which no line is broken is a sign of no alphabet until the lines are made."""


def put(text: Message | str, *, err: bool = False, nl: bool = True) -> None:
    """Write a message, or a text that is laid out already, to standard output or error."""
    said = _broken(spelt_out(_from_here(say(text, _whole))), err=err) if isinstance(text, Message) else spelt_out(text)
    click.echo(said, err=err, nl=nl)


def put_sentences(text: str, *, err: bool = False) -> None:
    """Write sentences, one or more a line, to standard output or error."""
    click.echo(_broken(spelt_out(text), err=err), err=err, nl=False)


def put_again(text: str) -> None:
    """Write a text to standard error over the one that was there."""
    click.echo(f"\r{in_one_line(text)}", err=True, nl=False)


def put_problem(problem: Problem) -> None:
    """Write a problem to standard error as one line, with its place set off where it has one."""
    place = f"{_whole(in_one_line(_from_here(problem.place)))}: " if problem.path else ""
    lines = _broken(place + in_one_line(_from_here(say(problem.message, _whole))), err=True)
    shown = place[:-2].translate(_BLANK)
    click.echo(click.style(shown, bold=True) + lines[len(shown) :] if shown else lines, err=True)


def put_heading(text: Message) -> None:
    """Write what stands above a list to standard output, set off."""
    click.echo(click.style(in_one_line(say(text)), bold=True))


def put_warning(warning: Problem) -> None:
    """Write to standard error, in one line, what stops nothing."""
    said = msg("warning", "%(message)s (a warning)", message=warning.message)
    put_problem(Problem(warning.path, warning.line, said))


def put_notice(notice: Message | str) -> None:
    """Write to standard error what is good to know of a run."""
    put(msg("note", "Note: %(notice)s", notice=notice), err=True)


def ask_for(question: Message, default: str) -> str:
    """What a person answers; Enter takes the default. Raises click.Abort when nobody answers."""
    shown = spelt_out(say(question)) + (f" [{default}]" if default else "")
    answer: str = click.prompt(_broken(shown, err=False), default=default, show_default=False)
    return answer


def ask(question: Message) -> bool:
    """Whether a person says yes, in any of the words for it; Enter is no. Raises click.Abort when nobody answers."""
    asked = msg("yes-or-no", "%(question)s [y/N]", question=question)
    while True:
        typed = click.prompt(spelt_out(say(asked)), default="", show_default=False).strip()
        answer = yes_or_no(typed) if typed.casefold() not in _NO else False
        if answer is not None:
            return answer
        put(msg("answer-yes-or-no", "Answer y for yes or n for no."))


def show_wrong_usage(wrong: click.ClickException) -> None:
    """Write how a command is used, and what was wrong with what was typed."""
    if isinstance(wrong, click.BadParameter) and isinstance(wrong.param, click.Argument) and wrong.param.metavar:
        wrong.param_hint = f"'{wrong.param.metavar.strip('[]')}'"
    written = io.StringIO()
    wrong.show(written)
    put_sentences(written.getvalue(), err=True)


def _from_here(text: str) -> str:
    """The text with the names of files below the folder that we are in as they are typed from here."""
    try:
        here = f"{Path.cwd()}{os.sep}"
    except OSError:
        return text
    return re.sub(rf"(?<![^\s'“(]){re.escape(here)}(?=\S)", "", text) if len(here) > 1 and here in text else text


def _whole(text: str) -> str:
    return text.translate(_WHOLE)


def _broken(text: str, *, err: bool) -> str:
    """The text with lines no longer than the terminal is wide, but for words that are; what a line goes on with stands
    two blanks further in. Where nobody looks on it stays as it is.
    """
    if not (sys.stderr if err else sys.stdout).isatty():
        return text.translate(_BLANK)
    width = shutil.get_terminal_size().columns
    return "\n".join(["\n".join(_lines(row, width)) for row in text.split("\n")]).translate(_BLANK)


def _lines(row: str, width: int) -> list[str]:
    if len(row) <= width:
        return [row]
    lead = row[: len(row) - len(row.lstrip(" "))]
    return textwrap.wrap(
        row.strip(),
        width,
        initial_indent=lead,
        subsequent_indent=f"{lead}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )

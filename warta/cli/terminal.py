"""Turns texts into lines of the terminal that do nothing but stand there: the one door to it.

Whatever people, files and other servers say may hold signs that a terminal obeys. Here they are spelt out, and nothing
else of Warta writes to the terminal.
"""

from __future__ import annotations

import io

import click

from warta.catalogue import say
from warta.errors import Problem
from warta.messages import Message, msg
from warta.signs import in_one_line, spelt_out


def put(text: Message | str, *, err: bool = False, nl: bool = True) -> None:
    """Write a text, of one line or of several, to standard output or error."""
    click.echo(spelt_out(say(text)), err=err, nl=nl)


def put_again(text: str) -> None:
    """Write a text to standard error over the one that was there."""
    click.echo(f"\r{in_one_line(text)}", err=True, nl=False)


def put_problem(problem: Problem) -> None:
    """Write a problem to standard error in one line, with its place set off where it has one."""
    place = f"{click.style(in_one_line(problem.place), bold=True)}: " if problem.path else ""
    click.echo(place + in_one_line(say(problem.message)), err=True)


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


def show_wrong_usage(wrong: click.ClickException) -> None:
    """Write how a command is used, and what was wrong with what was typed."""
    written = io.StringIO()
    wrong.show(written)
    put(written.getvalue(), err=True, nl=False)

"""Turns the command line into an exit code: runs the command that was typed, and shows the error that ended it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NoReturn

import click

from warta.cli.commands import commands, site_folder
from warta.cli.language import choose_language, translate
from warta.cli.terminal import put, show_wrong_usage
from warta.errors import UsageError, WartaError, reason
from warta.messages import msg


def main(prog: str = "warta") -> NoReturn:
    """Run the command line and end the process: 0 done, 1 problems in what was read, 2 wrong usage, 130 interrupted."""
    try:
        code = _ended(lambda: run(choose_language(sys.argv[1:], site_folder), prog))
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads on, as in `build.py --why | head`, or the output cannot be written
        code = 1
    # to free the values of 10,000 releases one by one takes a tenth of a build; the system frees them all at once
    os._exit(code)


def run(arguments: list[str], prog: str) -> int:
    """Run a command line without `--lang` in the language that is spoken; the exit code."""

    def work() -> int | None:
        translate(commands)
        code: int | None = commands.main(arguments, prog_name=prog, standalone_mode=False)
        return code

    return _ended(work)


def _ended(work: Callable[[], int | None]) -> int:
    """Work to its end, and show the error that ended it; the exit code. Raises BrokenPipeError when nobody listens."""
    try:
        code = work()
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as wrong:
        show_wrong_usage(wrong)
        code = 2
    except UsageError as wrong:
        put(wrong.message, err=True)
        code = 2
    except WartaError as error:
        _show(error)
        code = error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        name = str(error.filename or "?")
        put(msg("file-fails", "%(name)s cannot be read or written.", reason(error), name=name), err=True)
        code = 1
    except (KeyboardInterrupt, click.Abort):
        put(msg("stopped", "Stopped."), err=True)
        code = 130
    return code or 0


def _show(error: WartaError) -> None:
    if not str(error):
        return  # it has been shown, in the form that was asked for
    from warta.cli.report import show_error

    show_error(error)

"""Turns the command line into an exit code: runs the command that was typed, and shows the error that ended it."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from warta.cli.commands import commands
from warta.cli.terminal import say, show_wrong_usage
from warta.errors import UsageError, WartaError


def main(prog: str = "warta") -> NoReturn:
    """Run the command line and end the process: 0 done, 1 problems in what was read, 2 wrong usage, 130 interrupted."""
    try:
        code = _run(prog)
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads on, as in `build.py --why | head`, or the output cannot be written
        code = 1
    # to free the values of 10,000 releases one by one takes a tenth of a build; the system frees them all at once
    os._exit(code)


def _run(prog: str) -> int:
    """Run the command line; the exit code. Raises BrokenPipeError when nobody listens any more."""
    try:
        code = commands.main(prog_name=prog, standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as wrong:
        show_wrong_usage(wrong)
        code = 2
    except UsageError as wrong:
        say(str(wrong), err=True)
        code = 2
    except WartaError as error:
        _show(error)
        code = error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        say(f"Error: {error.filename or 'a file'} cannot be read or written: {error.strerror or error}.", err=True)
        code = 1
    except (KeyboardInterrupt, click.Abort):
        say("Stopped.", err=True)
        code = 130
    return code or 0


def _show(error: WartaError) -> None:
    if not str(error):
        return  # it has been shown, in the form that was asked for
    from warta.cli.report import show_error

    show_error(error)

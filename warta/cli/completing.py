"""Turns the commands into a script with which a shell completes their names and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from warta.cli.terminal import put

PROGRAM = "warta"


def run_completion(commands: click.Command, shell: str) -> None:
    """Print the script for a shell (bash, zsh or fish), for the installed command `warta`."""
    made = get_completion_class(shell)
    assert made is not None
    put(made(commands, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE").source())

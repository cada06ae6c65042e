"""Turns a command line that names no command into one that names `build`."""

from __future__ import annotations

import click


class BuildsByDefault(click.Group):
    """A group of commands of which `build` is meant when none is named; options of `build` may follow at once."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `build` in the place of the command when there is none."""
        if ctx.resilient_parsing:  # a shell asks what could stand here
            return super().parse_args(ctx, args)
        at = 0
        while at < len(args) and args[at] in ("--site",):
            at += 2
        while at < len(args) and args[at].startswith("--site="):
            at += 1
        if at > len(args):  # --site without its folder: click says so best
            return super().parse_args(ctx, args)
        rest = args[at:]
        if not rest or (rest[0].startswith("-") and rest[0] not in ("--help", "-h", "--version")):
            args = [*args[:at], "build", *rest]
        return super().parse_args(ctx, args)

"""What the pages of the documentation show: their examples, and a shell in which these are run as they stand."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from tests.commands.running import ROOT, environment

DOCS = ROOT / "docs"


def blocks(page: str, kind: str) -> list[str]:
    """The examples of one kind in a page, in their order."""
    text = (ROOT / page if page == "README.md" else DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def commands_of(page: str) -> list[str]:
    """Every command that a page shows, without the remark behind it."""
    lines = [re.sub(r"(?:^|\s+)# .*$", "", line) for block in blocks(page, "sh") for line in block.splitlines()]
    return [line for line in lines if line.strip()]


def shell(folder: Path, script: str, *, asked: bool = False, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a folder, where python and python3 have all that Warta needs. Who is `asked` there says yes."""
    programs = folder / ".bin"
    programs.mkdir(exist_ok=True)
    for name in ("python", "python3"):
        (programs / name).write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n')
        (programs / name).chmod(0o755)
    who = {
        f"GIT_{role}_{what}": "humas@example.go.id" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    there = environment(PATH=f"{programs}:{environment()['PATH']}", **who, **more)
    person, terminal = pty.openpty()
    try:
        os.write(person, b"y\n" * 9)
        return subprocess.run(
            ["sh", "-ec", script], cwd=folder, env=there, stdin=terminal if asked else subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
    finally:
        os.close(person)
        os.close(terminal)

"""Turns what an extra needs into the command that installs it: the libraries by their own names.

Warta itself may not be on the index that pip asks, where its name could be anybody's.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from warta.messages import Message, msg

EXTRAS: Mapping[str, Mapping[str, str]] = {
    "announce": {"apprise": "apprise>=2.3,<3"},
    "desk": {
        "charset_normalizer": "charset-normalizer>=3.5.2,<4",
        "defusedxml": "defusedxml>=0.7.1,<0.8",
        "html_to_markdown": "html-to-markdown>=3.21.2,<4",
        "mammoth": "mammoth>=1.13,<2",
        "markdown_it": "markdown-it-py>=4,<5",
        "pi_heif": "pi-heif>=1.4,<2",
        "python_multipart": "python-multipart>=0.0.34,<0.1",
        "starlette": "starlette>=1.10,<2",
        "uvicorn": "uvicorn>=0.54,<1",
    },
    "heic": {"pi_heif": "pi-heif>=1.4,<2"},
    "import": {
        "charset_normalizer": "charset-normalizer>=3.5.2,<4",
        "defusedxml": "defusedxml>=0.7.1,<0.8",
        "feedparser": "feedparser>=6.0.12,<7",
        "html_to_markdown": "html-to-markdown>=3.21.2,<4",
        "lxml": "lxml>=6.1,<7",
        "markdown_it": "markdown-it-py>=4,<5",
    },
    "keyring": {"keyring": "keyring>=25.7,<26"},
    "press": {"typst": "typst>=0.15,<0.16", "segno": "segno>=1.6.6,<2"},
    "preview-link": {"cryptography": "cryptography>=50.0.2,<51"},
    "s3": {"boto3": "boto3>=1.44,<2"},
    "search": {"pagefind": "pagefind[bin]>=1.5,<2"},
    "sftp": {"paramiko": "paramiko>=5.1,<6"},
    "spelling": {"hunspell": "chunspell>=2.0.5,<3"},
    "trust": {"cryptography": "cryptography>=50.0.2,<51"},
    "word": {"mammoth": "mammoth>=1.13,<2"},
}
"""Each extra with its modules, and what pip is asked for each; as in pyproject.toml."""


def missing(extra: str) -> tuple[str, ...]:
    """What pip must be asked for, of an extra: its libraries that are not installed here."""
    return tuple([asked for module, asked in EXTRAS[extra].items() if importlib.util.find_spec(module) is None])


def install(extra: str) -> Message:
    """The sentence that says how to install what an extra lacks here, to be typed as it stands."""
    asked = missing(extra) or tuple(EXTRAS[extra].values())
    words = [_python(), "-m", "pip", "install", *asked]
    return msg("install", "Install what it needs: %(command)s", command=_command(words))


def _command(words: list[str]) -> str:
    if os.name != "nt":
        return shlex.join(words)
    from subprocess import list2cmdline

    return list2cmdline(words)


def _python() -> str:
    """The Python that runs, as it is called from here: as `python`, below this folder, or by its whole path."""
    running = Path(sys.executable)
    named = shutil.which("python")
    if named and Path(named) == running:
        return "python"
    return str(running.relative_to(Path.cwd())) if running.is_relative_to(Path.cwd()) else str(running)

"""Turns how Warta is installed here into what a newsroom needs besides its content: files that set it up and run it.

build.py and requirements.txt set the newsroom up on any machine, the files of docs/recipes build and deploy it at a
forge or by a timer. So the newsroom is whole without a checkout of Warta beside it.
"""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warta import __version__
from warta.bundled import bundled

PLACES = {
    "github-actions.yml": ".github/workflows/site.yml",
    "gitlab-ci.yml": ".gitlab-ci.yml",
    "warta.service": "timers/warta.service",
    "warta.timer": "timers/warta.timer",
    "warta.cron": "timers/warta.cron",
}
"""Where each recipe lies in a newsroom. A forge reads its own file and no other's."""
IGNORED = "/output/\n/previews/\n/desk/*\n!/desk/journal/\n/mailing/\n/public/\n/wheels/\n.warta/\n.venv/\n"
_REQUIREMENTS = """\
# Warta mana yang membangun ruang berita ini. Setelah baris ini diubah, python3 build.py memasangnya.
# Which Warta builds this newsroom. After a change of this line python3 build.py installs it.
# Tambahan / extras: warta[search,sftp,s3,announce,keyring,preview-link,heic,import,word,spelling]
%s
"""
_NOT_SET = """\
# Alamat di bawah ini hanya contoh: Warta belum punya alamat umum. Tulis alamat tempat Anda mengambil Warta.
# The address below is a placeholder, for Warta has no public one yet. Write the one that you had Warta from.
"""
_OF_THIS_MACHINE = """\
# Ini folder di komputer ini. Untuk komputer lain, GitHub, atau GitLab, tulis alamat git-nya: git+https://...
# This is a folder of this machine. For any other, GitHub or GitLab write the address of its git: git+https://...
"""


def surroundings() -> Iterator[tuple[str, str]]:
    """Each file by its path in the newsroom, with its text."""
    yield "build.py", bundled("build.py").read_text(encoding="utf-8")
    yield "requirements.txt", requirements(origin())
    yield ".gitignore", IGNORED
    for name, place in PLACES.items():
        yield place, bundled(f"docs/recipes/{name}").read_text(encoding="utf-8")


def requirements(source: str) -> str:
    """The file that makes pip install Warta from an address, and says so where that is none for everybody."""
    warning = "" if origin_for_all(source) else _NOT_SET if is_placeholder(source) else _OF_THIS_MACHINE
    return _REQUIREMENTS % f"{warning}warta[search] @ {source}"


def is_placeholder(address: str) -> bool:
    """Whether an address is one of the project before it has a real one: nobody can ever have a name in `.example`."""
    return (urlsplit(address).hostname or "").endswith(".example")


def origin_for_all(address: str) -> bool:
    """Whether other machines can install from an address: it is neither a placeholder nor a folder of this one."""
    return urlsplit(address).scheme != "file" and not is_placeholder(address)


def project_url(name: str) -> str:
    """An address of the project by its name in pyproject.toml, the one place where it is written."""
    try:
        lines = importlib.metadata.metadata("warta").get_all("Project-URL") or []
        urls = dict(str(line).split(", ", 1) for line in lines)
    except importlib.metadata.PackageNotFoundError:
        text = (bundled("pyproject.toml")).read_text(encoding="utf-8")
        urls = tomllib.loads(text)["project"]["urls"]
    return urls.get(name, "")


def origin() -> str:
    """The address that pip installed this Warta from; of a checkout the one it was cloned from, else its folder."""
    direct = _direct_url()
    if "vcs_info" in direct:
        info = direct["vcs_info"]
        return f"{info['vcs']}+{direct['url']}@{info['commit_id']}"
    if "archive_info" in direct:
        return str(direct["url"])
    checkout = bundled("pyproject.toml").parent
    if not (checkout / "pyproject.toml").exists():
        return f"git+{project_url('Source')}@v{__version__}"
    remote, commit = _git(checkout, "remote", "get-url", "origin"), _git(checkout, "rev-parse", "HEAD")
    if urlsplit(remote).scheme in ("https", "ssh") and _git(checkout, "branch", "--remotes", "--contains", commit):
        return f"git+{remote}@{commit}"
    return checkout.resolve().as_uri()


def _direct_url() -> dict[str, Any]:
    """What pip wrote of where it had Warta from (PEP 610); empty where it wrote nothing."""
    try:
        text = importlib.metadata.distribution("warta").read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        text = None
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def _git(folder: Path, *words: str) -> str:
    """What git says of a folder; empty where it says nothing, or there is none."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, text=True, check=False, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""

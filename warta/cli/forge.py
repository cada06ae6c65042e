"""Turns a newsroom in a forge into the folder `admin/` with which Sveltia CMS edits it: its settings, and its page."""

from __future__ import annotations

import re
import subprocess
from base64 import b64encode
from collections import Counter
from hashlib import sha384
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from warta.catalogue import say
from warta.cli.checking import CheckOptions, FindingsLeft, findings_in
from warta.cli.overwriting import write_over
from warta.cli.terminal import put, put_notice, put_sentences
from warta.content.amend import front_of
from warta.content.sveltia import Use, configuration
from warta.desk.findings import Finding
from warta.desk.reporters import text
from warta.errors import UsageError
from warta.messages import msg
from warta.settings import read_settings

FOLDER = "admin"
SCRIPT = "sveltia-cms.js"
VERSION = "0.221.1"
DIGEST = "sha384-JQ+XsKx/UzwdTiNnFStza3XtqqQoVtyNPApkfvwlzZDfhe7giE9CnfQrpHqgv3k6"
"""Of the script of this version: a browser runs no other."""
_TO_MEND = ("value-misread", "key-indonesian")
_LOST = "front-remark"
_REMOTE = re.compile(r"(?:https?://|ssh://)?(?:[^@/]*@)?(?P<host>[\w.-]+)(?::\d+)?[:/](?P<name>[\w./~-]+?)(?:\.git)?/?")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' https:; "
    "img-src 'self' https: data: blob:; media-src 'self' blob:; connect-src 'self' blob: data: %s; worker-src blob:; "
    "base-uri 'none'; form-action 'none'"
)
"""Programs come from this folder alone; only the forge is asked, and the letters of the signs are fetched."""
_PAGE = """\
<!doctype html>
<html lang="%(language)s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="%(policy)s">
<title>%(title)s</title>
</head>
<body>
<noscript>JavaScript</noscript>
<!-- Sveltia CMS %(version)s, MIT. The script lies beside this page; a browser runs it only with this digest. -->
<script src="%(script)s" integrity="%(digest)s" crossorigin="anonymous"></script>
</body>
</html>
"""


def run_schema_for_cms(site: Path, repository: str | None) -> None:
    """Write `admin/`. Raises UsageError, ProblemsFound, and FindingsLeft where the editor would damage a text."""
    settings = read_settings(site)
    backend = _backend(repository or _origin(site))
    findings = findings_in(site, CheckOptions(only=(*_TO_MEND, _LOST)))
    _refuse([each for each in findings if each.rule in _TO_MEND])
    made = yaml.safe_dump(
        configuration(settings, _use(site), backend, say), sort_keys=False, allow_unicode=True, width=110
    )
    forge = {"github": "https://api.github.com https://github.com"}.get(backend["name"], _origin_of(backend))
    page = _PAGE % {
        "language": settings.language, "title": re.sub(r"[<>&]", "", settings.title), "version": VERSION,
        "script": SCRIPT, "digest": DIGEST, "policy": _POLICY % forge,
    }  # fmt: skip
    for name, data in (("config.yml", made), ("index.html", page)):
        _write(site / FOLDER / name, data.encode())
        put(msg("cms-written", "%(path)s is written.", path=f"{FOLDER}/{name}"))
    _tell_the_rest(site / FOLDER / SCRIPT, [each for each in findings if each.rule == _LOST])


def _refuse(damaged: list[Finding]) -> None:
    if not damaged:
        return
    put_sentences(text(damaged))
    put(
        msg(
            "cms-damages",
            "Sveltia CMS would write these otherwise than they are meant, so nothing was written. Mend them first: "
            "%(command)s",
            command="check --only value-misread --only key-indonesian --fix",
        )
    )
    raise FindingsLeft


def _tell_the_rest(script: Path, lost: list[Finding]) -> None:
    if lost:
        files = len({each.path for each in lost})
        put_notice(
            msg(
                "cms-remarks",
                "the remarks in the front matter of 1 file are dropped when it is saved with the CMS.",
                many="the remarks in the front matter of %(count)s files are dropped when they are saved with the CMS.",
                count=files,
            )
        )
    if script.is_file() and "sha384-" + b64encode(sha384(script.read_bytes()).digest()).decode() == DIGEST:
        return
    put(
        msg(
            "cms-script",
            "Put dist/%(script)s of Sveltia CMS %(version)s beside them, as %(path)s: another version is not run.",
            script=SCRIPT,
            version=VERSION,
            path=f"{FOLDER}/{SCRIPT}",
        )
    )


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        write_over(path, path.read_bytes(), data)
    else:
        path.write_bytes(data)


def _use(site: Path) -> Use:
    """How this newsroom writes its keys."""
    fronts = [front_of(each.read_bytes(), str(each)) for each in (site / "content").rglob("*.md") if each.is_file()]
    names = Counter(name for front in fronts for name in front)
    return Use(names, any(isinstance(front.get(name), list) for front in fronts for name in ("category", "categories")))


def _origin(site: Path) -> str:
    """Where the newsroom's repository is pushed to; empty where it lies in none."""
    try:
        words = ["git", "-C", str(site), "config", "remote.origin.url"]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def _backend(repository: str) -> dict[str, str]:
    """The forge as Sveltia CMS names it. Raises UsageError for none."""
    match = _REMOTE.fullmatch(repository)
    if match is None or "/" not in match["name"]:
        raise UsageError(
            msg("cms-no-forge", "In which forge does the newsroom lie? Write --repo https://github.com/OWNER/NAME")
        )
    host, name = match["host"].casefold(), match["name"].strip("/")
    if host == "github.com":
        return {"name": "github", "repo": name}
    if "gitlab" in host:
        own = {} if host == "gitlab.com" else {"base_url": f"https://{host}", "api_root": f"https://{host}/api/v4"}
        return {"name": "gitlab", "repo": name, **own}
    return {"name": "gitea", "repo": name, "base_url": f"https://{host}/", "api_root": f"https://{host}/api/v1"}


def _origin_of(backend: dict[str, str]) -> str:
    return f"https://{urlsplit(backend.get('base_url', 'https://gitlab.com')).netloc}"

"""Turns a workflow of a forge into its steps, run one after the other on this machine, in a fresh clone.

Usage: python scripts/workflow.py FILE [JOB ...] [--without WORDS] [--list]. FILE is a workflow such as
.github/workflows/docs.yml, in this repository or in a newsroom's; without a JOB all of them are run. A step whose
command holds WORDS is left out and named. There are no containers: `run` steps are run as they stand, checkout is a
clone of what is committed, setup-python an environment of that Python where it is at hand, artifacts are folders beside
the clone. Whatever else a step `uses`, and jobs for other systems, are named and not run: the forge alone can.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

SYSTEM = {"linux": "ubuntu-latest", "darwin": "macos-latest", "win32": "windows-latest"}[sys.platform]
_EXPRESSION = re.compile(r"\$\{\{\s*([\w.]+)\s*\}\}")


class Failed(Exception):
    """A step ended with another exit code than 0."""


def main() -> None:
    """Run the jobs that are asked for; ends with 1 when a step fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("job", nargs="*")
    parser.add_argument("--without", action="append", default=[], metavar="WORDS")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    source = Path(_git(asked.file.parent, "rev-parse", "--show-toplevel"))
    jobs = yaml.safe_load(asked.file.read_text(encoding="utf-8"))["jobs"]
    with tempfile.TemporaryDirectory() as folder:
        artifacts = Path(folder) / "artifacts"
        for number, (name, matrix) in enumerate(runs(jobs, asked.job)):
            label = " ".join([name, *map(str, matrix.values())])
            if asked.list:
                sys.stdout.write(label + "\n")
                continue
            place = Path(folder) / str(number)
            place.mkdir()
            try:
                Run(jobs[name], matrix, source, place, artifacts, tuple(asked.without)).all(label)
            except Failed as failed:
                sys.exit(f"{label}: {failed}")


def runs(jobs: Mapping[str, Any], asked: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each job that can be run here with each combination of its matrix, after those that it needs."""
    done: list[str] = []
    while left := [name for name in jobs if name not in done]:
        name = next(each for each in left if not {*_listed(jobs[each].get("needs"))} - {*done})
        done.append(name)
        if asked and name not in asked:
            continue
        matrix = {key: _listed(value) for key, value in jobs[name].get("strategy", {}).get("matrix", {}).items()}
        for values in itertools.product(*matrix.values()):
            given = dict(zip(matrix, values, strict=True))
            if "steps" in jobs[name] and filled(jobs[name]["runs-on"], {"matrix": given}) == SYSTEM:
                yield name, given
            else:
                sys.stdout.write(f"-- {name} {' '.join(map(str, values))}: for the forge alone\n")


def filled(text: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    """A text with the values of its expressions; those that are not known are empty."""

    def value(match: re.Match[str]) -> str:
        room, _, name = match[1].partition(".")
        return str(known.get(room, {}).get(name, ""))

    return _EXPRESSION.sub(value, text)


class Run:
    """One job with one combination of its matrix."""

    def __init__(
        self,
        job: Mapping[str, Any],
        matrix: Mapping[str, Any],
        source: Path,
        place: Path,
        artifacts: Path,
        without: tuple[str, ...],
    ) -> None:
        self._job, self._source, self._artifacts, self._without = job, source, artifacts, without
        self._known = {"matrix": matrix, "github": {"run_id": "1", "ref": "refs/heads/main", "ref_name": "main"}}
        self._work, self._tools = place / "work", place / "tools"
        self._work.mkdir()
        kept = ("PATH", "LANG", "TMPDIR", *(name for name in os.environ if name.startswith(("PIP_", "SSL_", "UV_"))))
        home = place / "home"
        home.mkdir()
        self._env = {name: os.environ[name] for name in kept if name in os.environ} | {"HOME": str(home), "CI": "true"}

    def all(self, label: str) -> None:
        """Run its steps. Raises Failed."""
        for step in self._job["steps"]:
            text = step.get("run") or f"uses {step['uses']}"
            what = filled(text, self._known).strip()
            sys.stdout.write(f"== {label}: {what}\n")
            sys.stdout.flush()
            if "run" in step and not any(words in what for words in self._without):
                self._command(what, step)
            elif "uses" not in step or not self._used(step):
                sys.stdout.write("   not run here\n")

    def _command(self, what: str, step: Mapping[str, Any]) -> None:
        more = {name: filled(str(value), self._known) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", what], cwd=self._work, env=self._env | more, check=False
        )
        if done.returncode != 0:
            raise Failed(f"{what!r} ended with exit code {done.returncode}")

    def _used(self, step: Mapping[str, Any]) -> bool:
        """Do what an action does, where that can be done here; whether it was."""
        given = {name: filled(str(value), self._known) for name, value in step.get("with", {}).items()}
        match step["uses"].partition("@")[0]:
            case "actions/checkout":
                _git(self._source, "clone", "--quiet", str(self._source), str(self._work))
            case "actions/setup-python":
                return self._python(given["python-version"])
            case "actions/upload-artifact":
                shutil.copytree(self._work / given["path"], self._artifacts / given["name"], dirs_exist_ok=True)
            case "actions/download-artifact" if (self._artifacts / given["name"]).is_dir():
                shutil.copytree(self._artifacts / given["name"], self._work / given["path"], dirs_exist_ok=True)
            case _:
                return False
        return True

    def _python(self, version: str) -> bool:
        """An environment of the Python that is asked for; where it is not at hand, of the one that runs this."""
        named = shutil.which(f"python{version}")
        works = named and subprocess.run([named, "-c", ""], capture_output=True, check=False).returncode == 0
        subprocess.run([named if named and works else sys.executable, "-m", "venv", str(self._tools)], check=True)
        programs = self._tools / ("Scripts" if os.name == "nt" else "bin")
        self._env["PATH"] = f"{programs}{os.pathsep}{self._env['PATH']}"
        return bool(works)


def _git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


if __name__ == "__main__":
    main()

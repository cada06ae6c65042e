"""Turns a run of the tests into the share of branches that they reach, and fails where a part has less than it had.

Usage: python scripts/covered.py. The tests are those of TESTS: near the parts that keep Warta's promises, without the
commands, which run in processes of their own. A number of LEAST may rise, and never falls.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = ("tests/unit", "tests/deploy", "tests/sites")
LEAST = {
    "warta/newsroom/": 0.0,
    "warta/newsroom/visibility.py": 0.0,
    "warta/engine/": 0.0,
    "warta/engine/leaks.py": 0.0,
    "warta/deploy/": 0.0,
}
"""Statements and branches that are reached, of a hundred, by path."""


def main() -> None:
    """Run the tests, print the table, and end with 1 when a test fails or a part is below its least."""
    report = ROOT / ".coverage.json"
    words = [
        "-m",
        "pytest",
        "-q",
        "-n",
        "auto",
        "--dist",
        "loadfile",
        "--cov",
        "--cov-report",
        f"json:{report}",
        *TESTS,
    ]
    # tests that run build.py in forks, which coverage does not see, start it anew
    environment = {**os.environ, "COVERAGE_PROCESS_START": str(ROOT / "pyproject.toml")}
    failed = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, check=False).returncode
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    below = 0
    for part, least in LEAST.items():
        found = share({path: each["summary"] for path, each in files.items() if path.startswith(part)})
        below += found < least
        sys.stdout.write(f"{part:32} {found:5.1f} (least: {least:.1f})\n")
    if failed or below:
        sys.exit(1)


def share(summaries: dict[str, dict[str, int]]) -> float:
    """What is reached of all statements and branches of some files, of a hundred."""
    reached = sum(each["covered_lines"] + each["covered_branches"] for each in summaries.values())
    whole = sum(each["num_statements"] + each["num_branches"] for each in summaries.values())
    return 100 * reached / whole if whole else 0.0


if __name__ == "__main__":
    main()

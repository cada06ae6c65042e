"""Turns a preview and an edit into what it costs from a save to the moment the browser is told to reload."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from processes import Cost
from sites import Edit, Site

_ADDRESS = re.compile(r"(http://\S+)")  # its words are those of the language that is spoken
_VERSION = re.compile(rb"/__warta/reload\.js\?v=([^\"&]+)")
_PAUSE = 2.5  # seconds between two saves: a person's, not a script's
_PATIENCE = 120.0


def save_to_reload(command: Sequence[str], site: Site, edit: Edit, times: int) -> tuple[Cost, ...]:
    """Start a preview, and `times` save a file and wait for the event that the page waits for."""
    with subprocess.Popen(command, cwd=site.folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = _address(process)
            return tuple(_once(process.pid, address, site, edit, 200 + number) for number in range(times))
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    """Host and port, as the preview prints them once it can be opened."""
    for line in process.stdout or ():
        match = _ADDRESS.search(line)
        if match:
            return urlsplit(match[1]).netloc
    raise RuntimeError("the preview ended before it said where it is")


def _once(pid: int, address: str, site: Site, edit: Edit, number: int) -> Cost:
    version = _version(address)
    stream = http.client.HTTPConnection(address, timeout=_PATIENCE)
    try:
        stream.request("GET", f"/__warta/events?v={quote(version)}", headers={"Accept": "text/event-stream"})
        response = stream.getresponse()
        response.readline()
        time.sleep(_PAUSE)
        used = _processor_seconds(pid)
        edit(site, number)
        saved = time.perf_counter()
        while line := response.readline():
            if line.startswith(b"event: reload"):
                return Cost(time.perf_counter() - saved, _processor_seconds(pid) - used)
    finally:
        stream.close()
    raise RuntimeError("the preview closed the stream of events without one")


def _version(address: str) -> str:
    """The version of the site that the home page was served with."""
    page = http.client.HTTPConnection(address, timeout=_PATIENCE)
    try:
        page.request("GET", "/")
        match = _VERSION.search(page.getresponse().read())
    finally:
        page.close()
    if match is None:
        raise RuntimeError("the home page of the preview does not wait for reloads")
    return match[1].decode()


def _processor_seconds(pid: int) -> float:
    """What a running process and those it waited for have used so far; 0 where the system does not tell."""
    try:
        fields = (
            Path("/proc", str(pid), "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        )
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

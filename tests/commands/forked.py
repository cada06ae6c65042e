"""Runs build.py in forks of one process that has imported Warta already: most of a short command's time is its imports.

Each run is a process of its own, with its own folder, environment, arguments and pipes, and it executes build.py from its first
line; it only finds the modules loaded. Nothing of Warta has run before in the process that forks.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ROOMS = ("cli", "content", "deploy", "desk", "engine", "newsroom", "plan", "render", "settings")
_SERVER = """
import importlib, json, os, runpy, signal, socket, sys
from pathlib import Path

root, address, rooms = sys.argv[1], sys.argv[2], sys.argv[3].split()
sys.path[0] = root
import babel.dates, jinja2, markdown, nh3, selectolax.lexbor, PIL.Image
for room in rooms:
    for path in sorted(Path(root, "warta", room).rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        importlib.import_module(name.removesuffix(".__init__"))
encoding, errors = sys.stdout.encoding, sys.stdout.errors

def serve(connection):
    data, fds, _, _ = socket.recv_fds(connection, 1 << 20, 3)
    asked = json.loads(data)
    child = os.fork()
    if child == 0:
        connection.close()
        become(asked, fds)
    connection.sendall(b"%d\\n" % child)
    _, status = os.waitpid(child, 0)
    connection.sendall(b"%d\\n" % os.waitstatus_to_exitcode(status))

def become(asked, fds):
    for number, fd in enumerate(fds):
        os.dup2(fd, number)
    os.closerange(3, 64)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.stdin = open(0, encoding=encoding, closefd=False)
    sys.stdout = sys.__stdout__ = open(1, "w", encoding=encoding, errors=errors, closefd=False)
    sys.stderr = sys.__stderr__ = open(2, "w", encoding=encoding, errors="backslashreplace", buffering=1, closefd=False)
    sys.argv[:] = asked["words"]
    code = 1
    try:
        runpy.run_path(asked["words"][0], run_name="__main__")
        code = 0
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\\n")
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        os._exit(code)

listening = socket.socket(socket.AF_UNIX)
listening.bind(address)
listening.listen(64)
print("ready", flush=True)
while True:
    connection, _ = listening.accept()
    if os.fork() == 0:
        listening.close()
        serve(connection)
        os._exit(0)
    connection.close()
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass
"""
_lock = threading.Lock()
_address: list[str] = []


def run_forked(
    words: list[str], cwd: Path | None, env: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run build.py with these words, whose first is its path, to its end."""
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(socket.socket(socket.AF_UNIX))
        connection.settimeout(timeout)
        connection.connect(_server())
        nothing = stack.enter_context(open(os.devnull))  # noqa: PTH123 - no file of ours
        said = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(2)]
        asked = {"words": words, "cwd": str(cwd or Path.cwd()), "env": dict(env)}
        fds = [nothing.fileno(), *(each.fileno() for each in said)]
        socket.send_fds(connection, [json.dumps(asked).encode()], fds)
        answer = stack.enter_context(connection.makefile())
        child = int(answer.readline())
        try:
            code = int(answer.readline())
        except TimeoutError:
            os.kill(child, 9)
            raise
        for each in said:
            each.seek(0)
        out, err = (each.read().decode().replace("\r\n", "\n") for each in said)
    return subprocess.CompletedProcess([sys.executable, *words], code, out, err)


def _server() -> str:
    """The address of the process that forks, which is started with the first run and ends with the tests."""
    with _lock:
        if not _address:
            folder = tempfile.mkdtemp()
            address = f"{folder}/s"
            words = [sys.executable, "-c", _SERVER, str(ROOT), address, " ".join(_ROOMS)]
            process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
            atexit.register(process.kill)
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            _address.append(address)
        return _address[0]

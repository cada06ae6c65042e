"""Turns a newsroom into a desk that is served on this machine until it is interrupted."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn

from warta.durable import write_whole
from warta.errors import WartaError
from warta.messages import msg
from warta.office.app import ENTRANCE, make_app
from warta.office.door import private_folder
from warta.office.guard import Guard
from warta.office.office import Office
from warta.preview.server import make_server

HOST = "127.0.0.1"


class CannotServe(WartaError):
    """The desk cannot be served."""


def serve(site: Path, port: int, who: str, opened: Callable[[str, Path], None]) -> None:
    """Serve the desk; `opened` is told its start address and a file that leads there. A second start only leads to the
    desk that is open already.
    """
    private = private_folder(site)
    if (address := _running(private, who)) is not None:
        opened(address, _leading(private, address))
        return
    office = Office(site, private)
    listening = _listen(port)
    try:
        port = listening.getsockname()[1]
        preview = make_server(office.running.session, HOST, 0, lambda: office.settings)
        office.preview = f"http://{HOST}:{preview.door.port}{preview.base}/"
        preview.start()
        key = os.urandom(24).hex()
        _tell(private, port, key)
        app = Guard(make_app(office, key), port, ENTRANCE)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, lifespan="off", timeout_graceful_shutdown=2
        )
        server = uvicorn.Server(config)
        address = f"http://{HOST}:{port}{ENTRANCE}?kunci={office.door.invite(who)}"
        office.running.watch(office.tick)
        threading.Thread(
            target=_when_started, args=(server, lambda: opened(address, _leading(private, address)))
        ).start()
        try:
            server.run(sockets=[listening])
        finally:
            office.running.end()
            preview.shutdown()
            (private / "running.json").unlink(missing_ok=True)
    finally:
        listening.close()


def _when_started(server: uvicorn.Server, told: Callable[[], None]) -> None:
    waiting = threading.Event()
    while not server.started and not server.should_exit:
        waiting.wait(0.02)
    if server.started:
        told()


def _listen(port: int) -> socket.socket:
    """A socket of this machine alone; another port when this one is in use."""
    for each in (port, 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name != "nt":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, each))
        except OSError:
            listening.close()
            continue
        listening.listen(128)
        return listening
    raise CannotServe(msg("desk-no-port", "no port of this machine is free for the desk."))


def _tell(private: Path, port: int, key: str) -> None:
    """Leave word of the desk that runs, for a second start."""
    write_whole(private / "running.json", json.dumps({"port": port, "key": key}).encode(), 0o600)


def _running(private: Path, who: str) -> str | None:
    """A new start address of the desk that runs already; None: none does."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((private / "running.json").read_bytes())
        port, key = int(told["port"]), str(told["key"])
        connection = http.client.HTTPConnection(HOST, port, timeout=3)
        try:
            connection.request(
                "POST", "/meja/undang", headers={"X-Kunci": key, "X-Nama": who.encode("ascii", "replace").decode()}
            )
            answer = connection.getresponse()
            if answer.status == 200:
                return f"http://{HOST}:{port}{ENTRANCE}?kunci={answer.read().decode()}"
        finally:
            connection.close()
    return None


def _leading(private: Path, address: str) -> Path:
    """A file that only its owner may read and that leads a browser to an address: command lines can be read by all."""
    place = private / "buka.html"
    goes = f'<meta http-equiv="refresh" content="0;url={address}">'
    page = f'<!doctype html><meta charset="utf-8">{goes}<title>Warta</title>'
    write_whole(place, page.encode(), 0o600)
    return place

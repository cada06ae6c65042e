"""Turns a newsroom into a desk that is served on this machine until it is interrupted."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import uvicorn

from warta.durable import write_whole
from warta.engine.lock import hold
from warta.errors import UsageError, WartaError
from warta.messages import Message, msg
from warta.office.accounts import Accounts
from warta.office.app import ENTRANCE, make_app
from warta.office.door import Place, loopback, private_folder
from warta.office.guard import Guard
from warta.office.keeping import FOLDER
from warta.office.office import Office
from warta.preview.server import make_server

HOST = "127.0.0.1"
_OTHER_DESK = msg(
    "desk-twice",
    "another desk of this newsroom is open: under another account of this machine, or on another machine. Two at once "
    "would not see what the other one keeps. Work there, or close it first.",
)


class CannotServe(WartaError):
    """The desk cannot be served."""


class Listening(msgspec.Struct, frozen=True):
    """Where an office's desk is served: the address it listens on, the address that people type (empty: that one), the
    proxy that stands before it, and whether words may be sent unencrypted over a network.
    """

    host: str = HOST
    url: str = ""
    proxy: str = ""
    insecure: bool = False

    @property
    def is_local(self) -> bool:
        """Whether this machine alone reaches it."""
        return ipaddress.ip_address(self.host).is_loopback


def serve(site: Path, port: int, who: str, opened: Callable[[str, Path], None]) -> None:
    """Serve the desk of one person; `opened` is told its start address and a file that leads there. A second start only
    leads to the desk that is open already.
    """
    private = private_folder(site)
    if (address := _running(private, who)) is not None:
        opened(address, _leading(private, address))
        return
    with _alone(site), _listen(HOST, port) as listening:
        port = listening.getsockname()[1]
        office = Office(site, private)
        preview = make_server(office.running.session, HOST, 0, lambda: office.settings)
        office.preview = f"http://{HOST}:{preview.door.port}{preview.base}/"
        preview.start()
        try:
            key = os.urandom(24).hex()
            _tell(private, {"port": port, "key": key})
            address = f"http://{HOST}:{port}{ENTRANCE}?kunci={office.door.invite(who)}"
            app = Guard(make_app(office, key), loopback(port), ENTRANCE)
            _run(office, private, app, listening, lambda: opened(address, _leading(private, address)))
        finally:
            preview.shutdown()


def serve_office(
    site: Path, port: int, where: Listening, opened: Callable[[str], None], warn: Callable[[Message], None]
) -> None:
    """Serve the desk of an office; `opened` is told its address. Raises UsageError for a place where it would be open
    to everybody, CannotTrust for accounts that cannot be relied upon.
    """
    private = private_folder(site)
    accounts = Accounts(private, site)
    _refuse(where, has_accounts=bool([each for each in accounts.all() if each.on]))
    if (found := _office_running(private)) is not None:
        raise CannotServe(msg("desk-office-open", "the office's desk is open already: %(address)s", address=found))
    with _alone(site), _listen(where.host, port) as listening:
        port = listening.getsockname()[1]
        host = f"[{where.host}]" if ":" in where.host else where.host
        address = where.url or f"http://{host}:{port}"
        parts = urlsplit(address)
        if where.is_local and not where.url:
            place = loopback(port)
        else:
            place = Place(frozenset((parts.netloc,)), parts.scheme)
        office = Office(site, private, accounts, warn)
        office.is_encrypted, office.is_alone = place.is_encrypted, where.is_local
        _tell(private, {"office": address, "host": where.host, "port": port})
        app = Guard(make_app(office, ""), place, ENTRANCE, where.proxy)
        _run(office, private, app, listening, lambda: opened(f"{address.rstrip('/')}{ENTRANCE}"))


def _refuse(where: Listening, *, has_accounts: bool) -> None:
    if where.is_local:
        return
    if ipaddress.ip_address(where.host).is_unspecified and not where.url:
        raise UsageError(
            msg(
                "office-everywhere",
                "--listen %(host)s is every address of this machine, so say which one people type: --address URL",
                host=where.host,
            )
        )
    if not has_accounts:
        raise UsageError(
            msg(
                "office-no-accounts",
                "--listen %(host)s lets others reach the desk, and it has no account yet. Make one first: "
                "warta desk accounts add NAME",
                host=where.host,
            )
        )
    if not where.url.startswith("https://") and not where.insecure:
        raise UsageError(
            msg(
                "office-unencrypted",
                "--listen %(host)s would send passwords unencrypted over the network. Put an HTTPS proxy before the "
                "desk and name its address (--address https://...), or say --insecure.",
                host=where.host,
            )
        )


def _run(office: Office, private: Path, app: Guard, listening: socket.socket, told: Callable[[], None]) -> None:
    # of what a proxy says nothing is believed but what the guard reads
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, proxy_headers=False, lifespan="off",
        timeout_graceful_shutdown=2,
    )  # fmt: skip
    server = uvicorn.Server(config)
    office.running.watch(office.tick)
    threading.Thread(target=_when_started, args=(server, told)).start()
    try:
        server.run(sockets=[listening])
    finally:
        office.running.end()
        (private / "running.json").unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(site: Path) -> Iterator[None]:
    """One desk of a newsroom at a time, whoever opens it; the system lets go of the lock however a process ends."""
    held = hold(site / FOLDER)
    if held is None:
        raise CannotServe(_OTHER_DESK)
    with held:
        yield


def _when_started(server: uvicorn.Server, told: Callable[[], None]) -> None:
    waiting = threading.Event()
    while not server.started and not server.should_exit:
        waiting.wait(0.02)
    if server.started:
        told()


@contextlib.contextmanager
def _listen(host: str, port: int) -> Iterator[socket.socket]:
    """A socket of this address; of this machine alone another port when this one is in use."""
    others = (port, 0) if ipaddress.ip_address(host).is_loopback else (port,)
    for each in others:
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        if os.name != "nt":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, each))
        except OSError:
            listening.close()
            continue
        with listening:
            listening.listen(128)
            yield listening
        return
    raise CannotServe(msg("desk-no-port", "no port of this machine is free for the desk."))


def _tell(private: Path, told: dict[str, object]) -> None:
    """Leave word of the desk that runs, for a second start."""
    write_whole(private / "running.json", json.dumps(told).encode(), 0o600)


def _office_running(private: Path) -> str | None:
    """The address of an office's desk that runs already; None: none does."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((private / "running.json").read_bytes())
        with contextlib.closing(socket.create_connection((str(told["host"]), int(told["port"])), timeout=3)):
            return str(told["office"])
    return None


def _running(private: Path, who: str) -> str | None:
    """A new start address of the desk that runs already; None: none does."""
    if (office := _office_running(private)) is not None:
        raise CannotServe(
            msg(
                "desk-office-runs",
                "the office's desk is open: sign in at %(address)s, or close it first.",
                address=office,
            )
        )
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

"""An SFTP server that renames as a test says: as those without OpenSSH's extension, or not at all."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import paramiko
from paramiko import SFTPAttributes, SFTPHandle, SFTPServer, SFTPServerInterface
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED
from paramiko.sftp import SFTP_FAILURE, SFTP_OK

KEY = paramiko.ECDSAKey.generate()
HOST_KEY = f"{KEY.get_name()} {KEY.get_base64()}"


def _said(error: OSError) -> int:
    return int(SFTPServer.convert_errno(error.errno or 0))


class _Login(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        return AUTH_SUCCESSFUL if password == "rahasia" else AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED


class _File(SFTPHandle):
    """One open file."""

    def __init__(self, number: int, flags: int) -> None:
        super().__init__(flags)
        self._number = number
        self.readfile = self.writefile = os.fdopen(number, "wb" if flags & (os.O_WRONLY | os.O_RDWR) else "rb")

    def stat(self) -> SFTPAttributes:
        return SFTPAttributes.from_stat(os.fstat(self._number))


class _Files(SFTPServerInterface):
    """A folder. `posix_rename` stays as paramiko has it, which is not to know it, unless the test refuses renames."""

    def __init__(self, server: paramiko.ServerInterface, root: Path, *args: Any, refusing: threading.Event) -> None:
        super().__init__(server, *args)
        self._root = root
        self._refusing = refusing

    def _at(self, path: str) -> Path:
        return Path(f"{self._root}{self.canonicalize(path)}")

    def _refuses(self, path: str) -> bool:
        return self._refusing.is_set() and not path.startswith("/warta-")

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        if self._refuses(newpath):
            return SFTP_FAILURE
        return int(super().posix_rename(oldpath, newpath))

    def rename(self, oldpath: str, newpath: str) -> int:
        if self._refuses(newpath) or self._at(newpath).exists():
            return SFTP_FAILURE
        self._at(oldpath).rename(self._at(newpath))
        return SFTP_OK

    def open(self, path: str, flags: int, attr: SFTPAttributes) -> SFTPHandle | int:
        try:
            return _File(os.open(self._at(path), flags, 0o644), flags)
        except OSError as error:
            return _said(error)

    def stat(self, path: str) -> SFTPAttributes | int:
        try:
            return SFTPAttributes.from_stat(self._at(path).stat())
        except OSError as error:
            return _said(error)

    def lstat(self, path: str) -> SFTPAttributes | int:
        try:
            return SFTPAttributes.from_stat(self._at(path).lstat())
        except OSError as error:
            return _said(error)

    def list_folder(self, path: str) -> list[SFTPAttributes] | int:
        return [SFTPAttributes.from_stat(entry.stat(), entry.name) for entry in os.scandir(self._at(path))]

    def remove(self, path: str) -> int:
        return self._done(Path.unlink, path)

    def mkdir(self, path: str, attr: SFTPAttributes) -> int:
        return self._done(Path.mkdir, path)

    def rmdir(self, path: str) -> int:
        return self._done(Path.rmdir, path)

    def _done(self, call: Callable[[Path], None], path: str) -> int:
        try:
            call(self._at(path))
        except OSError as error:
            return _said(error)
        return SFTP_OK


class OldSftp:
    """The server while it runs. It lets in whoever says `rahasia`. While `refusing`, no file of a site is renamed."""

    def __init__(self, root: Path) -> None:
        self.refusing = threading.Event()
        self._root = root
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ended = threading.Event()
        self._open: list[paramiko.Transport] = []
        self._thread = threading.Thread(target=self._accept)

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self._ended.is_set():
                client.close()
                return
            transport = paramiko.Transport(client)
            transport.add_server_key(KEY)
            transport.set_subsystem_handler("sftp", SFTPServer, _Files, self._root, refusing=self.refusing)
            self._open.append(transport)
            with contextlib.suppress(paramiko.SSHException, EOFError):
                transport.start_server(server=_Login())

    def __enter__(self) -> OldSftp:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        socket.create_connection(("127.0.0.1", self.port), 5).close()
        self._thread.join()
        self._listener.close()
        for transport in self._open:
            transport.close()

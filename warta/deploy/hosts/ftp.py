"""Makes an FTP server a host, over TLS unless the settings say otherwise (RFC 959, 4217).

A file is sent by a temporary name that nobody can guess, and renamed. FTP knows no exclusive file, but making a folder
fails where one is: so a claimed note is a folder first. Links are those that the server lists as such.
"""

from __future__ import annotations

import contextlib
import ftplib
import hashlib
import io
import re
import socket
import ssl
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from warta.deploy.credentials import Credentials
from warta.deploy.host import CannotDeploy, Dropped, Host, Refused, is_temporary, link_in_the_way, temporary_name
from warta.deploy.output import File

_TIMEOUT = 60.0
_CLAIM = ".d"
# what stands before the name in a listing: rights, count, owner, group, size, month, day, time or year
_LISTED_NAME = re.compile(r"^\S+\s+(?:\S+\s+){7}")


class FtpPlace(msgspec.Struct, frozen=True):
    """`path` is the site's root on the server. `fingerprint` is the SHA-256 of a certificate to be trusted as it is."""

    host: str
    user: str
    path: str
    credentials: Credentials
    port: int = 21
    tls: bool = True
    fingerprint: str = ""
    passive: bool = True
    connections: int = 3
    batch: int = 1

    def open(self) -> Host:
        """See `host.Place`."""
        return FtpHost(self)


class FtpHost:
    """See `host.Host`."""

    def __init__(self, place: FtpPlace) -> None:
        self._place = place
        self._folders: set[str] = set()
        self._links: dict[str, frozenset[str]] = {}
        password = place.credentials.need("password")
        with self._translated_errors():
            self._ftp = _connect(place)
            self._ftp.set_pasv(place.passive)
        try:
            with self._translated_errors():
                self._log_in(password)
        except BaseException:
            self.close()
            raise

    def _log_in(self, password: str) -> None:
        try:
            self._ftp.login(self._place.user, password)
        except ftplib.error_perm:
            raise CannotDeploy(
                f"{self._place.host} refused user '{self._place.user}' with that password "
                f"({self._place.credentials.variable('password')})."
            ) from None
        if isinstance(self._ftp, ftplib.FTP_TLS):
            self._ftp.prot_p()
        try:
            self._ftp.cwd(self._place.path)
        except ftplib.error_perm:
            raise CannotDeploy(f"{self._place.host} has no folder '{self._place.path}' for this user.") from None
        self._ftp.voidcmd("TYPE I")

    def begin(self) -> None:
        """Readers see each file as it is renamed."""

    def unfinished(self) -> bool:
        """Never."""
        return False

    def finish(self, name: str) -> None:
        """Nothing is left to do."""

    def read(self, path: str) -> bytes | None:
        """See `host.Host`."""
        found = io.BytesIO()
        with self._translated_errors():
            try:
                self._ftp.retrbinary(f"RETR {path}", found.write)
            except ftplib.error_perm as error:
                if _code(error) == 550:
                    return None
                raise
        return found.getvalue()

    def put(self, files: Sequence[File]) -> None:
        """See `host.Host`."""
        for file in files:
            data = file.read()
            with self._translated_errors(file.path):
                self._put(file.path, data)

    def _put(self, path: str, data: bytes) -> None:
        temporary = temporary_name(path)
        self._make_folder(path.rpartition("/")[0])
        self._ftp.storbinary(f"STOR {temporary}", io.BytesIO(data))
        size = self._size(temporary)
        if size is not None and size != len(data):
            raise Refused(f"{path}: the server kept {size} of {len(data)} bytes. Is its disk full?")
        for _ in range(2):  # what is refused once may be a passing matter, for which no page may vanish
            with contextlib.suppress(ftplib.error_perm):
                self._ftp.rename(temporary, path)
                return
        self._ftp.delete(path)  # some servers do not rename over a file
        self._ftp.rename(temporary, path)

    def _size(self, path: str) -> int | None:
        try:
            return self._ftp.size(path)
        except ftplib.error_perm:  # an old server, which has no SIZE
            return None

    def _make_folder(self, folder: str) -> None:
        """Make a folder and those above it; a refusal is no news when it is there, and shows itself when it is not."""
        if not folder or folder in self._folders:
            return
        self._make_folder(folder.rpartition("/")[0])
        try:
            self._ftp.mkd(folder)
        except ftplib.error_perm:
            if self._is_link(folder):
                raise link_in_the_way(folder) from None
        self._folders.add(folder)

    def _is_link(self, path: str) -> bool:
        """Whether the server lists a link at a path, as servers for Unix do: `lrwxrwxrwx ... name -> place`."""
        folder, _, name = path.rpartition("/")
        if folder not in self._links:
            found = (line.partition(" -> ")[0] for line in self._list(folder) if line.startswith("l"))
            self._links[folder] = frozenset(_LISTED_NAME.sub("", line) for line in found)
        return name in self._links[folder]

    def _list(self, folder: str) -> list[str]:
        """The lines by which the server lists a folder, hidden names too; none where it is not there. Servers read a
        path behind `-a` each in their own way, so the folder is entered first.
        """
        lines: list[str] = []
        here = self._ftp.pwd()
        with contextlib.suppress(ftplib.error_perm):
            if folder:
                self._ftp.cwd(folder)
            try:
                self._ftp.retrlines("LIST -a", lines.append)
            finally:
                self._ftp.cwd(here)
        return lines

    def _leads_away(self, path: str) -> str:
        """The first folder above a path that is a link; empty when none is."""
        folder = ""
        for name in path.split("/")[:-1]:
            folder = f"{folder}/{name}".lstrip("/")
            if folder not in self._folders:
                if self._is_link(folder):
                    return folder
                self._folders.add(folder)
        return ""

    def delete(self, paths: Sequence[str]) -> None:
        """See `host.Host`."""
        for path in paths:
            with self._translated_errors(path):
                self._delete(path)

    def _delete(self, path: str) -> None:
        if link := self._leads_away(path):
            raise link_in_the_way(link)
        try:
            self._ftp.delete(path)
        except ftplib.error_perm as error:
            if self._size(path) is not None:
                raise Refused(f"{path} cannot be deleted: {error}.") from None
        folder = path.rpartition("/")[0]
        while folder:
            try:
                self._ftp.rmd(folder)
            except ftplib.error_perm:
                return
            self._folders.discard(folder)
            folder = folder.rpartition("/")[0]

    def sweep(self, folders: Iterable[str]) -> None:
        """See `host.Host`."""
        for folder in sorted({"", *folders}):
            with self._translated_errors(folder), contextlib.suppress(ftplib.error_perm):
                if self._leads_away(f"{folder}/x".lstrip("/")):
                    continue
                for name in filter(is_temporary, (line.rpartition(" ")[2] for line in self._list(folder))):
                    self._ftp.delete(f"{folder}/{name}".lstrip("/"))

    def names(self) -> list[str]:
        """See `host.Host`. A server without MLSD says only names, so folders may lack their `/`."""
        with self._translated_errors():
            try:
                rows = [(name, facts.get("type", "")) for name, facts in self._ftp.mlsd()]
            except ftplib.error_perm:
                rows = [(name.rpartition("/")[2], "file") for name in self._nlst()]
        every = [(name, kind) for name, kind in rows if kind not in ("cdir", "pdir") and name not in (".", "..")]
        return sorted(f"{name}/" if kind == "dir" else name for name, kind in every)

    def _nlst(self) -> list[str]:
        try:
            return self._ftp.nlst()
        except ftplib.error_perm as error:
            if _code(error) == 550:  # how some servers say that nothing is there
                return []
            raise

    def read_note(self, name: str) -> bytes | None:
        """See `host.Host`."""
        return self.read(name)

    def write_note(self, name: str, data: bytes) -> None:
        """See `host.Host`."""
        with self._translated_errors(name):
            self._put(name, data)

    def claim_note(self, name: str, data: bytes) -> bool:
        """See `host.Host`."""
        with self._translated_errors(name):
            try:
                self._ftp.mkd(name + _CLAIM)
            except ftplib.error_perm:
                if self._is_folder(name + _CLAIM):
                    return False
                raise
            self._put(name, data)
        return True

    def _is_folder(self, path: str) -> bool:
        here = self._ftp.pwd()
        try:
            self._ftp.cwd(path)
        except ftplib.error_perm:
            return False
        self._ftp.cwd(here)
        return True

    def drop_note(self, name: str) -> None:
        """See `host.Host`."""
        with self._translated_errors(name):
            for command, path in ((self._ftp.delete, name), (self._ftp.rmd, name + _CLAIM)):
                with contextlib.suppress(ftplib.error_perm):
                    command(path)

    def close(self) -> None:
        """See `host.Host`."""
        with contextlib.suppress(*ftplib.all_errors):
            self._ftp.quit()
        self._ftp.close()

    @contextlib.contextmanager
    def _translated_errors(self, about: str = "") -> Iterator[None]:
        """Raise the errors of `host.py` in the place of the server's."""
        place = self._place.host
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise CannotDeploy(_untrusted(self._place, error)) from None
        except ftplib.error_perm as error:
            if _code(error) == 530:
                raise Dropped(f"{place}: {error}.") from None
            raise Refused(f"{place}: {f'{about}: ' if about else ''}{error}.") from None
        except ftplib.error_temp as error:
            if _code(error) in (450, 451, 452):
                raise Refused(f"{place}: {f'{about}: ' if about else ''}{error}.") from None
            raise Dropped(f"{place}: {error}.") from None
        except (OSError, EOFError, ftplib.Error) as error:
            raise Dropped(f"{place}: {str(error) or 'the connection broke'}.") from None


def _code(error: Exception) -> int:
    text = str(error)[:3]
    return int(text) if text.isdigit() else 0


class _Tls(ftplib.FTP_TLS):
    """FTP over TLS whose data connections go on in the control connection's session, as many servers demand."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        """See ftplib."""
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each file waits 40 ms to be closed
        if self._prot_p:  # type: ignore[attr-defined]
            session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
            connection = self.context.wrap_socket(connection, server_hostname=self.host, session=session)
        return connection, size


def _connect(place: FtpPlace) -> ftplib.FTP:
    if not place.tls:
        ftp = ftplib.FTP(timeout=_TIMEOUT, encoding="utf-8")
        ftp.connect(place.host, place.port)
        return ftp
    context = ssl.create_default_context()
    # a session of TLS 1.3 is not known before its first data, and can be used once
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    if place.fingerprint:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    tls = _Tls(context=context, timeout=_TIMEOUT, encoding="utf-8")
    tls.connect(place.host, place.port)
    try:
        tls.auth()
    except ftplib.error_perm:
        tls.close()
        raise CannotDeploy(
            f"{place.host} speaks no TLS, so the password could be read on its way. Ask the host for FTPS or SFTP; "
            "if there is no other way, write 'tls: false' in this target."
        ) from None
    except ssl.SSLError:
        tls.close()
        raise
    _check_fingerprint(tls, place)
    return tls


def _check_fingerprint(tls: ftplib.FTP_TLS, place: FtpPlace) -> None:
    if not place.fingerprint or not isinstance(tls.sock, ssl.SSLSocket):
        return
    found = hashlib.sha256(tls.sock.getpeercert(binary_form=True) or b"").hexdigest()
    if found != place.fingerprint.replace(":", "").lower():
        tls.close()
        raise CannotDeploy(
            f"the certificate of {place.host} is not the one in config.yaml (its SHA-256 is {found}). Ask the host "
            "whether it was renewed before you write that into 'fingerprint'."
        )


def _untrusted(place: FtpPlace, error: ssl.SSLCertVerificationError) -> str:
    return (
        f"the certificate of {place.host} cannot be trusted ({error.verify_message}). Use the name the certificate is "
        "for as 'host' (on shared hosting often the server's own, see cPanel), or write its SHA-256 as 'fingerprint'."
    )

"""Makes an FTP server a host, over TLS unless the settings say otherwise (RFC 959, 4217).

A file is sent by a temporary name that nobody can guess, and renamed. FTP knows no exclusive file, but making a folder
fails where one is: so a claimed note is a folder first. For links see `_enter`. All of one protocol
stays together, so this module is a long one.
"""

from __future__ import annotations

import contextlib
import ftplib
import hashlib
import io
import socket
import ssl
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from warta.deploy.credentials import Credentials
from warta.deploy.host import (
    CannotDeploy,
    Dropped,
    Host,
    Refused,
    host_says,
    is_temporary,
    link_in_the_way,
    temporary_name,
)
from warta.deploy.output import File
from warta.messages import Message, msg

_TIMEOUT = 60.0
_CLAIM = ".d"


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
        self._base = ""
        self._here: str | None = ""
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
                msg(
                    "password-refused",
                    "%(host)s refused user '%(user)s' with that password (%(variable)s).",
                    host=self._place.host,
                    user=self._place.user,
                    variable=self._place.credentials.variable("password"),
                )
            ) from None
        if isinstance(self._ftp, ftplib.FTP_TLS):
            self._ftp.prot_p()
        try:
            self._ftp.cwd(self._place.path)
        except ftplib.error_perm:
            raise CannotDeploy(
                msg(
                    "target-no-folder",
                    "%(host)s has no folder '%(path)s' for this user.",
                    host=self._place.host,
                    path=self._place.path,
                )
            ) from None
        self._base = self._ftp.pwd().rstrip("/")
        self._ftp.voidcmd("TYPE I")

    def begin(self) -> None:
        """Readers see each file as it is renamed."""

    def unfinished(self) -> bool:
        """Never."""
        return False

    def finish(self, name: str) -> None:
        """Nothing is left to do."""

    def _enter(self, folder: str) -> None:
        """Go into a folder of the site. A server goes by way of links, and says afterwards where it is: what is done
        there then is done in that very folder, whatever is planted meanwhile.
        """
        if self._here == folder:
            return
        self._here = None
        place = f"{self._base}/{folder}" if folder else self._base or "/"
        self._ftp.cwd(place)
        if folder and self._ftp.pwd().rstrip("/") != place:
            raise link_in_the_way(folder)
        self._here = folder

    def read(self, path: str) -> bytes | None:
        """See `host.Host`."""
        found = io.BytesIO()
        folder, _, name = path.rpartition("/")
        with self._translated_errors():
            try:
                self._enter(folder)
                self._ftp.retrbinary(f"RETR {name}", found.write)
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
        folder, _, name = path.rpartition("/")
        self._make_folder(folder)
        self._enter(folder)
        temporary = temporary_name(name)
        self._ftp.storbinary(f"STOR {temporary}", io.BytesIO(data))
        size = self._size(temporary)
        if size is not None and size != len(data):
            raise Refused(
                msg(
                    "file-cut",
                    "%(path)s: the server kept %(size)s of %(whole)s bytes. Is its disk full?",
                    path=path,
                    size=size,
                    whole=len(data),
                )
            )
        for _ in range(2):  # what is refused once may be a passing matter, for which no page may vanish
            with contextlib.suppress(ftplib.error_perm):
                self._ftp.rename(temporary, name)
                return
        self._ftp.delete(name)  # some servers do not rename over a file
        self._ftp.rename(temporary, name)

    def _size(self, name: str) -> int | None:
        try:
            return self._ftp.size(name)
        except ftplib.error_perm:  # an old server, which has no SIZE
            return None

    def _make_folder(self, folder: str) -> None:
        """Make a folder and those above it; a refusal is no news when it is there, and shows itself when it is not."""
        if not folder or folder in self._folders:
            return
        above, _, name = folder.rpartition("/")
        self._make_folder(above)
        self._enter(above)
        with contextlib.suppress(ftplib.error_perm):
            self._ftp.mkd(name)
        self._folders.add(folder)

    def delete(self, paths: Sequence[str]) -> None:
        """See `host.Host`."""
        for path in paths:
            with self._translated_errors(path):
                self._delete(path)

    def _delete(self, path: str) -> None:
        folder, _, name = path.rpartition("/")
        try:
            self._enter(folder)
        except ftplib.error_perm:  # its folder is gone, and it with it
            return
        try:
            self._ftp.delete(name)
        except ftplib.error_perm as error:
            if self._size(name) is not None:
                raise Refused(
                    msg("not-deleted", "%(path)s cannot be deleted: %(words)s.", path=path, words=str(error))
                ) from None
        while folder:
            above, _, name = folder.rpartition("/")
            try:
                self._enter(above)
                self._ftp.rmd(name)
            except ftplib.error_perm:
                return
            self._folders.discard(folder)
            folder = above

    def sweep(self, folders: Iterable[str]) -> None:
        """See `host.Host`. Servers read a path behind `-a` (hidden names too) each in their own way: none is given."""
        for folder in sorted({"", *folders}):
            with self._translated_errors(folder), contextlib.suppress(ftplib.error_perm, Refused):
                lines: list[str] = []
                self._enter(folder)
                self._ftp.retrlines("LIST -a", lines.append)
                for name in filter(is_temporary, (line.rpartition(" ")[2] for line in lines)):
                    self._ftp.delete(name)

    def names(self) -> list[str]:
        """See `host.Host`. A server without MLSD says only names, so folders may lack their `/`."""
        with self._translated_errors():
            self._enter("")
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
            self._enter("")
            try:
                self._ftp.mkd(name + _CLAIM)
            except ftplib.error_perm:
                if self._is_folder(name + _CLAIM):
                    return False
                raise
            self._put(name, data)
        return True

    def _is_folder(self, name: str) -> bool:
        """Whether a folder of this name is at the root."""
        self._here = None
        try:
            self._ftp.cwd(f"{self._base}/{name}")
        except ftplib.error_perm:
            return False
        return True

    def drop_note(self, name: str) -> None:
        """See `host.Host`."""
        with self._translated_errors(name):
            self._enter("")
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
                raise Dropped(host_says(place, error)) from None
            raise Refused(host_says(place, error, about)) from None
        except ftplib.error_temp as error:
            if _code(error) in (450, 451, 452):
                raise Refused(host_says(place, error, about)) from None
            raise Dropped(host_says(place, error)) from None
        except (OSError, EOFError, ftplib.Error) as error:
            raise Dropped(host_says(place, error)) from None


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
            msg(
                "no-tls",
                "%(host)s speaks no TLS, so the password could be read on its way. Ask the host for FTPS or SFTP; "
                "if there is no other way, write 'tls: false' in this target.",
                host=place.host,
            )
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
            msg(
                "certificate-other",
                "the certificate of %(host)s is not the one in config.yaml (its SHA-256 is %(found)s). Ask the host "
                "whether it was renewed before you write that into 'fingerprint'.",
                host=place.host,
                found=found,
            )
        )


_UNSIGNED = msg("certificate-unsigned", "nobody who is known here has signed it")
_UNTRUSTED = {
    10: msg("certificate-expired", "it has expired"),
    18: msg("certificate-self-signed", "the server signed it itself"),
    62: msg("certificate-of-another", "it is for another name"),
}
"""Why OpenSSL does not trust a certificate, by its number for that."""


def _untrusted(place: FtpPlace, error: ssl.SSLCertVerificationError) -> Message:
    return msg(
        "certificate-untrusted",
        "the certificate of %(host)s cannot be trusted (%(words)s). Use the name the certificate is "
        "for as 'host' (on shared hosting often the server's own, see cPanel), or write its SHA-256 as 'fingerprint'.",
        host=place.host,
        words=_UNTRUSTED.get(error.verify_code, _UNSIGNED),
    )

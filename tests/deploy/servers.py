"""Real servers on loopback, each in a folder of its own and ended by its test."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.ports import free_port

PATIENCE = 20.0


def program(name: str) -> str:
    """The path of a server's program. Where it is missing the test is skipped, but never in CI."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        message = f"{name} is not installed here: apt-get install openssh-server rsync vsftpd nginx-light git"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@contextlib.contextmanager
def running(
    words: list[str], port: int, log: Path, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server's process, from when it accepts connections until the end of the test."""
    with log.open("wb") as out:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                gone = process.poll() is not None
                assert not gone and time.monotonic() < end, f"{words[0]} did not come up:\n{log.read_text()}"
                time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Ssh:
    """An OpenSSH server that lets this user in with one key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.user = getpass.getuser()
        for name in ("host", "user", "other"):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True, timeout=PATIENCE
            )
        shutil.copy(folder / "user.pub", folder / "authorized")
        sftp = next(
            path for path in ("/usr/lib/openssh/sftp-server", "/usr/libexec/sftp-server") if Path(path).exists()
        )
        (folder / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
            f"StrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\nSubsystem sftp {sftp}\n"
            "PermitRootLogin yes\nMaxStartups 100\n"
            "SetEnv SHLVL=2\n"  # or bash would run the user's .bashrc for each command
        )

    @property
    def host_key(self) -> str:
        """As config.yaml has it."""
        return " ".join((self.folder / "host.pub").read_text().split()[:2])

    @property
    def other_key(self) -> str:
        """The key of another machine."""
        return " ".join((self.folder / "other.pub").read_text().split()[:2])

    @contextlib.contextmanager
    def up(self) -> Iterator[subprocess.Popen[bytes]]:
        """The server while it runs."""
        Path("/run/sshd").mkdir(exist_ok=True)  # where its Debian package expects to find an empty folder
        words = [program("sshd"), "-D", "-e", "-f", str(self.folder / "sshd_config")]
        with running(words, self.port, self.folder / "sshd.log") as process:
            self._process = process
            yield process

    def break_all(self) -> None:
        """Kill the server and every process it started for a connection."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                parents[int(stat.parent.name)] = int(fields[1])
        doomed = [self._process.pid]
        for process in doomed:  # grows as children are found
            doomed += [child for child, parent in parents.items() if parent == process]
        for process in doomed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait()


@contextlib.contextmanager
def ssh_server(folder: Path) -> Iterator[Ssh]:
    """See `Ssh`."""
    program("sshd")
    folder.mkdir()
    server = Ssh(folder)
    with server.up():
        yield server


def certificate(folder: Path, names: str = "DNS:localhost,IP:127.0.0.1") -> Path:
    """A certificate of localhost (or of other names) with its key, in one file, signed by itself."""
    path = folder / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         f"subjectAltName={names}", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    path.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return path


class Ftp:
    """A pyftpdlib server in a thread. `on_command` is told each command, and what it returns is answered instead."""

    def __init__(self, root: Path, *, tls: Path | None = None, without: tuple[str, ...] = ()) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of the standard library, which it still leans on
            from pyftpdlib.authorizers import DummyAuthorizer
            from pyftpdlib.filesystems import AbstractedFS
            from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
            from pyftpdlib.servers import ThreadedFTPServer

        self.root = root
        self.commands: list[str] = []
        self.on_command: Callable[[str, str], str | None] = lambda command, argument: None
        server = self
        base = TLS_FTPHandler if tls else FTPHandler
        authorizer = DummyAuthorizer()
        authorizer.add_user("humas", "rahasia", str(root), perm="elradfmwMT")

        class Files(AbstractedFS):  # type: ignore[misc]
            """A session's folder is its own: the library moves the whole process there, and all its threads and
            children with it.
            """

            def chdir(self, path: str) -> None:
                next(Path(path).iterdir(), None)  # fails as entering it would
                self.cwd = self.fs2ftp(path)

        class Handler(base):  # type: ignore[misc, valid-type]
            abstracted_fs = Files

            def pre_process_command(self, line: str, cmd: str, arg: str) -> None:
                server.commands.append(line)
                answer = server.on_command(cmd, arg or "")
                if answer == "drop":
                    self.close()
                elif answer:
                    self.respond(answer)
                else:
                    super().pre_process_command(line, cmd, arg)

        Handler.authorizer = authorizer
        Handler.proto_cmds = {key: value for key, value in base.proto_cmds.items() if key not in without}
        Handler.use_sendfile = False
        if tls:
            Handler.certfile = str(tls)
            Handler.tls_control_required = Handler.tls_data_required = True
        self._server = ThreadedFTPServer(("127.0.0.1", 0), Handler)
        self.port: int = self._server.address[1]
        self._server.poll_timeout = 0.02
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def _serve(self) -> None:
        """Only the thread that waits for the sockets closes them: a poll of a closed one is an error."""
        while not self._stopped.is_set():
            self._server.serve_forever(timeout=0.02, blocking=False, handle_exit=False)
        self._server.close_all()

    def __enter__(self) -> Ftp:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(PATIENCE)


@contextlib.contextmanager
def vsftpd(folder: Path, root: Path, pem: Path) -> Iterator[tuple[int, str]]:
    """vsftpd as Debian has it, over TLS with one session for both connections, which many servers demand.

    Gives its port and the path of `root` there. Started by root it locks itself into the folder above as a user without rights;
    started by another it has only that user's.
    """
    server = program("vsftpd")
    port, low = free_port(), free_port()
    config, empty = folder / "vsftpd.conf", folder / "empty"
    empty.mkdir()
    path = str(root)
    mode = "run_as_launching_user=YES"
    if os.geteuid() == 0:
        shutil.chown(root, "ftp")
        path, mode = f"/{root.name}", f"ftp_username=ftp\nnopriv_user=nobody\nanon_root={root.parent}"
    config.write_text(
        f"listen=YES\nlisten_address=127.0.0.1\nlisten_port={port}\nbackground=NO\n{mode}\n"
        "anonymous_enable=YES\nno_anon_password=NO\nwrite_enable=YES\nanon_upload_enable=YES\n"
        "anon_mkdir_write_enable=YES\nanon_other_write_enable=YES\nanon_world_readable_only=NO\nanon_umask=022\n"
        "local_enable=NO\nseccomp_sandbox=NO\n"
        "ssl_enable=YES\nallow_anon_ssl=YES\nforce_anon_logins_ssl=YES\nforce_anon_data_ssl=YES\nrequire_ssl_reuse=YES\n"
        f"rsa_cert_file={pem}\nrsa_private_key_file={pem}\nssl_ciphers=HIGH\npasv_min_port={low}\npasv_max_port={low + 60}\n"
        f"xferlog_enable=NO\nsecure_chroot_dir={empty}\n"
    )
    with running([server, str(config)], port, folder / "vsftpd.log"):
        yield port, path


@contextlib.contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """moto's S3; its address."""
    port = free_port()
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(words, port, folder / "moto.log"):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def nginx(folder: Path, root: Path) -> Iterator[str]:
    """nginx over a folder, as docs/deploy.md sets it up; its address."""
    port = free_port()
    for name in ("body", "logs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        "events {}\n"
        f"http {{ access_log off; include /etc/nginx/mime.types; client_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/body/p; fastcgi_temp_path {folder}/body/f; uwsgi_temp_path {folder}/body/u; scgi_temp_path {folder}/body/s;\n"
        "charset utf-8; charset_types text/html text/plain text/css application/javascript;\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; index index.html; error_page 404 /404.html; autoindex off;\n"
        "location / { try_files $uri $uri/ =404; } } }\n"
    )
    with running([program("nginx"), "-c", str(config), "-p", str(folder)], port, folder / "nginx.log"):
        yield f"http://127.0.0.1:{port}/"

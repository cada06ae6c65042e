"""Proves that whatever a host answers becomes one sentence with what to do, and nothing is half there afterwards."""

from __future__ import annotations

import contextlib
import errno
import http.server
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.deploy.servers import program
from tests.deploy.world import newsroom, task, tree
from warta.deploy.credentials import Credentials
from warta.deploy.host import CannotDeploy, Dropped, Place, Refused
from warta.deploy.hosts.folder import FolderPlace, _translated_errors
from warta.deploy.hosts.git import GitHost, GitPlace, _environment
from warta.deploy.hosts.s3 import S3Host, S3Place
from warta.deploy.lock import NAME, Holder, _is_running
from warta.deploy.manifest import digest_of_bytes
from warta.deploy.output import File
from warta.deploy.runner import Stopped, deploy, look
from warta.errors import OutputError


def send(tmp: Path, releases: list[int], place: Place) -> None:
    """Deploy a site with these releases."""
    what = task(tmp, newsroom(releases), place)
    deploy(what, look(what)[0])


def why(tmp: Path, place: Place) -> str:
    """Why a deploy does not begin, or does not end."""
    with pytest.raises((CannotDeploy, Stopped, Dropped, Refused)) as raised:
        send(tmp, [1], place)
    return str(raised.value)


def file(path: str, data: bytes = b"isi") -> File:
    """A file to put on a host."""
    return File(path, len(data), digest_of_bytes(data), "media", data)


@contextlib.contextmanager
def answering(answer: Callable[[str, str], tuple[int, str]]) -> Iterator[str]:
    """A web server that answers as the function of method and path says; its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, text = answer(self.command, self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            if status == 401:
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(text.encode())

        do_PUT = do_POST = do_HEAD = do_DELETE = do_GET

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# --- git


def git(*words: str) -> str:
    """What a git command prints."""
    return subprocess.run([program("git"), *words], check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """An empty repository that takes pushes."""
    git("init", "--quiet", "--bare", str(tmp_path / "pages.git"))
    return tmp_path / "pages.git"


def place_of(tmp: Path, repository: str, cache: str = "memory.git", path: str = "") -> GitPlace:
    """A target to a repository."""
    return GitPlace(repository, Credentials("pages", tmp), tmp / cache, path=path)


def test_a_repository_that_is_not_there(tmp_path: Path) -> None:
    """By a path and over HTTP: the address is named, and nothing is tried again and again."""
    assert "there is no repository at " in why(tmp_path, place_of(tmp_path, str(tmp_path / "tiada.git")))
    with answering(lambda method, path: (404, "")) as url:
        assert f"there is no repository at {url}/humas.git" in why(tmp_path, place_of(tmp_path, f"{url}/humas.git"))


def test_a_forge_that_asks_who_one_is(tmp_path: Path) -> None:
    """Nobody is there to type a password: the variable of the token is named."""
    with answering(lambda method, path: (401, "")) as url:
        said = why(tmp_path, place_of(tmp_path, f"{url}/humas.git"))
    assert f"{url}/humas.git refused you. Set WARTA_PAGES_TOKEN" in said


def test_a_forge_that_is_broken_is_tried_again_and_then_quoted(tmp_path: Path) -> None:
    """As often as any host."""
    asked = []

    def broken(method: str, path: str) -> tuple[int, str]:
        asked.append(path)
        return 500, ""

    with answering(broken) as url:
        said = why(tmp_path, place_of(tmp_path, f"{url}/humas.git"))
    assert f"{url}/humas.git: " in said
    assert "500" in said
    assert len(asked) >= 3


def test_without_git_the_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is tried."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "needs the program 'git'" in why(tmp_path, place_of(tmp_path, "x.git"))


def test_the_token_goes_to_https_alone_and_by_no_list_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the environment of git, as a header; not to an address that everybody on the way can read."""
    monkeypatch.setenv("WARTA_PAGES_TOKEN", "rahasia")
    monkeypatch.setenv("GIT_DIR", "elsewhere")
    there = _environment(place_of(tmp_path, "https://forge.example.go.id/humas.git"))
    assert there["GIT_CONFIG_VALUE_0"] == "Authorization: Basic eC1hY2Nlc3MtdG9rZW46cmFoYXNpYQ=="
    assert (there["GIT_CONFIG_KEY_0"], there["GIT_CONFIG_COUNT"], there["GIT_TERMINAL_PROMPT"]) == (
        "http.extraHeader",
        "1",
        "0",
    )
    assert "GIT_DIR" not in there, "an outer git says nothing here"
    for address in ("http://forge.example.go.id/humas.git", "git@forge.example.go.id:humas.git"):
        assert not [name for name in _environment(place_of(tmp_path, address)) if name.startswith("GIT_CONFIG")]


def test_who_was_overtaken_is_told_and_the_others_work_stays(tmp_path: Path, bare: Path) -> None:
    """Two machines at once: the second push is refused, not forced."""
    send(tmp_path, [1], place_of(tmp_path, str(bare)))
    late = GitHost(place_of(tmp_path, str(bare), "other.git"))
    with contextlib.closing(late):
        late.begin()
        late.put([file("a.txt")])
        send(tmp_path, [1, 2], place_of(tmp_path, str(bare)))
        with pytest.raises(CannotDeploy, match="somebody else pushed to gh-pages just now. Deploy again"):
            late.finish("x")
    names = git("-C", str(bare), "ls-tree", "-r", "--name-only", "gh-pages").split()
    assert "a.txt" not in names
    assert "2026/11/rilis-2/index.html" in names


@pytest.mark.parametrize("folder", ["", "situs"])
def test_any_name_of_a_file_comes_back(tmp_path: Path, bare: Path, folder: str) -> None:
    """Quotation marks, line ends, backslashes, blanks; below a folder of the branch too. What is not there is nothing."""
    odd = ['"kutip".txt', "baris\nbaru.txt", "balik\\garis.txt", 'a "b" \\ c\n.txt', " depan.txt", "é/ü.txt"]
    place = place_of(tmp_path, str(bare), path=folder)
    with contextlib.closing(GitHost(place)) as host:
        assert (host.names(), host.read("a")) == ([], None)
        host.begin()
        host.begin()  # once is enough
        host.put([file(path, path.encode()) for path in odd])
        host.finish("x")
        assert [host.read(path) for path in odd] == [path.encode() for path in odd]
        assert host.read("lain.txt") is None
        assert {name.rstrip("/") for name in host.names()} >= {path.partition("/")[0] for path in odd}
    with contextlib.closing(GitHost(place)) as host:
        host.begin()
        host.delete([odd[0], odd[1]])
        host.finish("y")
        assert [host.read(path) is None for path in odd] == [True, True, False, False, False, False]


def test_an_import_that_is_not_there_or_died_is_told(tmp_path: Path, bare: Path) -> None:
    """And whoever closes a host in the middle leaves no process."""
    host = GitHost(place_of(tmp_path, str(bare)))
    with pytest.raises(Refused, match="git fast-import does not run"):
        host.put([file("a.txt")])
    host.begin()
    running = host._import
    assert running is not None
    running.kill()
    running.wait()
    with pytest.raises(Refused, match="git fast-import ended: "):
        for _ in range(100):  # until the pipe is seen to be broken
            host.put([file("a.txt", b"x" * 70_000)])
    host.begin()
    again = host._import
    assert again is not None
    host.close()
    assert again.returncode is not None


# --- a bucket


def s3_error(code: str, status: int) -> tuple[int, str]:
    """An error as stores write it."""
    return status, f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>"


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of a bucket."""
    monkeypatch.setenv("WARTA_BUCKET_KEY_ID", "k")
    monkeypatch.setenv("WARTA_BUCKET_SECRET_KEY", "s")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")


@pytest.mark.parametrize(
    ("code", "status", "error", "said"),
    [
        ("NoSuchBucket", 404, CannotDeploy, "there is no bucket 'humas'. Make it, or mend 'bucket' of this target."),
        ("AccessDenied", 403, CannotDeploy, "the store refused the key (AccessDenied). Set WARTA_BUCKET_KEY_ID"),
        ("SignatureDoesNotMatch", 403, CannotDeploy, "the store refused the key (SignatureDoesNotMatch)."),
        ("SlowDown", 503, Dropped, "bucket humas: a.txt: "),
        ("EntityTooLarge", 400, Refused, "bucket humas: a.txt: "),
    ],
)
def test_each_answer_of_a_store_has_its_sentence(
    tmp_path: Path, keys: None, code: str, status: int, error: type[Exception], said: str
) -> None:
    """What the keys or the name of the bucket mend ends at once, what passes is tried again, the rest is quoted."""
    with answering(lambda method, path: s3_error(code, status)) as url:
        host = S3Host(S3Place("humas", Credentials("bucket", tmp_path), endpoint=url))
        with pytest.raises(error) as raised:
            host.read("a.txt")
    assert said in str(raised.value)


def test_a_store_that_cannot_be_reached(tmp_path: Path, keys: None) -> None:
    """A port where nobody listens is worth another try."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        host = S3Host(
            S3Place("humas", Credentials("bucket", tmp_path), endpoint=f"http://127.0.0.1:{nobody.getsockname()[1]}")
        )
        with pytest.raises(Dropped, match="bucket humas: "):
            host.names()


def test_a_file_that_a_store_does_not_delete_is_named(tmp_path: Path, keys: None) -> None:
    """The answer to many deletions is good, and says within it what was not done."""
    answer = "<DeleteResult><Error><Key>a.txt</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>"
    with answering(lambda method, path: (200, answer)) as url:
        host = S3Host(S3Place("humas", Credentials("bucket", tmp_path), endpoint=url))
        with pytest.raises(Refused, match=r"a\.txt cannot be deleted: .*Denied"):
            host.delete(["a.txt"])


@pytest.mark.parametrize(
    ("first", "claimed", "puts"),
    [
        (("PreconditionFailed", 412), False, 1),
        (("ConditionalRequestConflict", 409), False, 1),
        (("NotImplemented", 501), True, 2),
    ],
)
def test_a_lock_is_claimed_by_the_store_where_it_can(
    tmp_path: Path, keys: None, first: tuple[str, int], puts: int, *, claimed: bool
) -> None:
    """A store that says somebody was sooner is believed; one that knows no conditional writes gets a plain one."""
    written: list[str] = []

    def answer(method: str, path: str) -> tuple[int, str]:
        if method != "PUT":
            return s3_error("NoSuchKey", 404)
        written.append(path)
        return s3_error(*first) if len(written) == 1 else (200, "")

    with answering(answer) as url:
        host = S3Host(S3Place("humas", Credentials("bucket", tmp_path), endpoint=url))
        assert host.claim_note(NAME, b"x") is claimed
    assert len(written) == puts


def test_a_store_that_refuses_a_lock_for_another_reason_is_quoted(tmp_path: Path, keys: None) -> None:
    """It is neither taken nor free."""
    with answering(
        lambda method, path: s3_error("NoSuchKey", 404) if method != "PUT" else s3_error("AccessDenied", 403)
    ) as url:
        host = S3Host(S3Place("humas", Credentials("bucket", tmp_path), endpoint=url))
        with pytest.raises(CannotDeploy, match="refused the key"):
            host.claim_note(NAME, b"x")


def test_without_keys_it_is_said_where_they_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing on this machine has any."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "WARTA_BUCKET"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(CannotDeploy, match="Set WARTA_BUCKET_KEY_ID and WARTA_BUCKET_SECRET_KEY"):
        S3Host(S3Place("humas", Credentials("bucket", tmp_path), endpoint="http://127.0.0.1:9")).read("a.txt")


# --- a folder


def test_a_folder_that_cannot_be_a_target_says_what_to_move(tmp_path: Path) -> None:
    """No folder above it; `current` that is no link; links to where no deploy led. Nothing of it is touched."""
    assert f"{tmp_path}/tiada is not there. Make it" in why(tmp_path, FolderPlace(tmp_path / "tiada" / "www"))
    one, two, three = (tmp_path / name for name in ("satu", "dua", "tiga"))
    (one / "current").mkdir(parents=True)
    (one / "current" / "a.html").write_text("a")
    (two / "lain").mkdir(parents=True)
    (two / "releases").symlink_to(two / "lain")
    (three / "releases").mkdir(parents=True)
    (three / "current").symlink_to("../satu")
    before = [tree(each) for each in (one, two, three)]
    assert "satu/current is no link, so it cannot be switched. Move it away first." in why(tmp_path, FolderPlace(one))
    assert "dua/releases is a link to another folder. Move it away first." in why(tmp_path, FolderPlace(two))
    assert "and no deploy made it so. Move the link away." in why(tmp_path, FolderPlace(three))
    assert [tree(each) for each in (one, two, three)] == before


@pytest.mark.parametrize(("number", "kind"), [(errno.EIO, Dropped), (errno.ESTALE, Dropped), (errno.ENOSPC, Refused)])
def test_a_disk_that_answers_badly_is_tried_again_or_told(number: int, kind: type[Exception]) -> None:
    """A network disk may come back; a full one does not. With the path where the system names one."""
    with pytest.raises(kind, match="^the folder: "), _translated_errors():
        raise OSError(number, os.strerror(number))
    with pytest.raises(kind, match="^/srv/www/a.html: "), _translated_errors():
        raise OSError(number, os.strerror(number), "/srv/www/a.html")


# --- secrets, files and locks


def test_a_file_of_secrets_that_cannot_be_read_is_never_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken YAML, other bytes, a folder: the file is named, and no word of it."""
    path = tmp_path / "elsewhere" / "secrets.yaml"
    path.parent.mkdir()
    monkeypatch.setenv("WARTA_SECRETS", str(path))
    for broken in (b"hosting: {password: 'rahasia", b"\xff\xfe rahasia", b"- rahasia\n  b: [\n"):
        path.write_bytes(broken)
        path.chmod(0o600)
        with pytest.raises(CannotDeploy) as raised:
            Credentials("hosting", tmp_path / "site").find("password")
        assert str(raised.value) == f"{path} cannot be read as 'name: {{what: secret}}' lines."
    path.write_text("hosting: {password: rahasia}\nlain: [a]\n")
    path.chmod(0o600)
    assert Credentials("hosting", tmp_path / "site").find("password") == "rahasia"
    assert Credentials("lain", tmp_path / "site").find("password") is None


@pytest.mark.parametrize("happened", ["changed", "gone"])
def test_a_file_that_changes_while_it_is_deployed_is_not_sent(tmp_path: Path, happened: str) -> None:
    """What was planned goes out, or nothing of it."""
    path = tmp_path / "a.html"
    path.write_bytes(b"lama")
    planned = File("a.html", 4, digest_of_bytes(b"lama"), "media", path)
    assert planned.read() == b"lama"
    path.write_bytes(b"baru") if happened == "changed" else path.unlink()
    with pytest.raises(OutputError, match=r"a\.html was changed while it was being deployed\. Build again"):
        planned.read()


def test_a_lock_of_a_process_that_runs_holds_and_one_that_died_does_not() -> None:
    """Also one that belongs to somebody else of this machine."""
    child = subprocess.Popen(["sleep", "60"])
    assert _is_running(child.pid)
    child.kill()
    child.wait()
    assert not _is_running(child.pid)
    assert _is_running(1)
    assert Holder.__struct_fields__ == ("token", "machine", "process", "seen"), "what other versions read"

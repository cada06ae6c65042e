"""Proves that `announce` sends a release once to whom it is for, whatever servers, lists and power cuts do."""

from __future__ import annotations

import contextlib
import email
import email.policy
import resource
import signal
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.commands.running import command, environment, run, warta
from tests.deploy.servers import certificate
from tests.ports import free_port
from tests.support import CONFIG, SiteTest

NOW = ("--now", "2026-11-24 12:00")
RELEASE = "content/releases/banjir.md"
HEAD = "surel;nama;topik;wilayah;bahasa\n"
LIST = (
    HEAD
    + "ani@koran.example;Ani;Kebencanaan;;\nbudi@radio.example;Budi;Ekonomi;;\ncici@tv.example;;;;\nDEWI@web.example;;;;en\n"
)


class Inbox:
    """What the server took. `answers` are what it says of the next messages instead of 250; `hang` sees a message come."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.answers: list[str] = []
        self.unknown: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """See aiosmtpd."""
        if address in self.unknown:
            return self.unknown[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """See aiosmtpd."""
        if self.answers:
            return self.answers.pop(0)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        (to,) = envelope.rcpt_tos
        self.mails.append((to, mail))
        return "250 OK"

    @property
    def receivers(self) -> list[str]:
        """Who got something, in that order."""
        return [to for to, _ in self.mails]


@contextlib.contextmanager
def serving(box: Inbox, **more: Any) -> Iterator[int]:
    """A server on this machine, and its port."""
    port = free_port()
    controller = Controller(box, "127.0.0.1", port, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


class Rude:
    """A server that speaks just enough, and ends the connection once at `end`: at a verb, or when it has taken a mail."""

    def __init__(self, end: str, left: int = 1) -> None:
        self.end, self.left = end, left
        self.taken: list[str] = []
        self.came = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Rude:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection, contextlib.suppress(OSError), connection.makefile("rwb") as line:
                    self._talk(line)

    def _talk(self, line: Any) -> None:
        def say(text: str) -> None:
            line.write(text.encode() + b"\r\n")
            line.flush()

        to = ""
        say("220 rude")
        while word := line.readline().decode():
            verb = word[:4].strip().upper()
            to = word.partition("<")[2].partition(">")[0] if verb == "RCPT" else to
            if self._ends(verb) or (verb == "DATA" and self._takes(line, say, to)):
                return
            say("221 bye" if verb == "QUIT" else "250 fine")

    def _takes(self, line: Any, say: Any, to: str) -> bool:
        """Take a message; whether the connection ends without an answer."""
        say("354 go on")
        while line.readline() not in (b".\r\n", b""):
            pass
        self.taken.append(to)
        if self.end == "hang":
            self.came.set()
            time.sleep(30)
        return self._ends("taken")

    def _ends(self, where: str) -> bool:
        if self.end != where or not self.left:
            return False
        self.left -= 1
        return True


def newsroom(root: Path, port: int, more: str = "security: none, per_minute: 6000") -> SiteTest:
    """A newsroom with a release, one that waits, and a list of four people, one of whom reads English."""
    site = SiteTest(root, CONFIG.replace("language: id", "language: id\nlanguages: [id, en]"), theme="warta")
    site.config(f"mail: {{from: 'Humas <humas@berita.example>', server: 127.0.0.1, port: {port}, {more}}}\n")
    site.config('categories: [Kebencanaan, Ekonomi]\nregion: "32.11"\n')
    site.release("banjir", "Banjir surut", category="Kebencanaan", regions="[Wado]")
    site.release("nanti", "Rahasia sampai lusa nanti sekali", category="Kebencanaan", embargo="2026-12-01 09:00")
    return site.write("mailing/wartawan.csv", LIST)


def announce(site: SiteTest, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, in English, without questions and without the network."""
    return warta("--lang", "en", "announce", *words, *NOW, "--yes", "--offline", site=site.root)


def steps(site: SiteTest) -> list[str]:
    """What the journal says, line by line."""
    return [
        msgspec.json.decode(line)["step"] for line in (site.root / "mailing/journal.jsonl").read_bytes().splitlines()
    ]


def test_a_release_goes_once_to_whom_it_is_for(tmp_path: Path) -> None:  # noqa: PLR0915 - one newsroom through its days
    """By topic and language, with what programs need; a correction and a withdrawal go to the same people."""
    box = Inbox()
    with serving(box) as port:
        site = newsroom(tmp_path, port)
        listed = warta("--lang", "en", "announce", *NOW, site=site.root)
        assert f"build.py announce {RELEASE}" in listed.stdout and "nanti" not in listed.stdout
        dry = announce(site, RELEASE, "--dry-run")
        assert dry.returncode == 0 and not box.mails, dry.stderr
        written = sorted((site.root / "mailing/dry-run").glob("*.eml"))
        assert [path.name[6:] for path in written] == ["ani@koran.example.eml", "cici@tv.example.eml"]
        assert announce(site, RELEASE).returncode == 0
        assert box.receivers == ["ani@koran.example", "cici@tv.example"]
        mail = box.mails[0][1]
        assert (str(mail["To"]), mail["Subject"]) == ("Ani <ani@koran.example>", "Banjir surut")
        assert mail["List-Unsubscribe"] == "<mailto:humas@berita.example?subject=Berhenti%20langganan>"
        assert mail["List-Unsubscribe-Post"] is None and mail["Content-Language"] == "id"
        bodies = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        assert all("Isi siaran pers." in each and "Berhenti berlangganan" in each for each in bodies)
        assert all("unsubscribe.invalid" not in each for each in bodies)
        again = announce(site, RELEASE)
        assert (again.returncode, len(box.mails)) == (0, 2) and "2 people have it already" in again.stdout
        assert len({mail["Message-ID"] for _, mail in box.mails}) == 2
        told = warta(
            "--lang", "en", "correct", RELEASE, "--text", "Dua desa.", "--at", "2026-11-22", "--yes", site=site.root
        )
        assert "announced by mail to 2 people" in told.stdout, told.stdout + told.stderr
        site.edit(RELEASE, "category: Kebencanaan", "category: Ekonomi")
        assert announce(site, RELEASE).returncode == 0
        assert box.receivers[2:] == ["budi@radio.example", "ani@koran.example", "cici@tv.example"]
        assert {mail["Subject"] for _, mail in box.mails[2:]} == {"[Ralat] Banjir surut"}
        site.edit(
            RELEASE, "category: Ekonomi", "category: Ekonomi\nwithdrawn: {at: 2026-11-23, reason: Keliru sekali.}"
        )
        site.edit("mailing/wartawan.csv", "cici@tv.example;;;;\n", "eko@baru.example;;;;\n")
        assert announce(site, RELEASE).returncode == 0
        assert sorted(box.receivers[5:]) == ["ani@koran.example", "budi@radio.example"]
        body = box.mails[5][1].get_body(("html",))
        assert body is not None
        assert "Keliru sekali." in body.get_content() and "Isi siaran pers." not in body.get_content()
    assert "koran" not in (site.root / "mailing/journal.jsonl").read_text(encoding="utf-8")


def test_nothing_that_is_hidden_is_sent(tmp_path: Path) -> None:
    """A draft, a release under embargo and one that has expired are refused; --press sends an address, and no word."""
    box = Inbox()
    with serving(box) as port:
        site = newsroom(tmp_path, port)
        site.release("draf", "Draf", draft="true").release("habis", "Habis", date="2026-10-01", expires="2026-10-02")
        for name, word in (("nanti", "--press"), ("draf", "draft"), ("habis", "expired")):
            refused = announce(site, f"content/releases/{name}.md")
            assert (refused.returncode, box.mails) == (2, []) and word in refused.stderr, refused.stderr
        link = "https://berita.example/x8Kd/"
        waiting = "content/releases/nanti.md"
        assert announce(site, waiting, "--press", link).returncode == 2
        assert announce(site, waiting, "--press", "http://berita.example/", "--list", "wartawan").returncode == 2
        assert announce(site, RELEASE, "--press", link, "--list", "wartawan").returncode == 2
        assert announce(site, waiting, "--press", link, "--list", "wartawan").returncode == 0
        assert len(box.mails) == 4
        text = box.mails[0][1].as_string()
        assert link in text and "1 Desember 2026" in text and "Rahasia" not in text and "nanti sekali" not in text


def test_a_digest_tells_each_person_what_is_for_them(tmp_path: Path) -> None:
    """Of the last whole week, once; who asked for a topic gets that alone; a week that is not over is refused."""
    box = Inbox()
    with serving(box) as port:
        site = newsroom(tmp_path, port).release("pasar", "Pasar dibuka", category="Ekonomi", date="2026-11-18")
        assert announce(site, "--digest").returncode == 0
        texts = {to: str(mail) for to, mail in box.mails}
        known = ("Banjir surut", "Pasar dibuka")
        titles = {to: [title for title in known if title in text] for to, text in texts.items()}
        assert titles == {
            "ani@koran.example": ["Banjir surut"],
            "budi@radio.example": ["Pasar dibuka"],
            "cici@tv.example": ["Banjir surut", "Pasar dibuka"],
        }
        assert announce(site, "--digest").returncode == 0 and len(box.mails) == 3
        assert announce(site, "--digest", "--week", "2026-w48").returncode == 2


def test_what_a_server_refuses_is_told_and_stops_nobody_else(tmp_path: Path) -> None:
    """For good: not tried again by itself. For now: the same command tries again."""
    box = Inbox()
    box.unknown = {"ani@koran.example": "550 No such user"}
    box.answers = ["452 Insufficient system storage"]
    with serving(box) as port:
        site = newsroom(tmp_path, port)
        first = announce(site, RELEASE)
        assert first.returncode == 1 and not box.mails
        assert "ani@koran.example (550)" in first.stdout and "cici@tv.example (452)" in first.stdout
        second = announce(site, RELEASE)
        assert box.receivers == ["cici@tv.example"] and "ani@koran.example" in second.stdout
        assert steps(site) == ["refused", "begun", "later", "begun", "sent"]


@pytest.mark.parametrize("end", ["MAIL", "DATA"])
def test_a_connection_that_ends_before_the_message_is_made_anew(tmp_path: Path, end: str) -> None:
    """Before anything was handed over it is simply sent; once handed over it is not sent twice by itself."""
    with Rude(end) as server:
        site = newsroom(tmp_path, server.port)
        done = announce(site, RELEASE)
        if end == "MAIL":
            assert (done.returncode, server.taken) == (0, ["ani@koran.example", "cici@tv.example"]), done.stdout
        else:
            assert (done.returncode, server.taken) == (1, ["cici@tv.example"])
            assert "--uncertain" in done.stdout and "ani@koran.example" in done.stdout


def test_a_message_that_a_server_takes_without_a_word_is_not_sent_again(tmp_path: Path) -> None:
    """It is named, and a person decides: again, or leave it. Others get theirs."""
    with Rude("taken") as server:
        site = newsroom(tmp_path, server.port)
        done = announce(site, RELEASE)
        assert (done.returncode, server.taken) == (1, ["ani@koran.example", "cici@tv.example"])
        assert "ani@koran.example" in done.stdout and "--uncertain" in done.stdout
        before = (site.root / "mailing/journal.jsonl").read_bytes()
        assert announce(site, RELEASE).returncode == 1 and len(server.taken) == 2
        assert announce(site, RELEASE, "--uncertain", "again").returncode == 0
        assert server.taken[2:] == ["ani@koran.example"]
        (site.root / "mailing/journal.jsonl").write_bytes(before)
        assert announce(site, RELEASE, "--uncertain", "leave").returncode == 0 and len(server.taken) == 3
        assert steps(site)[-1] == "left"
        assert announce(site, RELEASE).returncode == 0 and len(server.taken) == 3


def test_a_run_that_is_killed_goes_on_without_sending_twice(tmp_path: Path) -> None:
    """Killed while the server holds a message: that one is uncertain, the rest is sent. Half a line is no line."""
    with Rude("hang") as server:
        site = newsroom(tmp_path, server.port)
        words = command("announce", RELEASE, *NOW, "--yes", "--offline", site=site.root)
        process = subprocess.Popen(words, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert server.came.wait(30)
        busy = announce(site, RELEASE)
        assert busy.returncode == 2 and "is being sent" in busy.stderr
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert steps(site) == ["begun"]
        with (site.root / "mailing/journal.jsonl").open("ab") as journal:
            journal.write(b'{"at": "2026')
    with Rude("never") as server:
        site.write("config.yaml", site.text_of("config.yaml").replace("port: ", f"port: {server.port} #"))
        site.edit("config.yaml", f"port: {server.port} #", f"port: {server.port}, folder: mailing, security: none}} #")
        done = announce(site, RELEASE)
        assert (done.returncode, server.taken) == (1, ["cici@tv.example"]), done.stdout + done.stderr
        assert steps(site) == ["begun", "begun", "sent"]


def test_a_full_disk_stops_before_anything_is_handed_over(tmp_path: Path) -> None:
    """What cannot be written down is not sent."""
    box = Inbox()
    with serving(box) as port:
        site = newsroom(tmp_path, port)
        site.build()
        long = {"at": "", "about": "x" * 8_000_000, "version": "", "to": "", "step": "sent"}
        journal = site.root / "mailing/journal.jsonl"
        journal.write_bytes(msgspec.json.encode(long) + b"\n")
        before = journal.stat().st_size
        words = command("--lang", "en", "announce", RELEASE, *NOW, "--yes", "--offline", site=site.root)
        room = (before + 50, before + 50)
        done = subprocess.run(
            words,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, room),
        )
        assert (done.returncode, box.mails) == (1, []) and "journal" in done.stderr, done.stdout + done.stderr
        assert journal.stat().st_size == before


@pytest.mark.filterwarnings("ignore:Session.login_data is deprecated")
def test_a_password_is_told_to_nobody_but_the_right_server(tmp_path: Path) -> None:
    """Encrypted, with a certificate that holds; the secret is in the environment, and in no message."""

    def let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"humas", b"rahasia-surat"), handled=False)

    pem = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    box = Inbox()
    with serving(box, require_starttls=True, tls_context=context, authenticator=let_in, auth_required=True) as port:
        site = newsroom(tmp_path, port, "user: humas, per_minute: 6000")
        words = command("--lang", "en", "announce", RELEASE, *NOW, "--yes", "--offline", site=site.root)
        trusted = {"SSL_CERT_FILE": str(pem)}
        unsure = run(words, env=environment(WARTA_MAIL_PASSWORD="rahasia-surat"))
        assert unsure.returncode == 1 and "certificate" in unsure.stderr
        wrong = run(words, env=environment(WARTA_MAIL_PASSWORD="salah", **trusted))
        assert wrong.returncode == 1 and "user and password" in wrong.stderr, wrong.stderr
        secrets = tmp_path / "secrets.yaml"
        secrets.write_text("mail: {password: rahasia-surat}\n")
        secrets.chmod(0o644)
        open_to_all = run(words, env=environment(WARTA_SECRETS=str(secrets), **trusted))
        assert open_to_all.returncode == 1 and "chmod 600" in open_to_all.stderr
        assert not box.mails
        secrets.chmod(0o600)
        assert run(words, env=environment(WARTA_SECRETS=str(secrets), **trusted)).returncode == 0
    assert len(box.mails) == 2 and "rahasia-surat" not in unsure.stderr + wrong.stderr
    (site.root / "mailing/journal.jsonl").unlink()
    plain = Inbox()
    with serving(plain) as port:  # offers no encryption
        site.edit("config.yaml", "port: ", f"port: {port} # ")
        site.write("config.yaml", site.text_of("config.yaml").replace(" # ", ", user: humas} # "))
        clear = run(words, env=environment(WARTA_MAIL_PASSWORD="rahasia-surat", **trusted))
        assert (clear.returncode, plain.mails) == (1, []) and "no encryption" in clear.stderr, clear.stderr


def test_every_line_of_a_list_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    """With its place, and nothing is sent; whoever is named twice is one person; nothing begins a line of a head."""
    site = newsroom(tmp_path, 1)
    site.write(
        "mailing/salah.csv",
        HEAD
        + 'bukan alamat;;;;\n"a@b.example\nBcc: x@y.example";;;;\nc@d.example;"Nama\r\nBcc: x@y.example";;;\n'
        + "e@f.example;;;Wadoo;\ng@h.example;;;;fr\ni@j.example;;;;;lebih\nü@k.example;;;;\nani@koran.example;;;;en\n",
    )
    done = announce(site, RELEASE)
    lines = [line for line in done.stderr.splitlines() if line.startswith("mailing/salah.csv:")]
    assert [line.split(":")[1] for line in lines] == ["2", "3", "5", "7", "8", "9", "10"], done.stderr
    assert done.returncode == 1 and "mailing/wartawan.csv:2: ani@koran.example is listed for another" in done.stderr
    site.write("mailing/salah.csv", "surel,topic\n")
    site.write("mailing/lain.csv", "surel,topikk\na@b.example,A\n")
    assert "Did you mean" in announce(site, RELEASE).stderr
    box = Inbox()
    with serving(box) as port:
        site.write("mailing/lain.csv", '\ufeffmail,name\nANI@koran.example,"Ani ""Si Pena"", S.Sos"\n')
        site.edit("config.yaml", "port: 1,", f"port: {port},")
        done = announce(site, RELEASE, "--list", "lain", "--list", "wartawan")
        assert done.returncode == 0 and "names somebody again" in done.stderr
    assert box.receivers == ["ANI@koran.example", "cici@tv.example"]
    assert box.mails[0][1]["To"].addresses[0].display_name == 'Ani "Si Pena", S.Sos'


def test_settings_that_cannot_be_meant_are_named(tmp_path: Path) -> None:
    """Without encryption only to this machine; one click only where a service takes it; lists in no public folder."""
    site = newsroom(tmp_path, 25)
    more = (
        ("security: none", "security: none, user: humas", "this machine"),
        ("server: 127.0.0.1", "server: smtp.example.go.id", "this machine"),
        ("port: 25", "port: 25, one_click: true", "one_click"),
        ("port: 25", "port: 25, unsubscribe: ['javascript:x']", "unsubscribe"),
        ("port: 25", "port: 25, folder: content/static", "folder"),
        ("port: 25", "port: 25, folder: .", "folder"),
        ("Humas <humas@berita.example>", "Humas", "'from'"),
    )
    before = site.text_of("config.yaml")
    for old, new, word in more:
        site.edit("config.yaml", old, new)
        done = announce(site, RELEASE)
        assert done.returncode == 1 and word in done.stderr and "config.yaml" in done.stderr, (new, done.stderr)
        site.write("config.yaml", before)


def test_no_commit_takes_lists_and_journal_along(tmp_path: Path) -> None:
    """The folder is ignored by git from its first use on; what git has already is named, and nothing is sent."""
    site = newsroom(tmp_path, 1)
    git = ["git", "-C", str(site.root), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    announce(site)
    subprocess.run([*git, "add", "-A"], check=True)
    listed = subprocess.run([*git, "ls-files", "mailing"], check=True, capture_output=True, text=True).stdout
    assert listed == ""
    subprocess.run([*git, "add", "-f", "mailing/wartawan.csv"], check=True)
    done = announce(site, RELEASE)
    assert done.returncode == 1 and "git rm --cached" in done.stderr

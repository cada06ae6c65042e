"""Proves that what is written wrongly of a host or of announcements is a sentence with its line, before anything is sent."""

from __future__ import annotations

import pytest

from tests.support import SiteTest
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.hosts.ftp import FtpPlace
from warta.deploy.hosts.git import GitPlace
from warta.deploy.hosts.rsync import RsyncPlace
from warta.deploy.hosts.s3 import S3Place
from warta.deploy.hosts.sftp import SftpPlace
from warta.deploy.settings import read_publishing
from warta.errors import ProblemsFound

TARGET = "deploy: {www: {to: folder, path: ../www}}\n"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("deploy: {a b: {to: folder, path: x}}", "a target's name must be letters, digits and hyphens (got 'a b')."),
        ("deploy: {www: {path: x}}", "Write to: one of folder, rsync, sftp, ftp, s3, git."),
        ("deploy: {www: {to: gopher}}", "'to' must be one of "),
        ("deploy: {www: {to: ftp, user: a, path: x}}", "Write the server's name, without ftp:// or a path."),
        ("deploy: {www: {to: ftp, host: 'ftp://a.example', user: a}}", "'host' must be a server's name such as ftp.example.go.id (got 'ftp://a.example')."),
        ("deploy: {www: {to: ftp, host: -oProxy, user: a}}", "'host' must be a server's name"),
        ("deploy: {www: {to: rsync, host: a.example, user: -l, path: x}}", "'user' must be a name (got '-l')."),
        ("deploy: {www: {to: ftp, host: a.example, user: a, path: a/../b}}", "'path' must be a folder such as public_html (got 'a/../b')."),
        ("deploy: {www: {to: ftp, host: a.example, user: a, fingerprint: '12:34'}}", "'fingerprint' must be the SHA-256 of a certificate: 64 digits (got '12:34')."),
        ("deploy: {www: {to: ftp, host: a.example, user: a, password: rahasia}}", "'password' is a secret, and this file is no place for one. Set WARTA_WWW_PASSWORD in the environment instead"),
        ("deploy: {www: {to: git, repository: 'https://a:rahasia@b.example/c.git'}}", "'repository' must be an address without a password in it (got "),
        ("deploy: {www: {to: git, repository: --upload-pack=x}}", "'repository' must be an address without a password in it"),
        ("deploy: {www: {to: git}}", "Write what 'git push' takes."),
        ("deploy: {www: {to: folder, path: x, connections: 4}}", "a target to 'folder' has one connection; leave 'connections' out."),
        ("deploy: {www: {to: s3, bucket: b, connections: 33}}", "'connections' must be "),
        ("deploy: {www: {to: s3, bucket: b, keep: 101}}", "'keep' must be "),
        ("deploy: {www: {to: s3, bukcet: b}}", "'bucket' is missing. Is 'bukcet' on line 8 meant?"),
        ("announce: {channels: [telegram]}", "'announce' needs 'target', and none is there under 'deploy'."),
        (TARGET.replace("}}", "}, b: {to: s3, bucket: b}}") + "announce: {channels: [telegram]}", "'announce' needs 'target': one of those under 'deploy', www, b."),
        (TARGET + "announce: {target: lain}", "'announce' needs 'target': one of those under 'deploy', www (got 'lain')."),
        (TARGET + "announce: {channels: [Telegram!]}", "'channels' must be names of your own, such as telegram; their addresses are secrets (got 'Telegram!')."),
        (TARGET + "announce: {facebook: humas}", "'facebook' must be the number of a Facebook page (got 'humas')."),
        (TARGET + "announce: {indexnow_key: abc}", "'indexnow_key' must be 8 to 128 letters, digits and hyphens (got 'abc')."),
        (TARGET + "announce: {message: '{judul}'}", "'message'"),
        (TARGET + "announce: {message: '{title'}", "'message'"),
        (TARGET + "announce: {days: 61}", "'days' must be "),
    ],
)  # fmt: skip
def test_each_slip_is_a_sentence_with_its_line(site: SiteTest, settings: str, said: str) -> None:
    """A secret is never repeated, and nothing that a program would take for an option gets through."""
    site.config(settings + "\n")
    with pytest.raises(ProblemsFound) as found:
        read_publishing(site.root)
    problems = [str(problem) for problem in found.value.problems]
    assert [each for each in problems if said in each], problems
    assert all(each.startswith("config.yaml:") for each in problems)
    assert "rahasia" not in "".join(problems)


def test_all_slips_are_told_at_once(site: SiteTest) -> None:
    """Of each target, and of announcements."""
    site.config("deploy:\n  a: {to: ftp}\n  b: {to: s3}\nannounce: {target: c}\n")
    with pytest.raises(ProblemsFound) as found:
        read_publishing(site.root)
    assert len(found.value.problems) >= 4


def test_each_kind_of_host_is_read_as_it_is_written(site: SiteTest) -> None:
    """With what is not written as it usually is: TLS, passive, switched, three deploys kept; `~/` is the user's own folder."""
    site.config(
        "deploy:\n"
        "  a: {to: folder, path: ../www}\n"
        "  b: {to: rsync, host: h.example, user: u, path: ~/www, switch: no, keep: 0}\n"
        "  c: {to: sftp, host: h.example, user: u, path: www, port: 2222, connections: 2}\n"
        f"  d: {{to: ftp, host: h.example, user: u, tls: no, passive: no, fingerprint: '{'ab:' * 31}ab'}}\n"
        "  e: {to: s3, bucket: b, path: /x/, endpoint: 'https://s3.example', region: r, url: 'https://cadangan.example/'}\n"
        "  f: {to: git, repository: 'git@h.example:a/b.git'}\n"
        "announce: {target: e, channels: [telegram], indexnow_key: 0a1b2c3d4e5f}\n"
    )
    made = read_publishing(site.root)
    places = [each.place for each in made.targets.values()]
    assert [type(place).__name__ for place in places] == [
        "FolderPlace", "RsyncPlace", "SftpPlace", "FtpPlace", "S3Place", "GitPlace"
    ]  # fmt: skip
    folder, rsync, sftp, ftp, s3, git = places
    assert isinstance(folder, FolderPlace) and folder.switch
    assert isinstance(rsync, RsyncPlace) and (rsync.switch, rsync.path, rsync.port) == (False, "www", 22)
    assert isinstance(sftp, SftpPlace) and (sftp.port, sftp.connections) == (2222, 2)
    assert isinstance(ftp, FtpPlace) and (ftp.tls, ftp.passive, len(ftp.fingerprint)) == (False, False, 95)
    assert isinstance(s3, S3Place) and (s3.bucket, s3.endpoint, s3.region) == ("b", "https://s3.example", "r")
    assert isinstance(git, GitPlace) and (git.branch, git.cache.name) == ("gh-pages", "f.git")
    assert [each.url for each in made.targets.values()] == ["https://berita.example/"] * 4 + [
        "https://cadangan.example/",
        "https://berita.example/",
    ]
    assert [each.keep for each in made.targets.values()] == [3, 0, 3, 3, 3, 3]
    assert made.announce is not None
    assert (made.announce.target, made.announce.channels) == ("e", ("telegram",))
    assert made.announce.extra == {"0a1b2c3d4e5f.txt": b"0a1b2c3d4e5f"}


def test_the_one_target_is_that_of_announcements(site: SiteTest) -> None:
    """Where there is one, it need not be named; without announcements there are none."""
    site.config(TARGET + "announce: {channels: [telegram]}\n")
    made = read_publishing(site.root).announce
    assert made is not None
    assert (made.target, made.extra) == ("www", {})


def test_without_announcements_there_are_none(site: SiteTest) -> None:
    """A target alone posts nothing."""
    assert read_publishing(site.config(TARGET).root).announce is None

"""Proves what a person sees of `deploy` and `guard`: plans, questions, refusals, and never a secret."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import BUILD, PATIENCE, command, environment, run, warta
from tests.deploy.servers import Ftp, nginx, ssh_server
from tests.deploy.world import dead_links, reader_of
from tests.support import SiteTest
from warta.engine.workspace import Report

SECRET = "sangat-rahasia-4711"
FOLDER = "deploy:\n  www: {to: folder, path: ../www, switch: false}\n"


def deploy(site: SiteTest, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run deploy, and hold it to the two things it must never do."""
    done = run(command("deploy", *words, site=site.root), env=environment(**more))
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stdout + done.stderr
    return done


def build(site: SiteTest) -> Report:
    """Build by the clock, as `deploy` looks at it."""
    return site.build(now=dt.datetime.now(dt.UTC).replace(microsecond=0))


def release(site: SiteTest, name: str, title: str, **fields: Any) -> SiteTest:
    """Write a release that is public whatever the clock of this machine says."""
    fields.setdefault("date", "2020-01-02")
    return site.release(name, title, **fields)


@pytest.fixture
def built(site: SiteTest) -> SiteTest:
    """A newsroom with two releases, built."""
    release(site, "a", "Satu")
    release(site, "b", "Dua")
    build(site)
    return site


def test_a_deploy_says_what_it_will_do_and_does_it(built: SiteTest) -> None:
    """First everything, then nothing, then what one release changed; in between it can be asked without doing."""
    built.config(FOLDER)
    files = len(built.files())
    dry = deploy(built, "--dry-run")
    assert f"www: upload {files} files (" in dry.stdout
    assert "2 release pages" in dry.stdout
    assert "Nothing was changed (--dry-run)." in dry.stdout
    www = built.root.parent / "www"
    assert not www.exists()
    first = deploy(built, "--yes")
    assert first.returncode == 0, first.stderr
    assert "Done in" in first.stdout
    assert {path: data for path, data in built.files(www).items() if not path.startswith("warta-")} == built.files()
    second = deploy(built, "--yes")
    assert second.stdout == f"www is up to date: {files} files.\n"
    release(built, "c", "Tiga", date="2020-01-03")
    report = build(built)
    third = deploy(built, "--yes")
    assert f"upload {len(report.written)} files" in third.stdout
    assert "2 release pages" in third.stdout  # itself, and its neighbour's link to it


def test_a_deploy_asks_and_takes_no_for_an_answer(built: SiteTest) -> None:
    """With nobody there to be asked it does nothing, and says how to do without."""
    built.config(FOLDER)
    done = deploy(built)
    assert done.returncode == 2
    assert "Say --yes to deploy without a question." in done.stderr


def test_the_brake_holds_until_it_is_told_how_much(built: SiteTest) -> None:
    """A site that lost a good part of itself is more likely a mistake."""
    built.config(FOLDER)
    for number in range(30):
        release(built, f"r{number}", f"Rilis {number}")
    build(built)
    deploy(built, "--yes")
    for number in range(30):
        built.delete(f"content/releases/r{number}.md")
    build(built)
    held = deploy(built, "--yes")
    assert held.returncode == 1
    assert "nothing was deployed: it would delete" in held.stderr
    count = held.stderr.rpartition("--max-deletes ")[2].strip(".\n")
    assert deploy(built, "--yes", "--max-deletes", str(int(count) - 1)).returncode == 1
    assert deploy(built, "--yes", "--max-deletes", count).returncode == 0
    www = built.root.parent / "www"
    assert {path: data for path, data in built.files(www).items() if not path.startswith("warta-")} == built.files()


@pytest.mark.parametrize(
    ("settings", "words", "code", "message"),
    [
        ("", (), 2, "config.yaml names no target. Write one under 'deploy:', such as hosting: {to: ftp, host: ftp.example.go.id, user: humas, path: public_html} (see docs/deploy.md)."),
        (FOLDER, ("ww",), 2, "config.yaml names no target 'ww'. Did you mean 'www'?"),
        ("deploy: {a: {to: folder, path: x}, b: {to: folder, path: y}}\n", (), 2, "Which target? config.yaml has a, b"),
        ("deploy:\n  a: {to: fpt}\n", (), 1, "'to' must be one of folder, rsync, sftp, ftp, s3, git (got 'fpt'). Did you mean 'ftp'?"),
        ("deploy:\n  a: {path: x}\n", (), 1, "'to' is missing. Write to: one of folder, rsync, sftp, ftp, s3, git."),
        ("deploy:\n  a: {to: ftp, host: 'ftp://x/', user: u, pth: y}\n", (), 1, "'host' must be a server's name"),
        ("deploy:\n  a: {to: ftp, host: x, user: u, pth: y}\n", (), 1, "unknown key of 'deploy' 'pth'. Did you mean 'path'?"),
        (f"deploy:\n  a: {{to: ftp, host: x, user: u, password: {SECRET}}}\n", (), 1, "'password' is a secret, and this file is no place for one. Set WARTA_A_PASSWORD"),
        ("deploy:\n  a: {to: ftp, host: 127.0.0.1, user: u}\n", (), 1, "'a' needs a secret, its password: set WARTA_A_PASSWORD in the environment"),
        (f"deploy:\n  a: {{to: git, repository: 'https://u:{SECRET}@example.com/x.git'}}\n", (), 1, "'repository' must be an address without a password in it"),
        ("announce: {channels: [telegram]}\n", (), 1, "'announce' needs 'target'"),
        (FOLDER + "announce: {message: '{titel}'}\n", (), 1, "'message' may hold {title}, {summary}, {url}, {site} (got '{titel}')."),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_told(
    built: SiteTest, settings: str, words: tuple[str, ...], code: int, message: str
) -> None:
    """With their line, or with what there is; and nothing is done."""
    built.config(settings)
    done = deploy(built, "--yes", *words)
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr


@pytest.mark.parametrize("name", ["build", "check"])
def test_settings_of_a_deploy_are_told_when_a_site_is_built(site: SiteTest, name: str) -> None:
    """All of them with their lines, long before it is to go out; a secret that is not there is no matter of a build."""
    site.release("a", "Satu").config(
        f"deploy:\n  a: {{to: fpt}}\n  b: {{to: ftp, host: x, user: u, pasword: {SECRET}}}\nannounce: {{target: c}}\n"
    )
    done = warta(name, site=site.root)
    assert done.returncode == 1
    said = done.stderr + done.stdout
    for message in (
        "config.yaml:9: 'to' must be one of folder, rsync, sftp, ftp, s3, git (got 'fpt'). Did you mean 'ftp'?",
        "config.yaml:10: unknown key of 'deploy' 'pasword'.",
        "config.yaml:11: 'announce' needs 'target': one of those under 'deploy', a, b (got 'c').",
    ):
        assert message in said
    assert SECRET not in said
    assert not site.output.exists()
    good = "deploy:\n  a: {to: ftp, host: x, user: u}\n"
    site.write("config.yaml", (site.root / "config.yaml").read_text().partition("deploy:")[0] + good)
    assert warta(name, site=site.root).returncode == 0


def test_an_output_that_is_not_a_finished_build_is_refused(site: SiteTest) -> None:
    """Never built, half built, changed by hand, with drafts, or another site's: each with what to do."""
    site.config(FOLDER)
    release(site, "a", "Satu")
    release(site, "b", "Draf", draft="true")
    assert "holds no finished build. Build first" in deploy(site, "--yes").stderr
    build(site)
    staging = site.root / ".output.staging"
    staging.mkdir()
    assert "is under way or was interrupted. Build again, then deploy." in deploy(site, "--yes").stderr
    staging.rmdir()
    (site.output / "index.html").write_text("x")
    assert "is not as the build left it (1 files, such as index.html)" in deploy(site, "--yes").stderr
    assert warta("build", "--drafts", site=site.root).returncode == 0
    assert "was built with --drafts, and drafts are not for readers" in deploy(site, "--yes").stderr
    assert warta("build", site=site.root).returncode == 0
    site.edit("config.yaml", "https://berita.example/", "https://lain.example/")
    assert (
        "was built for https://berita.example/, and config.yaml says https://lain.example/"
        in deploy(site, "--yes").stderr
    )
    assert not (site.root.parent / "www").exists()
    build(site)
    assert deploy(site, "--yes").returncode == 0


def test_a_place_that_holds_another_site_is_refused(built: SiteTest) -> None:
    """What lies there says whose it is."""
    built.config(FOLDER)
    deploy(built, "--yes")
    built.edit("config.yaml", "https://berita.example/", "https://lain.example/")
    build(built)
    done = deploy(built, "--yes")
    assert done.returncode == 1
    assert "that place holds the site https://berita.example/" in done.stderr


def test_a_wrong_host_key_is_refused_and_a_new_one_is_not_just_taken(built: SiteTest, tmp_path: Path) -> None:
    """By SFTP and by rsync."""
    www = tmp_path / "www"
    www.mkdir()
    with ssh_server(tmp_path / "ssh") as ssh:
        for kind in ("sftp", "rsync"):
            base = (
                f"to: {kind}, host: 127.0.0.1, port: {ssh.port}, user: {ssh.user}, path: {www}, key: {ssh.folder}/user"
            )
            built.write("config.yaml", (built.root / "config.yaml").read_text().partition("deploy:")[0])
            built.config(f"deploy:\n  vps: {{{base}, host_key: '{ssh.other_key}'}}\n  baru: {{{base}}}\n")
            wrong = deploy(built, "--yes", "vps")
            assert "127.0.0.1 shows another key than it should" in wrong.stderr
            unknown = deploy(built, "--yes", "baru", HOME=str(tmp_path))
            assert "the key of 127.0.0.1 is not known here" in unknown.stderr
            assert (wrong.returncode, unknown.returncode) == (1, 1)
    assert list(www.iterdir()) == []


def test_secrets_come_from_a_file_outside_that_nobody_else_can_read(built: SiteTest, tmp_path: Path) -> None:
    """And not from one in the newsroom, nor from one that is open to all."""
    www = tmp_path / "www"
    www.mkdir()
    with Ftp(www) as server:
        built.config(f"deploy:\n  h: {{to: ftp, host: 127.0.0.1, port: {server.port}, user: humas, tls: false}}\n")
        inside = built.root / "secrets.yaml"
        outside = tmp_path / "secrets.yaml"
        for path in (inside, outside):
            path.write_text("h: {password: rahasia}\n")
            path.chmod(0o600)
        assert "lies in the newsroom" in deploy(built, "--yes", WARTA_SECRETS=str(inside)).stderr
        outside.chmod(0o644)
        assert "chmod 600" in deploy(built, "--yes", WARTA_SECRETS=str(outside)).stderr
        outside.chmod(0o600)
        done = deploy(built, "--yes", WARTA_SECRETS=str(outside))
        assert done.returncode == 0, done.stderr
        refused = deploy(built, "--yes", WARTA_H_PASSWORD=SECRET)
        assert "refused user 'humas' with that password (WARTA_H_PASSWORD)" in refused.stderr


def test_a_deploy_is_verified_and_guarded_through_the_web_server(built: SiteTest, tmp_path: Path) -> None:
    """Both end with 0 while readers get what was deployed, and with 1 and a short text when not."""
    with nginx(tmp_path / "nginx", tmp_path / "www" / "current") as url:
        built.config(f"deploy:\n  www: {{to: folder, path: ../www, url: '{url}'}}\n")
        done = deploy(built, "--yes", "--verify-all")
        assert done.returncode == 0, done.stderr + done.stdout
        assert f"Verified: readers get what was deployed to {url}" in done.stdout
        assert warta("guard", url, site=built.root).stdout == f"{url}: everything is as it was deployed.\n"
        (tmp_path / "www" / "current" / "gacor.php").write_text("x")
        (tmp_path / "www" / "current" / "slot.php").write_text("x")
        found = warta("guard", url, "--target", "www", site=built.root)
        assert found.returncode == 1
        assert found.stdout == (
            f"{url} is not as it was deployed (3 findings):\n"
            "- foreign: slot.php (it answers, and no deploy put it there)\n"
            "- foreign: gacor.php (it lies on the host, and no deploy put it there)\n"
            "- foreign: slot.php (it lies on the host, and no deploy put it there)\n"
        )
        assert warta("guard", "berita.example", cwd=tmp_path).returncode == 2


def test_a_killed_deploy_leaves_a_whole_site_and_the_next_one_ends_it(built: SiteTest, tmp_path: Path) -> None:
    """The process is killed at the twentieth upload, with no time for anything; a server has seen each command."""
    www = tmp_path / "www"
    www.mkdir()
    for number in range(30):
        release(built, f"r{number}", f"Rilis {number}")
    build(built)
    with Ftp(www) as server:
        built.config(
            f"deploy:\n  h: {{to: ftp, host: 127.0.0.1, port: {server.port}, user: humas, tls: false, connections: 2}}\n"
        )
        env = environment(WARTA_H_PASSWORD="rahasia")
        words = [sys.executable, str(BUILD), "--site", str(built.root), "deploy", "--yes"]
        count = 0
        process = subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

        def kill(name: str, argument: str) -> str | None:
            nonlocal count
            count += name == "STOR"
            if count == 20:
                os.kill(process.pid, signal.SIGKILL)
            return None

        server.on_command = kill
        assert process.wait(PATIENCE) == -signal.SIGKILL
        assert dead_links(reader_of(www)) == []
        server.on_command = lambda name, argument: None
        done = deploy(built, "--yes", WARTA_H_PASSWORD="rahasia")
        assert done.returncode == 0, done.stderr
    found = built.files(www)
    assert {path: data for path, data in found.items() if not path.startswith("warta-")} == built.files()
    assert gzip.decompress(found["warta-deploy.json.gz"]).startswith(b'{"site":"https://berita.example/"')

"""Where a preview is served, and how it ends."""

from __future__ import annotations

import http.client
import socket
import time
from pathlib import Path

import pytest

from tests.commands.previewing import PAGE, SOURCE, Serve, fill, shows
from tests.commands.running import PATIENCE, warta
from tests.ports import free_port
from tests.support import CONFIG, SiteTest


def test_a_site_under_a_path_is_previewed_there(tmp_path: Path, serve: Serve) -> None:
    """`url: https://x.example/sub/` is served below /sub/; other addresses lead there, and reloads work."""
    site = fill(SiteTest(tmp_path, CONFIG.replace("https://berita.example/", "https://x.example/sub/")))
    preview = serve(site.root)
    assert preview.url.endswith(f":{preview.port}/sub/")
    assert f'href="/sub{PAGE}"' in preview.ask("/sub/").text
    assert "Isi pertama" in preview.ask(f"/sub{PAGE}").text
    for path in ("/", "/sub", PAGE, "/subur/"):
        answer = preview.ask(path)
        assert (answer.status, answer.headers["Location"]) == (302, "/sub/")
    answer = preview.ask(f"/sub{PAGE}".rstrip("/"))
    assert (answer.status, answer.headers["Location"]) == (302, f"/sub{PAGE}")
    assert preview.ask("/sub/tidak-ada/").status == 404
    site.edit(SOURCE, "Isi pertama", "Isi kedua")
    preview.until(f"/sub{PAGE}", shows("Isi kedua"))


def test_the_path_of_the_site_may_change_while_it_is_previewed(previewed: SiteTest, serve: Serve) -> None:
    """A new `url:` moves the preview with it."""
    preview = serve(previewed.root)
    previewed.edit("config.yaml", "https://berita.example/", "https://berita.example/pers/")
    preview.until(f"/pers{PAGE}", shows("Isi pertama"))
    assert preview.ask(PAGE).headers["Location"] == "/pers/"


def test_a_port_in_use_is_replaced_and_that_is_said(previewed: SiteTest, serve: Serve) -> None:
    """Where another program has the port, a free one is taken, and the terminal says why it is not the one asked for."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        preview = serve(previewed.root, "--port", str(port))
        assert preview.port != port
        assert preview.ask("/").status == 200
        said = "\n".join([*preview.out.now(), *preview.err.now()])
        assert str(port) in said
        assert "in use" in said


def test_a_port_that_is_free_is_used(previewed: SiteTest, serve: Serve) -> None:
    """--port is the port."""
    port = free_port()
    assert serve(previewed.root, "--port", str(port)).port == port


def test_the_other_loopback_address_can_be_served_on(previewed: SiteTest, serve: Serve) -> None:
    """`--host ::1` serves on IPv6, and prints an address that a browser understands."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    preview = serve(previewed.root, "--host", "::1")
    assert preview.url == f"http://[::1]:{preview.port}/"
    connection = http.client.HTTPConnection("::1", preview.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
    finally:
        connection.close()


def test_a_host_that_is_not_ours_is_one_sentence(previewed: SiteTest) -> None:
    """An address of another machine cannot be served on: exit code 1, and no trace."""
    done = warta("serve", "--host", "192.0.2.1", "--port", "0", site=previewed.root)
    assert done.returncode == 1
    assert "192.0.2.1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("options", [(), ("--poll",)], ids=["told", "polling"])
def test_ctrl_c_ends_a_preview_at_once(previewed: SiteTest, serve: Serve, options: tuple[str, ...]) -> None:
    """Within two seconds, with a browser connected, without a trace, and the port is free again."""
    preview = serve(previewed.root, *options)
    with preview.events():
        started = time.monotonic()
        code = preview.interrupt()
        assert time.monotonic() - started < 2
    assert code in (0, 130)
    preview.close_pipes()
    assert "Traceback" not in "\n".join([*preview.out.now(), *preview.err.now()])
    with socket.create_server(("127.0.0.1", preview.port)):
        pass


def test_ctrl_c_while_a_mistake_is_shown(previewed: SiteTest, serve: Serve) -> None:
    """A preview that shows a mistake ends like any other."""
    previewed.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview = serve(previewed.root)
    assert preview.interrupt() in (0, 130)
    preview.close_pipes()
    assert "Traceback" not in "\n".join(preview.err.now())

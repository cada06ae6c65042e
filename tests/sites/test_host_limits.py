"""Proves that a host's limits are used to the last rule, byte and file, and not passed by one."""

from __future__ import annotations

import msgspec
import pytest

from tests.support import SiteTest
from warta.engine.workspace import Report
from warta.plan.machines.headers import HOSTS

END = " /2026/11/a/ 301\n"
"""What a rule of `_redirects` has after the old address of the release in these tests."""


def built(site: SiteTest, host: str, old: list[str]) -> Report:
    """A build for a host, of a release with these old addresses."""
    return site.config(f"host: {host}\n").release("a", "A", aliases=f"[{', '.join(old)}]").build()


def pages(site: SiteTest, old: list[str]) -> list[str]:
    """The old addresses at which a page leads on."""
    files = site.files()
    return [each for each in old if f"{each.strip('/')}/index.html" in files]


def address(length: int, number: int = 0) -> str:
    """An old address of so many characters, in folders with names that a file system takes."""
    folders = f"/{number:04}" + "/" + "x" * 90
    whole = folders
    while len(whole) < length:
        whole += "/" + "y" * 90
    return whole[: length - 1].rstrip("/").ljust(length - 1, "z") + "/"


@pytest.mark.parametrize(("host", "file", "most"), [
    ("apache", ".htaccess", 2_000), ("cloudflare-pages", "_redirects", 2_000), ("gitlab-pages", "_redirects", 1_000),
])  # fmt: skip
@pytest.mark.parametrize("more", [0, 1])
def test_as_many_rules_as_a_host_takes(site: SiteTest, host: str, file: str, most: int, more: int) -> None:
    """All of them are rules, without a word; one more is a page, and the build says so."""
    old = [f"/l/{number:04}/" for number in range(most + more)]
    report = built(site, host, old)
    text = site.text(file)
    assert sum(f"/l/{number:04}" in text for number in range(most + more)) == most
    assert len(pages(site, old)) == more
    said = f"takes {most:,} of the {most + more:,} old addresses as redirects; at {more} others a page leads on."
    assert [said in str(each.message) for each in report.warnings] == [True] * more


@pytest.mark.parametrize("more", [0, 1])
def test_as_many_bytes_of_rules_as_a_host_takes(site: SiteTest, more: int) -> None:
    """GitLab reads 64,000 bytes: rules that fill them to the last all stand there, and with one byte more one does not."""
    old = [address(100 - len(END), number) for number in range(640)]
    old[0] = address(100 - len(END) + more)
    built(site, "gitlab-pages", old)
    assert len(site.text("_redirects")) == 64_000 - more * 99
    assert len(pages(site, old)) == more


@pytest.mark.parametrize("more", [0, 1])
def test_a_rule_as_long_as_a_host_takes(site: SiteTest, more: int) -> None:
    """Cloudflare reads 1,000 characters of a rule, with the end of its line; a longer one is a page, others stay rules."""
    old = ["/lama/", address(1_000 - len(END) + more)]
    built(site, "cloudflare-pages", old)
    rules = site.text("_redirects").splitlines(keepends=True)
    assert sorted(map(len, rules)) == [len("/lama/" + END), *([] if more else [1_000])]
    assert pages(site, old) == old[1:] * more


def test_as_many_files_as_a_host_takes(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to the last there is no word of it; with one more the build says how many there are."""
    count = len(built(site, "cloudflare-pages", ["/lama/"]).claimed)
    for most, said in ((count, 0), (count - 1, 1)):
        host = msgspec.structs.replace(HOSTS["cloudflare-pages"], most_files=most)
        monkeypatch.setattr("warta.plan.machines.hosts.HOSTS", {**HOSTS, "cloudflare-pages": host})
        warnings = site.build(clean=True).warnings
        assert [f"the site has {count:,} files" in str(each.message) for each in warnings] == [True] * said

"""A newsroom to preview, and what is asked of its pages: shared by the tests of `serve`."""

from __future__ import annotations

from collections.abc import Callable

from tests.commands.running import Answer, Preview
from tests.support import SiteTest, picture

Serve = Callable[..., Preview]

PAGE = "/2026/11/banjir-surut/"
SOURCE = "content/releases/banjir.md"
SECRET = "kata-yang-tidak-boleh-keluar"
SOON = "/2026/11/segera-terbit/"
FIXED = ("--now", "2026-11-24 12:00")


def fill(site: SiteTest) -> SiteTest:
    """A newsroom with a public release, a picture, a table of numbers, a draft and an embargoed release."""
    site.config(f"# {SECRET}\n").write("content/releases/.catatan.md.bak", SECRET)
    site.release("banjir", "Banjir surut", f"Isi pertama. <!-- {SECRET} -->", date="2026-11-20", category="Kebencanaan")
    site.release("panen/index", "Panen raya", "![Padi](padi.jpg) dan [data](data.csv).", date="2026-10-02")
    site.write("content/releases/panen/padi.jpg", picture("padi")).write("content/releases/panen/data.csv", "a,b\n")
    site.release("draf", "Masih draf", draft="true")
    site.release("upah", "Upah minimum", embargo="2027-01-01 09:00")
    return site


def shows(text: str, status: int = 200) -> Callable[[Answer], bool]:
    """Whether an answer has this text and status."""
    return lambda answer: answer.status == status and text in answer.text


def is_gone(answer: Answer) -> bool:
    """Whether an answer is that nothing is there."""
    return answer.status == 404

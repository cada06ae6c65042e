"""What every test of a command may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.browsing import browser
from tests.commands.previewing import fill
from tests.commands.running import Preview
from tests.support import SiteTest

__all__ = ("browser", "serve")


@pytest.fixture
def previewed(site: SiteTest) -> SiteTest:
    """A newsroom with a public release, a picture, a table of numbers, a draft and an embargoed release."""
    return fill(site)


@pytest.fixture
def serve() -> Iterator[Callable[..., Preview]]:
    """Starts a preview of a newsroom that ends with the test."""
    running: list[Preview] = []

    def start(site: Path, *options: str) -> Preview:
        running.append(Preview(site, *options))
        return running[-1]

    yield start
    for preview in running:
        preview.close()

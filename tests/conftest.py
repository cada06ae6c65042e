"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support import SiteTest, templates_compiled_once

os.environ["WARTA_LANG"] = "en"  # what tests read, and the commands that they start speak

# the same examples every time: a test that fails once fails again
settings.register_profile("warta", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("warta")


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    """Most of what a small build takes is the compiling of the same few templates."""
    with templates_compiled_once():
        yield


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """An empty newsroom with a bare theme."""
    return SiteTest(tmp_path)

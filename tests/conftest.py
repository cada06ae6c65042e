"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support import SiteTest

os.environ["WARTA_LANG"] = "en"  # what tests read, and the commands that they start speak

# the same examples every time: a test that fails once fails again
settings.register_profile("warta", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("warta")


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """An empty newsroom with a bare theme."""
    return SiteTest(tmp_path)


FOLDERS = {"commands": "slow", "deploy": "server", "sites": "slow"}
"""What most tests of a folder are: whole newsrooms are built or commands run, or real servers are asked."""
_QUICK = ("test_documentation.py", "test_front_matter.py", "test_embargo.py", "test_leaks.py", "test_feeds.py")
"""Files of those folders that belong to the quick tests all the same."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the markers that `make quick` leaves out, by its folder and by what it asks for."""
    for item in items:
        if (marker := FOLDERS.get(item.path.parent.name)) and item.path.name not in _QUICK:
            item.add_marker(marker)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")

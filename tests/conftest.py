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

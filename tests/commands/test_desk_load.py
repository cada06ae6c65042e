"""Several people who save at once, and a desk that is killed in the middle of saves, lose nothing and mix nothing.

The same with many more people, seconds and kills is `python -m tests.commands.desk_load`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.commands.desk_load import kills, together


def test_people_who_save_at_once_lose_and_mix_nothing(tmp_path: Path) -> None:
    """Each her own release, and all of them one that they share."""
    found = together(tmp_path, people=5, seconds=3, releases=3)
    assert found.wrong == []
    assert len(found.seconds) >= 5


@pytest.mark.skipif(os.name == "nt", reason="processes are killed by a signal")
def test_a_desk_that_is_killed_in_a_save_loses_nothing_that_it_confirmed(tmp_path: Path) -> None:
    """And leaves no file half, nor a line of the journal."""
    assert kills(tmp_path, 12) == []

"""What is due by the clock is published by the desk that is open."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

from tests.commands.running import PATIENCE
from tests.support import SiteTest
from warta.office.office import Office
from warta.office.publishing import RUNNING, Run


def ended(office: Office, number: int) -> Run:
    """The publication of this number, when it has come to its end; the desk's clock ticks meanwhile."""
    end = time.monotonic() + 3 * PATIENCE
    while time.monotonic() < end:
        office.tick()
        run = office.publisher.runs.get(number)
        if run is not None and run.state != RUNNING:
            return run
        time.sleep(0.2)
    raise AssertionError(f"no publication {number}: {office.publisher.runs}")


def test_an_embargo_that_ends_is_published_by_itself(tmp_path: Path) -> None:
    """Not before somebody published here for the first time: then the clock does it, once."""
    site = SiteTest(tmp_path).config("deploy: {hosting: {to: folder, path: ../tayang}}\n")
    site.release("2026/lama", "Rilis lama", date="2026-01-20")
    (tmp_path / "private").mkdir()
    ends = dt.datetime.now(dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=7))) + dt.timedelta(seconds=8)
    site.release("2026/embargo", "Sudah boleh dibaca", date="2026-01-21", embargo=f"{ends:%Y-%m-%d %H:%M:%S} +07:00")
    office = Office(site.root, tmp_path / "private")
    office.tick()
    assert office.publisher.last is None
    office.publisher.start("ani")
    first = ended(office, 1)
    assert [step.state for step in first.steps[:2]] == ["done", "done"], first
    second = ended(office, 2)
    assert second.who == "The clock"
    pages = [each.read_text(encoding="utf-8") for each in (tmp_path / "tayang").rglob("index.html")]
    assert any("Sudah boleh dibaca" in page for page in pages)
    office.tick()
    assert len(office.publisher.runs) == 2

"""What the clock changes while a preview runs."""

from __future__ import annotations

import datetime as dt
import time

from tests.commands.previewing import PAGE, SOON, SOURCE, Serve, shows
from tests.commands.running import Preview
from tests.support import SiteTest


def soon(seconds: float) -> str:
    """A time so many seconds from now, as front matter has it."""
    return f"{dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}Z"


def write_embargoed(site: SiteTest, preview: Preview) -> float:
    """Write a release whose embargo ends in seconds, wait until it is shown as embargoed, and return the end."""
    for seconds in (3, 8, 20):  # the longer ones for a machine so busy that the embargo ends before the build does
        end = time.monotonic() + seconds
        site.release("segera", "Segera terbit", date="2026-11-20", embargo=soon(seconds))
        answer = preview.until(SOON, lambda answer: answer.status == 200)
        if " embargoed " in answer.text:
            return end
    raise AssertionError(answer.text)


def test_an_embargo_that_ends_lifts_by_itself(previewed: SiteTest, serve: Serve) -> None:
    """A release whose embargo ends while the preview runs becomes public in an open page, without any save."""
    preview = serve(previewed.root)
    write_embargoed(previewed, preview)
    preview.until(SOON, shows(" public "))


def test_a_mistake_while_an_embargo_ends_is_not_told_again_and_again(previewed: SiteTest, serve: Serve) -> None:
    """A newsroom with a mistake in it, past the end of an embargo, waits for a save instead of building on and on."""
    preview = serve(previewed.root)
    end = write_embargoed(previewed, preview)
    previewed.edit(SOURCE, "date: 2026-11-20", "date: kemarin")
    preview.until(PAGE, lambda answer: answer.status == 500)
    reloads = 0
    while (left := end + 3 - time.monotonic()) > 0:
        with preview.events() as events:
            reloads += events.reload(left)
    assert reloads <= 1
    previewed.edit(SOURCE, "date: kemarin", "date: 2026-11-20")
    preview.until(SOON, shows(" public "))


def test_at_a_fixed_time_nothing_lifts_by_itself(previewed: SiteTest, serve: Serve) -> None:
    """With --now the preview is of that moment for as long as it runs."""
    preview = serve(previewed.root, "--now", "2027-01-01 08:59:59")
    assert " embargoed " in preview.ask("/2026/11/upah-minimum/").text
    with preview.events() as events:
        assert not events.reload(1.6)
    assert " embargoed " in preview.ask("/2026/11/upah-minimum/").text

"""Turns what was corrected or withdrawn into the page that lists all of it (Pedoman Pemberitaan Media Siber 4b, 5b)."""

from __future__ import annotations

from collections.abc import Iterator

from warta.newsroom.model import Edition, Entry, Site
from warta.plan.feeds import WITHDRAWAL
from warta.plan.names import FEED_FILES
from warta.plan.pages import index_file
from warta.plan.present import Presenter
from warta.plan.targets import CORRECTIONS, Target
from warta.plan.views import CorrectedRelease, CorrectionsView, TwinLink


def corrections_path(site: Site, prefix: str) -> str:
    """Where the page of an edition is."""
    return f"{prefix}/{site.config.paths.corrections}/"


def plan_corrections_page(site: Site, edition: Edition, presenter: Presenter) -> Target:
    """The page of an edition; it is there before anything was corrected, so that every page can link to it."""
    config, path = site.config, corrections_path(site, edition.prefix)
    notes = [note for entry in (*edition.entries, *edition.unlisted) for note in _notes(entry, presenter)]
    notes.sort(key=lambda note: (note.at.at, note.url), reverse=True)
    has_feed = "corrections" in config.feeds and config.feed_formats
    view = CorrectionsView(
        url=presenter.url(path),
        language=edition.language,
        notes=tuple(notes),
        notes_feed=presenter.url(path + FEED_FILES[config.feed_formats[0]]) if has_feed else "",
        twins=tuple(
            TwinLink(each.language, config.title, presenter.url(corrections_path(site, each.prefix)), each is edition)
            for each in site.editions
        )
        if len(site.editions) > 1
        else (),
    )
    return Target(index_file(path), CORRECTIONS, edition.language, view, "the page of corrections")


def _notes(entry: Entry, presenter: Presenter) -> Iterator[CorrectedRelease]:
    release, url = entry.release, presenter.url(entry.path)
    for place, each in enumerate(release.corrections, 1):
        yield CorrectedRelease(release.title, f"{url}#note-{place}", each.at, each.kind, each.text)
    if release.withdrawn:
        yield CorrectedRelease(release.title, url, release.withdrawn.at, WITHDRAWAL, release.withdrawn.reason)

"""Turns settings into the part of them that one reader sees: the leak test, the model of the newsroom, an editor."""

from __future__ import annotations

from warta.settings.rows import shape_of
from warta.settings.table import PUBLISHING_ROWS, ROWS, Settings
from warta.shapes import Shape, document


def standing_words(settings: Settings) -> tuple[str, ...]:
    """The texts that stand on every page, so that finding them in the output gives nothing away."""
    every = (settings, *(settings.in_language(each) for each in settings.editions))
    alert = settings.home.alert
    shown = tuple(getattr(each, row.name) for each in every for row in ROWS if row.on_every_page)
    return (*shown, alert.text, *alert.texts.values()) if alert else shown


def schema() -> Shape:
    """The JSON Schema of config.yaml."""
    return document("Settings of a newsroom (config.yaml)", shape_of((*ROWS, *PUBLISHING_ROWS)))

"""Turns config.yaml into the settings of one newsroom: the door to the table and to all made of it."""

from __future__ import annotations

from warta.settings.addresses import LISTINGS, PathWords
from warta.settings.machines import FEED_FORMATS, FEEDS, HOSTS, PUBLISHERS, WIRE
from warta.settings.readers import schema, standing_words
from warta.settings.reading import FILE_NAME, PUBLISHING, parse_settings, read_settings
from warta.settings.site import Category
from warta.settings.table import Settings
from warta.settings.texts import CheckSettings, ImageSettings, MarkdownSettings

__all__ = [
    "FEEDS",
    "FEED_FORMATS",
    "FILE_NAME",
    "HOSTS",
    "LISTINGS",
    "PUBLISHERS",
    "PUBLISHING",
    "WIRE",
    "Category",
    "CheckSettings",
    "ImageSettings",
    "MarkdownSettings",
    "PathWords",
    "Settings",
    "parse_settings",
    "read_settings",
    "schema",
    "standing_words",
]

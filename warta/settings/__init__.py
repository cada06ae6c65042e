"""Turns config.yaml into the settings of one newsroom: the door to the table and to all made of it."""

from __future__ import annotations

from warta.settings.addresses import PathWords
from warta.settings.readers import schema, standing_words
from warta.settings.reading import FILE_NAME, PUBLISHING, parse_settings, read_settings
from warta.settings.site import Category, is_site_address
from warta.settings.table import Settings
from warta.settings.texts import ImageSettings, MarkdownSettings
from warta.settings.third_parties import ThirdParty

__all__ = [
    "FILE_NAME",
    "PUBLISHING",
    "Category",
    "ImageSettings",
    "MarkdownSettings",
    "PathWords",
    "Settings",
    "ThirdParty",
    "is_site_address",
    "parse_settings",
    "read_settings",
    "schema",
    "standing_words",
]

"""Turns the folders of a theme and its ancestors into one theme: templates, static files, messages, option values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from warta.errors import Problem, ProblemsFound
from warta.fields import Ref
from warta.plan.targets import ThemeFacts
from warta.render.html.contract import CARD, PAGES
from warta.render.html.folders import find_folders
from warta.render.html.message_files import MessageFile, files_of_language, messages_digest, read_message_files
from warta.render.html.options import option_values
from warta.render.html.sources import Template, read_templates, template_digest
from warta.render.html.static import name_static_files, read_static_files


class Theme(msgspec.Struct, frozen=True):
    """A theme with its ancestors. `templates` are by the names they may be asked for (`x.html`, `NAME/x.html`).

    `template_digests` are those of the page templates and of the card; `assets` the bytes of static files by output
    path; `messages` the .po files of each language, nearest theme first.
    """

    name: str
    templates: dict[str, Template]
    template_digests: dict[str, bytes]
    facts: ThemeFacts
    assets: dict[str, bytes]
    messages: dict[str, tuple[MessageFile, ...]]

    def template_digest(self, name: str) -> bytes:
        """A digest of every template that pages of the page template `name` can be made of. It knows no messages."""
        return self.template_digests[name]

    def message_files(self, language: str, default: str) -> tuple[MessageFile, ...]:
        """The .po files of a language; one that the theme does not speak has those of the language `default`."""
        return files_of_language(self.messages, language, default)

    def messages_digest(self, language: str, default: str) -> bytes:
        """A digest of the .po files of a language (see `message_files`), and of no others."""
        return messages_digest(self.message_files(language, default))


def load_theme(site: Path, name: str, options: Mapping[str, Ref]) -> Theme:
    """The theme `name` of a newsroom's folder or of those that come with Warta, with options as the settings say.

    Raises ProblemsFound for a theme that is not there, circular parents, a broken theme.yaml, a contract that this
    Warta does not have, unknown options, missing templates.
    """
    problems: list[Problem] = []
    folders = find_folders(site, name, problems)
    if problems:
        raise ProblemsFound(problems)
    templates = read_templates(folders, problems)
    problems += _missing_templates(templates, folders[0].label)
    values = option_values([folder.options for folder in folders], options, problems)
    files = read_static_files(folders, problems)
    if problems:
        raise ProblemsFound(problems)
    assets = name_static_files(files)
    return Theme(
        name=name,
        templates=templates,
        # any page may show cards
        template_digests={each: template_digest((each, CARD), templates) for each in (*PAGES.values(), CARD)},
        facts=ThemeFacts(
            assets={each: file.path for each, file in assets.items()},
            asset_digests={each: file.digest for each, file in assets.items()},
            options=values,
        ),
        assets={file.path: file.data for file in assets.values()},
        messages=read_message_files(folders),
    )


def _missing_templates(templates: Mapping[str, Template], label: str) -> list[Problem]:
    return [
        Problem(f"{label}/templates/{name}", 0, "is missing, and no parent theme has it.")
        for name in (*PAGES.values(), CARD)
        if name not in templates
    ]

"""Turns the folders of a theme and its ancestors into one theme: templates, static files, messages, option values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import CodeType

import msgspec

from warta.digests import joined
from warta.errors import Problem, ProblemsFound
from warta.fields import Ref
from warta.messages import msg
from warta.plan.frame import ThemeFacts
from warta.plan.kinds import PAGES, TEMPLATES
from warta.render.html.contract import CARD
from warta.render.html.folders import find_folders
from warta.render.html.message_files import MessageFile, files_of_language, messages_digest, read_message_files
from warta.render.html.options import option_values
from warta.render.html.sources import Template, read_templates, template_digest
from warta.render.html.static import name_static_files, read_static_files


class Theme(msgspec.Struct, frozen=True, dict=True):
    """A theme with its ancestors. `templates` are by the names they may be asked for (`x.html`, `NAME/x.html`).

    `assets` are the bytes of static files by output path, `messages` the .po files of each language, nearest theme
    first.
    """

    name: str
    templates: dict[str, Template]
    facts: ThemeFacts
    assets: dict[str, bytes]
    messages: dict[str, tuple[MessageFile, ...]]

    @cached_property
    def codes(self) -> dict[str, CodeType]:
        """The compiled code of templates, as far as somebody asked for it: the same for all languages."""
        return {}

    def with_code(self, digest: bytes) -> Theme:
        """The theme with code of a newsroom's own, of this digest, among what its templates make pages by."""
        templates = {kind: joined((each, digest)) for kind, each in self.facts.templates.items()}
        return msgspec.structs.replace(self, facts=msgspec.structs.replace(self.facts, templates=templates))

    def message_files(self, language: str, default: str) -> tuple[MessageFile, ...]:
        """The .po files of a language; one that the theme does not speak has those of the language `default`."""
        return files_of_language(self.messages, language, default)


def load_theme(site: Path, name: str, options: Mapping[str, Ref], languages: Sequence[str] = ()) -> Theme:
    """The theme `name` of a newsroom's folder or of those that come with Warta, with options as the settings say.

    Of `languages`, the first of which is the newsroom's own, the facts have the digests of the messages.

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
    files = read_static_files(folders, values, problems)
    if problems:
        raise ProblemsFound(problems)
    assets = name_static_files(files)
    messages = read_message_files(folders)
    return Theme(
        name=name,
        templates=templates,
        facts=ThemeFacts(
            assets={each: file.path for each, file in assets.items()},
            asset_digests={each: file.digest for each, file in assets.items()},
            options=values,
            templates={
                kind: template_digest(_used(kind, each, templates), templates) for kind, each in TEMPLATES.items()
            },
            messages={each: messages_digest(files_of_language(messages, each, languages[0])) for each in languages},
        ),
        assets={file.path: file.data for file in assets.values()},
        messages=messages,
    )


def _used(kind: str, template: str, templates: Iterable[str]) -> Sequence[str]:
    """The templates that a kind of file begins with: any page may show cards, papers have texts beside their own."""
    if kind in PAGES:
        return template, CARD
    if template.startswith("press/"):
        return sorted(each for each in templates if each.startswith("press/"))
    return (template,)


def _missing_templates(templates: Mapping[str, Template], label: str) -> list[Problem]:
    return [
        Problem(f"{label}/templates/{name}", 0, msg("template-not-there", "is missing, and no parent theme has it."))
        for name in (*PAGES.values(), CARD)
        if name not in templates
    ]

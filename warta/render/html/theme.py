"""Turns the folders of a theme and its ancestors into one theme: templates, static files, messages, option values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import CodeType

import msgspec

from warta.digests import digest_of, digest_of_bytes, joined
from warta.errors import Problem, ProblemsFound
from warta.fields import Ref
from warta.messages import msg
from warta.plan.frame import ThemeFacts
from warta.plan.kinds import PAGES, TEMPLATES
from warta.render.html.contract import CARD
from warta.render.html.folders import find_folders
from warta.render.html.message_files import MessageFile, files_of_language, messages_digest, read_message_files
from warta.render.html.options import option_values
from warta.render.html.sources import Template, data_used, read_templates, template_digest
from warta.render.html.static import StaticFile, name_static_files, read_static_files


class Theme(msgspec.Struct, frozen=True, dict=True):
    """A theme with its ancestors, as it was read. `templates` are by the names they may be asked for (`x.html`,
    `NAME/x.html`), `static` are the bytes of static files by name.

    `options` are values, `messages` the .po files of each language, nearest theme first. `languages` are those of the
    newsroom, its own first. `code` is the digest of a newsroom's own code among what the templates make pages by,
    `data` are its data files by name, each as JSON. `plainly`: static files keep their names.
    """

    name: str
    templates: dict[str, Template]
    static: dict[str, bytes]
    options: dict[str, str | bool | int]
    messages: dict[str, tuple[MessageFile, ...]]
    languages: tuple[str, ...] = ()
    code: bytes = b""
    data: dict[str, bytes] = {}
    plainly: bool = False

    @cached_property
    def codes(self) -> dict[str, CodeType]:
        """The compiled code of templates, as far as somebody asked for it: the same for all languages."""
        return {}

    @cached_property
    def _published(self) -> dict[str, StaticFile]:
        return name_static_files(self.static, self.options, plainly=self.plainly)

    @cached_property
    def assets(self) -> dict[str, bytes]:
        """The bytes of static files by output path."""
        return {file.path: file.data for file in self._published.values()}

    @cached_property
    def facts(self) -> ThemeFacts:
        """What the plan must know."""
        templates = self.templates
        seen = {kind: _used(kind, each, templates) for kind, each in TEMPLATES.items()}
        digests = {kind: template_digest(names, templates) for kind, names in seen.items()}
        data = {kind: self._digest_of_data(names) if kind in PAGES else b"" for kind, names in seen.items()}
        more = {kind: tuple(filter(None, (self.code, data[kind]))) for kind in seen}
        return ThemeFacts(
            assets={each: file.path for each, file in self._published.items()},
            asset_digests={each: file.digest for each, file in self._published.items()},
            options=self.options,
            templates={kind: joined((each, *more[kind])) if more[kind] else each for kind, each in digests.items()},
            messages={each: messages_digest(self.message_files(each, self.languages[0])) for each in self.languages},
        )

    def with_data(self, data: dict[str, bytes]) -> Theme:
        """The theme with data files."""
        if data == self.data:
            return self
        found = msgspec.structs.replace(self, data=data)
        vars(found)["codes"] = self.codes
        return found

    def _digest_of_data(self, names: Iterable[str]) -> bytes:
        """The digest of the data files that templates ask for which are used where these are; empty for none."""
        used = data_used(names, self.templates) if self.data else frozenset()
        asked = {name: digest_of_bytes(each).hex() for name, each in self.data.items() if used is None or name in used}
        return digest_of(asked) if asked else b""

    def message_files(self, language: str, default: str) -> tuple[MessageFile, ...]:
        """The message files of a language; one that the theme does not speak has those of the language `default`."""
        return files_of_language(self.messages, language, default)


def load_theme(
    site: Path,
    name: str,
    options: Mapping[str, Ref],
    languages: Sequence[str] = (),
    code: bytes = b"",
    *,
    plainly: bool = False,
) -> Theme:
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
    static = read_static_files(folders, problems)
    if problems:
        raise ProblemsFound(problems)
    messages = read_message_files(folders)
    return Theme(name, templates, static, values, messages, tuple(languages), code, plainly=plainly)


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

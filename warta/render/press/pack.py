"""Makes all that the press is handed of a release; remembers of the last one what several of its files hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from warta.errors import Problem, ProblemsFound
from warta.messages import msg
from warta.newsroom.offices import OfficeEntry
from warta.newsroom.pictures import VariantView
from warta.newsroom.views import Poster
from warta.plan.machines.press import PressFile, PressNewsroom
from warta.render.formats.wire import Texts, WireView, wire_text
from warta.render.formats.words import Words
from warta.render.pictures.drawings import BrokenDrawing, make_harmless
from warta.render.press.letter import TEMPLATE, Files, Paper, can_set, lacking, letter
from warta.render.press.story import Story, story_of
from warta.render.press.whatsapp import whatsapp

if TYPE_CHECKING:
    from warta.render.html.theme import Theme
    from warta.render.press.kit import Kit, Streamed


class Handed(msgspec.Struct, frozen=True):
    """A release that is handed to the press, its newsroom, its files and the logo of its office."""

    view: WireView
    newsroom: PressNewsroom
    files: tuple[tuple[PressFile, ...], PressFile | None] = ((), None)


class Shared(msgspec.Struct, frozen=True):
    """A release that is drawn: what is said, its office, its newsroom, its picture and logo, and the shape."""

    poster: Poster
    office: OfficeEntry | None
    newsroom: PressNewsroom
    files: tuple[PressFile | None, PressFile | None]
    shape: str


class Pack:
    """The maker. `files` gives the place of a file by its source, `variants` the bytes of a smaller picture."""

    def __init__(
        self,
        bodies: Callable[[str], str],
        texts: Texts,
        files: Callable[[str], Path],
        variants: Callable[[VariantView, Path], bytes],
        theme: Theme,
    ) -> None:
        self._bodies = bodies
        self._texts = texts
        self._files = files
        self._variants = variants
        self._theme = theme
        self._letter: tuple[Handed, bytes] | None = None
        self._summed: tuple[Handed, str] | None = None

    def whatsapp(self, handed: Handed, words: Words) -> bytes:
        """The message to copy."""
        return whatsapp(self.story(handed, words)).encode()

    def letter(self, handed: Handed, words: Words) -> bytes:
        """The letter. Raises ProblemsFound."""
        if self._letter is None or self._letter[0] != handed:
            if not can_set():
                raise ProblemsFound([lacking()])
            story = self.story(handed, words)
            self._letter = handed, letter(story, self._paper(handed), self._printed(handed.files[0]))
        return self._letter[1]

    def story(self, handed: Handed, words: Words) -> Story:
        """All that is said of the release."""
        return story_of(handed.view, self._texts, self._bodies, words)

    def _paper(self, handed: Handed) -> Paper:
        template = self._theme.templates.get(TEMPLATE)
        if template is None:
            message = msg("template-not-there", "is missing, and no parent theme has it.")
            raise ProblemsFound([Problem(f"themes/{self._theme.name}/templates/{TEMPLATE}", 0, message)])
        logo = handed.files[1]
        found = self._picture(logo) if logo else None
        office = handed.view.office
        alt = office.logo.alt if office and office.logo else ""
        return Paper(template.text, template.path, handed.newsroom.options, (*found, alt) if found else None)

    def _printed(self, files: Iterable[PressFile]) -> Files:
        named = {name: each for each in files for name in (each.url, each.shown)}
        return lambda url: self._picture(named[url]) if url in named else None

    def _picture(self, file: PressFile) -> tuple[str, bytes] | None:
        """The ending and the bytes of a picture as it is printed."""
        if file.drawn:
            return self._drawing(file)
        if file.printed is None:
            return None
        data = self._variants(file.printed, self._files(file.source))
        return ("png" if file.printed.format == "PNG" else "jpg"), data

    def _drawing(self, file: PressFile) -> tuple[str, bytes] | None:
        """A drawing that can be drawn; of any other nothing is printed."""
        from warta.render.formats.icons import rasterised

        try:
            data = make_harmless(self._files(file.source).read_bytes()).data
            rasterised(data, 8)
        except (BrokenDrawing, ValueError):
            return None
        return "svg", data

"""Makes all that the press is handed of a release; remembers of the last one what several of its files hold."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from string import Template
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from warta.errors import Problem, ProblemsFound
from warta.messages import msg
from warta.newsroom.addresses import PRESS_FILES, WIRE_FILES
from warta.newsroom.offices import OfficeEntry
from warta.newsroom.pictures import VariantView
from warta.newsroom.views import Card, Noted, Poster
from warta.plan.machines.mail import MailNewsroom, WeekView
from warta.plan.machines.press import PressFile, PressNewsroom
from warta.render.formats.wire import Texts, WireView, wire_text
from warta.render.formats.words import Words
from warta.render.pictures.cleaning import publishable
from warta.render.pictures.drawings import BrokenDrawing, make_harmless
from warta.render.pictures.images import opened
from warta.render.press.kit import Kit, members_of, sha256_of, sums, sums_inside
from warta.render.press.kit import Texts as KitTexts
from warta.render.press.letter import TEMPLATE, Files, Paper, can_set, lacking, letter
from warta.render.press.mail import Html, release_mail, week_mail
from warta.render.press.packing import Content
from warta.render.press.share import TEMPLATE as SHARE
from warta.render.press.share import Poster as Drawn
from warta.render.press.share import cropped, share
from warta.render.press.story import Story, story_of
from warta.render.press.whatsapp import whatsapp
from warta.render.press.word import word_file

if TYPE_CHECKING:
    from PIL.Image import Image

    from warta.render.html.sources import Template as Written
    from warta.render.html.theme import Theme

Writes = Callable[[IO[bytes]], None]
"""Writes a file, piece by piece, into the one that it becomes."""
_READ_FIRST, _TERMS = "press/read-first.txt", "press/terms.txt"


class Handed(msgspec.Struct, frozen=True):
    """A release that is handed to the press, its newsroom, its files and the logo of its office."""

    view: WireView
    newsroom: PressNewsroom
    files: tuple[tuple[PressFile, ...], PressFile | None] = ((), None)


class Mailed(msgspec.Struct, frozen=True):
    """A release that is mailed, its newsroom, its files and the logo of its office."""

    view: WireView
    newsroom: MailNewsroom
    files: tuple[tuple[PressFile, ...], PressFile | None] = ((), None)


class Shared(msgspec.Struct, frozen=True):
    """A release that is drawn: what is said, its office, its newsroom, its picture and logo, and the shape."""

    poster: Poster
    office: OfficeEntry | None
    newsroom: PressNewsroom
    files: tuple[PressFile | None, PressFile | None]
    shape: str


class Pack:
    """The maker. `files` gives the place of a file by its source, `variants` the bytes of a smaller picture, `html`
    renders the templates of mails in each language.
    """

    def __init__(
        self,
        bodies: Callable[[str], str],
        texts: Texts,
        files: Callable[[str], Path],
        variants: Callable[[VariantView, Path], bytes],
        theme: Theme,
        html: Mapping[str, Html],
    ) -> None:
        self._bodies = bodies
        self._texts = texts
        self._files = files
        self._variants = variants
        self._theme = theme
        self._html = html
        self._story: tuple[WireView, Story] | None = None
        self._sum: tuple[Handed, str, str] | None = None
        self._drawings: dict[str, tuple[str, bytes] | None] = {}
        self._letter: tuple[Handed, bytes] | None = None
        self._word: tuple[Handed, bytes] | None = None
        self._cover: tuple[VariantView, Image] | None = None

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

    def kit(self, handed: Handed, words: Words) -> Writes:
        """What writes the ZIP file with all of it, into a file that can be read again. Raises ProblemsFound."""
        kit = self._kit(handed, words)

        def write(target: IO[bytes]) -> None:
            kit.write(target)
            target.seek(0)
            digest = sha256_of(target)
            target.seek(0)
            self._sum = handed, digest, sums_inside(target)
            target.seek(0, io.SEEK_END)

        return write

    def sums(self, handed: Handed, words: Words) -> bytes:
        """The checksums of the kit and of what lies beside it. Raises ProblemsFound."""
        kit, made = self._kit(handed, words), handed.newsroom.made
        if self._sum is None or self._sum[0] != handed:
            with tempfile.TemporaryFile() as file:
                self.kit(handed, words)(file)
        assert self._sum is not None
        found = {PRESS_FILES["kit"]: self._sum[1]}
        inside = self._sum[2]
        if "pdf" in made:
            found[PRESS_FILES["pdf"]] = sha256_of(kit.texts.letter)
        if "whatsapp" in made:
            found[PRESS_FILES["whatsapp"]] = sha256_of(kit.texts.whatsapp)
        if "text" in made:
            found[WIRE_FILES["text"]] = sha256_of(kit.texts.plain)
        beside = {unquote(file.url): file for file in handed.files[0]}
        page = unquote(handed.view.item.url)
        found |= {
            url[len(page) :]: sha256_of(self._published(each)) for url, each in beside.items() if url.startswith(page)
        }
        return (sums(found.items()) + inside).encode()

    def mail(self, mailed: Mailed, words: Words) -> bytes:
        """The release as a mail. Raises TemplateProblem."""
        story = self.story(mailed, words)
        text = wire_text(mailed.view, self._texts, words)
        logo = mailed.files[1].shown if mailed.files[1] else ""
        shown = {each.url: each.shown for each in mailed.files[0] if each.format}
        if story.image and story.image.url in shown:
            image = msgspec.structs.replace(story.image, src=shown[story.image.url])
            story = msgspec.structs.replace(story, image=image)
        return release_mail(story, mailed.newsroom, text, (words, self._html[story.language]), logo)

    def week(
        self, newsroom: MailNewsroom, week: WeekView, shown: tuple[tuple[Card, ...], tuple[Noted, ...]], words: Words
    ) -> bytes:
        """The mail of a week. Raises TemplateProblem."""
        return week_mail(newsroom, week, shown, (words, self._html[week.language]))

    def share(self, shared: Shared, words: Words) -> bytes:
        """A picture to share. Raises ProblemsFound and BrokenImage."""
        said, office, newsroom = shared.poster, shared.office, shared.newsroom
        name = office.view.short or office.view.name if office else newsroom.wire.publisher
        mark = words.note("correction") if said.corrected else ""
        poster = Drawn(
            title=said.title,
            meta=" · ".join(filter(None, (said.dateline, words.formats.date(said.date)))),
            mark=words.advertorial(said.sponsored) if said.sponsored else mark,
            office=name,
            host=urlsplit(newsroom.wire.origin).hostname or "",
        )
        ground = self._template(SHARE).text, str(newsroom.options.get("accent", ""))
        cover, arms = shared.files
        photo = self._photo(cover, shared.shape, said.focus) if cover else None
        return share(poster, shared.shape, ground, self._picture(arms) if arms else None, photo)

    def _photo(self, file: PressFile, shape: str, focus: tuple[float, float]) -> Image | None:
        """The photo, cropped for a shape; of a drawing nothing is cropped, and none is shown."""
        if file.printed is None:
            return None
        if self._cover is None or self._cover[0] != file.printed:
            data = self._variants(file.printed, self._files(file.source))
            with opened(io.BytesIO(data)) as image:
                image.load()
                self._cover = file.printed, image
        return cropped(self._cover[1], shape, (focus[0] / 100, focus[1] / 100))

    def _kit(self, handed: Handed, words: Words) -> Kit:
        story, item = self.story(handed, words), handed.view.item
        if self._word is None or self._word[0] != handed:
            self._word = handed, word_file(story)
        texts = KitTexts(
            letter=self.letter(handed, words),
            plain=wire_text(handed.view, self._texts, words).encode(),
            word=self._word[1],
            whatsapp=whatsapp(story).encode(),
            read_first=self._text(_READ_FIRST, story),
            terms=self._text(_TERMS, story),
        )
        titles = {url: title for title, url, _ in item.attachments}
        return Kit(story, texts, members_of(story, titles, handed.files[0]), handed.files[1], self._published)

    def _text(self, name: str, story: Story) -> str:
        """A text of the theme about a kit; `$title` and the like stand for what it is of."""
        known = {
            "title": story.title,
            "office": story.office,
            "date": story.date,
            "number": story.number,
            "url": story.url,
        }
        return Template(self._template(name).text).safe_substitute(known)

    def _published(self, file: PressFile) -> Content:
        """A file as the site publishes it. Raises BrokenImage."""
        path = self._files(file.source)
        if file.drawn:
            return make_harmless(path.read_bytes()).data
        return publishable(path) if file.format else path

    def story(self, handed: Handed | Mailed, words: Words) -> Story:
        """All that is said of the release."""
        if self._story is None or self._story[0] != handed.view:
            self._story = handed.view, story_of(handed.view, self._texts, self._bodies, words)
        return self._story[1]

    def _paper(self, handed: Handed) -> Paper:
        template = self._template(TEMPLATE)
        logo = handed.files[1]
        found = self._picture(logo) if logo else None
        office = handed.view.office
        alt = office.logo.alt if office and office.logo else ""
        return Paper(template.text, template.path, handed.newsroom.options, (*found, alt) if found else None)

    def _template(self, name: str) -> Written:
        """A template of the theme. Raises ProblemsFound."""
        template = self._theme.templates.get(name)
        if template is None:
            message = msg("template-not-there", "is missing, and no parent theme has it.")
            raise ProblemsFound([Problem(f"themes/{self._theme.name}/templates/{name}", 0, message)])
        return template

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
        """A drawing that can be drawn; of any other nothing is printed. Few are there, and many releases show them."""
        if file.digest not in self._drawings:
            self._drawings[file.digest] = _drawn(self._files(file.source))
        return self._drawings[file.digest]


def _drawn(path: Path) -> tuple[str, bytes] | None:
    from warta.render.formats.icons import rasterised

    try:
        data = make_harmless(path.read_bytes()).data
        rasterised(data, 8)
    except (BrokenDrawing, ValueError):
        return None
    return "svg", data

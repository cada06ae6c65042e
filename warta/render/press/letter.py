"""Turns a story into a PDF on the letterhead of its office (PDF/UA-1), set by Typst from a template of the theme.

The one module that knows Typst and segno. The template sees one folder with plain values and pictures, nothing else.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from warta.errors import Problem, ProblemsFound
from warta.extras import install
from warta.messages import msg
from warta.newsroom.views import Image
from warta.render.press.signs import FONTS, all_shown, breakable, is_tall
from warta.render.press.story import Story, caption_of, line_of
from warta.render.press.tables import on_paper
from warta.render.press.tree import Block, Indented, Item, Items, Picture, Quote, Table

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATE = "press/letter.typ"
"""The template of the theme."""
Files = Callable[[str], tuple[str, bytes] | None]
"""Gives the picture that a story names by an address: the ending of its file, and its bytes; None: none of ours."""


class Paper(msgspec.Struct, frozen=True):
    """What a letter is set with: the template with its path, the options of the theme, the office's logo (ending,
    bytes, and what is seen on it).
    """

    template: str
    path: str
    options: Mapping[str, str | bool | int]
    logo: tuple[str, bytes, str] | None = None


def letter(story: Story, paper: Paper, files: Files) -> bytes:
    """The PDF. Raises ProblemsFound for a template that cannot be set."""
    with tempfile.TemporaryDirectory(prefix="warta-") as made:
        folder = Path(made)
        data = all_shown(_data(story, paper, _Saved(folder, files)))
        (folder / "qr.svg").write_bytes(_qr(story.url))
        (folder / "data.json").write_bytes(msgspec.json.encode(_broken(data)))
        (folder / "letter.typ").write_text(paper.template, encoding="utf-8")
        return _set(folder, paper.path, round(story.version.at.timestamp()))


def _set(folder: Path, path: str, at: int) -> bytes:
    import typst

    try:
        compiler = typst.Compiler(
            str(folder / "letter.typ"),
            root=str(folder),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            package_path=str(folder / "none"),
            package_cache_path=str(folder / "none"),
        )
        return bytes(compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=at))  # type: ignore[arg-type]
    except typst.TypstError as error:
        said = " ".join([str(error.message), *map(str, error.hints or ())])
        message = msg("letter-unset", "the letter of the release cannot be set: %(said)s", said=said)
        raise ProblemsFound([Problem(path, 0, message)]) from None


@cache
def _fonts() -> Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def can_set() -> bool:
    """Whether the libraries are there."""
    from importlib.util import find_spec

    return find_spec("typst") is not None and find_spec("segno") is not None


def lacking() -> Problem:
    """That letters are wanted, and what they are set with is not installed."""
    message = msg("letter-library", "'press' asks for what needs libraries that are not installed.", install("press"))
    return Problem("config.yaml", 0, message)


class _Saved:
    """Writes pictures into the folder when they are asked for, each once."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._folder = folder
        self._files = files
        self._names: dict[str, str] = {}

    def __call__(self, url: str) -> str:
        """The name of the file of a picture; empty where it is none of ours."""
        if url not in self._names:
            found = self._files(url)
            name = self._names[url] = f"{len(self._names)}.{found[0]}" if found else ""
            if found:
                (self._folder / name).write_bytes(found[1])
        return self._names[url]

    def logo(self, logo: tuple[str, bytes, str] | None) -> str | None:
        """The name of the file of the logo."""
        if logo is None:
            return None
        (self._folder / f"logo.{logo[0]}").write_bytes(logo[1])
        return f"logo.{logo[0]}"


def _data(story: Story, paper: Paper, saved: _Saved) -> dict[str, Any]:
    """What the template is given."""
    fields: dict[str, Any] = msgspec.to_builtins({name: getattr(story, name) for name in _GIVEN}, builtin_types=())
    at = story.at.at
    body = list(_blocks(story.body, saved))
    return fields | {
        "day": [at.year, at.month, at.day, at.hour, at.minute],
        "body": body,
        "about": list(_blocks(story.about, saved)),
        "contacts": [[_named(each.name, each.role), line_of(each)] for each in story.contacts],
        "photo": _photo(story.image, saved) if story.image else None,
        "options": dict(paper.options),
        "logo": saved.logo(paper.logo),
        "logo_alt": (paper.logo[2] if paper.logo else "") or story.office,
        "tall": any(map(is_tall, (story.title, *map(_text, body)))),
        "url_shown": story.url,
    }


_GIVEN = tuple(
    "title language number date dateline summary url host mark notices remarks notes tags office short address reach "
    "labels".split()
)


def _named(name: str, role: str) -> str:
    return ", ".join(filter(None, (name, role)))


def _text(value: object) -> str:
    return str(value)


def _photo(image: Image, saved: _Saved) -> dict[str, Any] | None:
    name = saved(image.url)
    caption = caption_of(image)
    runs = [{"text": caption}] if caption else []
    return {"file": name, "alt": image.alt or caption or "–", "caption": runs} if name else None


def _blocks(blocks: Iterable[Block], saved: Callable[[str], str]) -> Iterable[dict[str, Any]]:
    """Blocks as the template takes them: pictures with their files, tables as they fit on paper."""
    for block in blocks:
        match block:
            case Table():
                yield from on_paper(block)
            case Picture(url, alt, caption):
                if name := saved(url):
                    words = "".join(run.text for run in caption)
                    found: dict[str, Any] = msgspec.to_builtins(block)
                    yield found | {"file": name, "alt": alt or words or "–"}
                elif caption:
                    yield msgspec.to_builtins({"type": "paragraph", "runs": caption})
            case Quote(inner) | Indented(inner):
                yield {
                    "type": "quote" if isinstance(block, Quote) else "indented",
                    "blocks": list(_blocks(inner, saved)),
                }
            case Items(items, notes):
                yield {"type": "items", "notes": notes, "items": [_item(each, saved) for each in items]}
            case _:
                yield msgspec.to_builtins(block)


def _item(item: Item, saved: Callable[[str], str]) -> dict[str, Any]:
    return {"mark": item.mark, "blocks": list(_blocks(item.blocks, saved))}


_KEPT = frozenset(("url", "file", "logo", "language", "type", "align"))
"""What must stay as it is: no place to break a line at is put into it."""


def _broken(value: Any) -> Any:
    """Plain values in which every word fits on a line."""
    if isinstance(value, str):
        return breakable(value)
    if isinstance(value, list):
        return [_broken(each) for each in value]
    if isinstance(value, dict):
        return {key: each if key in _KEPT else _broken(each) for key, each in value.items()}
    return value


def _qr(url: str) -> bytes:
    import segno

    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, scale=4)
    return out.getvalue()

"""Turns hostile texts that grow to twice, four and eight times their size into the time each own pass takes.

    .venv/bin/python bench/hostile.py [BYTES]

A pass whose time grows with the square of a text shows a 16 where a linear one shows a 4. The passes are those that
work on texts in the process itself; what Markdown makes of a text is bounded by a clock, and not timed here.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


from tests.hostile import SHAPES
from warta.content.bounds import is_plain, too_deep
from warta.content.frontmatter import split
from warta.content.schema import Schema
from warta.datatree import read_toml, read_yaml
from warta.engine.leaks import find_leaks, make_index
from warta.errors import ProblemsFound
from warta.importing.markup import without_tags
from warta.render.formats.absolute import make_absolute
from warta.render.html.links import place_links
from warta.render.html.plaintext import lead, plain, searched
from warta.render.html.safety import is_harmless, sanitise

Pass = Callable[[str], object]

GROWTH = (1, 2, 4, 8)
NOTICED = 0.03  # seconds; what takes less says nothing of how it grows


def _front(text: str) -> object:
    data = f"---\ntitle: A\ndate: 2026-11-20\n{text}\n---\n".encode()
    return Schema(dt.UTC).read("releases/a.md", split(data, "a.md").fields)


def _refused(work: Pass) -> Pass:
    """A pass that may refuse a text: what it takes to say so counts."""

    def tried(text: str) -> object:
        try:
            return work(text)
        except ProblemsFound as found:
            return found

    return tried


PASSES: dict[str, Pass] = {
    "whether a text is plain": lambda text: is_plain(text.encode()),
    "how deep it is": lambda text: too_deep(text, "a.md", 1),
    "front matter as YAML": _refused(lambda text: read_yaml(text[:256_000], "a.md")),
    "front matter as TOML": _refused(lambda text: read_toml(f'a = "{text[:256_000]}"', "a.md")),
    "the keys of a release": _refused(lambda text: _front("\n".join(f"k{at}: x" for at in range(len(text) // 8)))),
    "text without tags": lambda text: without_tags(text, " "),
}
ON_HTML: dict[str, Pass] = {
    "whether HTML is harmless": is_harmless,
    "the lead": lead,
    "text of HTML for search": searched,
    "plain text of HTML": lambda html: plain(html, "%(words)s"),
    "absolute addresses": lambda html: make_absolute(html, "https://berita.example/"),
    "links in a body": lambda html: place_links(html, ("/a/",)),
    "words of what is hidden": lambda html: list(find_leaks(html.encode(), make_index((), ()))),
}
"""What works on the HTML of a body, which is sanitised before."""


def growth(work: Pass, texts: list[str]) -> list[float]:
    """The seconds of processor time that a pass takes for each text, the best of three."""
    return [min(_seconds(work, text) for _ in range(3)) for text in texts]


def _seconds(work: Pass, text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began


def rows(size: int) -> Iterator[tuple[str, str, list[float]]]:
    """Each pass over each shape, with its times."""
    for shape, made in SHAPES.items():
        texts = [made(size * times) for times in GROWTH]
        bodies = [sanitise(text) for text in texts]
        for name, work in PASSES.items():
            yield name, shape, growth(work, texts)
        for name, work in ON_HTML.items():
            yield name, shape, growth(work, bodies)


def main() -> None:
    """Print the slowest shape of each pass, and every one that grows faster than its text."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 8_000
    worst: dict[str, tuple[str, list[float]]] = {}
    for name, shape, times in rows(size):
        if name not in worst or times[-1] > worst[name][1][-1]:
            worst[name] = shape, times
        if times[-1] > NOTICED and times[-1] > 3 * times[-2]:
            print(f"grows too fast: {name}, {shape}: {' '.join(f'{each:.3f}' for each in times)} s")  # noqa: T201
    for name, (shape, times) in worst.items():
        print(f"{name:28} {' '.join(f'{each * 1000:8.1f}' for each in times)} ms   {shape}")  # noqa: T201


if __name__ == "__main__":
    main()

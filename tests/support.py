"""A small newsroom in a test: written, edited, built and looked at in a line each.

    site = SiteTest(tmp_path)
    site.release("2026/banjir", "Banjir surut", date="2026-11-20", category="Kebencanaan")
    report = site.build()
    assert "2026/11/banjir-surut/index.html" in report.written
    assert "Banjir surut" in site.page("/2026/11/banjir-surut/")

    site.edit("content/releases/2026/banjir.md", "surut", "meluas")
    assert site.build().written == (...)

Builds run in this process at a fixed `now`, with a bare theme whose pages show every name of their view, so that a
test sees what a page is made of. `theme="warta"` builds with the real one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import jinja2
import jinja2.nodes
import PIL.Image
import pytest

from warta.engine.build import build
from warta.engine.workspace import Report, Request, Workspace
from warta.errors import ProblemsFound
from warta.newsroom.visibility import PUBLIC

NOW = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)  # 12:00 in Jakarta

CONFIG = """\
title: Ruang Berita
url: https://berita.example/
language: id
timezone: Asia/Jakarta
theme: bare
feed_formats: [rss]
wire: []
"""

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>\n'
_LIST = "{% for card in cards %}{{ show(card) }}{% endfor %}"
_PAGE = '<!doctype html><html lang="{{ page.language }}"><title>{{ site.title }}</title><body>\n%s\n</body></html>\n'
BARE_THEME: Mapping[str, str] = {
    "theme.yaml": "name: bare\nversion: '1'\n",
    "templates/parts/card.html": '<article><a href="{{ card.url }}">{{ card.title }}</a> {{ card.date | date }} '
    "{{ card.summary }} {{ card.state }}</article>\n",
    "templates/release.html": _PAGE
    % (
        "<h1>{{ page.title }}</h1><p>{{ page.date | datetime }} {{ page.state }} {{ page.summary }}</p>{{ body }}"
        "{% for a in page.categories + page.regions + page.tags + page.authors %}"
        '<a href="{{ a.url }}">{{ a.title }}</a>{% endfor %}'
        "{% for image in page.gallery %}<img src='{{ image.url }}' alt='{{ image.alt }}'>{% endfor %}"
        "{% if page.image %}<img src='{{ page.image.url }}' alt='{{ page.image.alt }}'>{% endif %}"
        "{% for file in page.attachments %}<a href='{{ file.url }}'>{{ file.title }} {{ file.size }}</a>{% endfor %}"
        "{% if page.newer %}<a rel=next href='{{ page.newer.url }}'>{{ page.newer.title }}</a>{% endif %}"
        "{% if page.older %}<a rel=prev href='{{ page.older.url }}'>{{ page.older.title }}</a>{% endif %}"
        "{% for card in page.related %}{{ show(card) }}{% endfor %}"
        "{% for twin in page.twins %}<a hreflang='{{ twin.language }}' href='{{ twin.url }}'>{{ twin.title }}</a>"
        "{% endfor %}"
        "{% if page.withdrawn %}<p>{{ page.withdrawn.reason }}</p>{% endif %}"
        "{% for each in page.corrections %}<p>{{ each.kind }} {{ each.at | datetime }} {{ each.text }}</p>{% endfor %}"
        "{% for each in page.contacts %}<p>{{ each.name }} {{ each.phone }}</p>{% endfor %}{{ boilerplate }}"
    ),
    "templates/home.html": _PAGE
    % (
        "{% if page.lead %}{{ show(page.lead) }}{% endif %}{% set cards = page.latest %}"
        + _LIST
        + "{% for s in page.sections %}<h2>{{ s.title }}</h2>{% set cards = s.cards %}"
        + _LIST
        + "{% endfor %}{% if page.older %}<a rel=prev href='{{ page.older }}'>older</a>{% endif %}"
    ),
    "templates/listing.html": _PAGE
    % (
        "<h1>{{ page.title }}</h1>{% set cards = page.cards %}"
        + _LIST
        + "{% for each in page.children %}<a href='{{ each.url }}'>{{ each.title }} {{ each.count }}</a>{% endfor %}"
        "{% if page.newer %}<a rel=next href='{{ page.newer }}'>newer</a>{% endif %}"
        "{% if page.older %}<a rel=prev href='{{ page.older }}'>older</a>{% endif %}"
    ),
    "templates/archive.html": _PAGE
    % "{% for y in page.years %}<a href='{{ y.url }}'>{{ y.year }} {{ y.count }}</a>{% endfor %}",
    "templates/year.html": _PAGE
    % "{{ page.count }}{% for m in page.months %}{{ m.month | month }} {{ m.count }}{% endfor %}",
    "templates/index.html": _PAGE
    % "{% for t in page.terms %}<a href='{{ t.url }}'>{{ t.title }} {{ t.count }}</a>{% endfor %}",
    "templates/page.html": _PAGE % "<h1>{{ page.title }}</h1>{{ body }}",
    "templates/not-found.html": _PAGE % "<h1>404</h1>",
    "templates/corrections.html": _PAGE
    % "{% for note in page.notes %}<a href='{{ note.url }}'>{{ note.title }}</a> {{ note.kind }} {{ note.text }}{% endfor %}",
    "templates/data.html": _PAGE
    % "{% for each in page.lists %}<a href='{{ each.url }}'>{{ each.title }}</a>{% endfor %}",
    "templates/check.html": _PAGE % "<h1>{{ page.index }} {{ page.site }}</h1>",
    "templates/search.html": _PAGE % "<h1>{{ page.bundle }} {{ page.years|join(' ') }}</h1>",
    "templates/press-home.html": _PAGE
    % "<h1>{{ page.url }}</h1>{% for each in page.officials %}{{ each.name }}{% endfor %}{{ boilerplate }}",
    "templates/subscribe.html": _PAGE % "<h1>{{ page.email }}{{ page.service }}</h1>",
    "static/css/warta.css": "body { margin: 0 }\n",
}


def picture(words: str = "", size: tuple[int, int] = (48, 32), format_: str = "JPEG") -> bytes:
    """The bytes of a real picture; other words make another one."""
    digest = sha256(words.encode()).digest()
    image = PIL.Image.new("RGB", (4, 2))
    image.putdata([(each, 255 - each, each // 2) for each in digest[:8]])
    out = io.BytesIO()
    image.resize(size, PIL.Image.Resampling.BICUBIC).save(out, format_)
    return out.getvalue()


@contextlib.contextmanager
def templates_compiled_once() -> Iterator[None]:
    """While many newsrooms are built, each text of a template is parsed and compiled once: most of a small build's time."""
    parse, compile_ = jinja2.Environment.parse, jinja2.Environment.compile
    trees: dict[tuple[object, ...], jinja2.nodes.Template] = {}
    codes: dict[tuple[object, ...], tuple[object, object]] = {}

    def parsed(
        environment: jinja2.Environment, source: str, name: str | None = None, filename: str | None = None
    ) -> jinja2.nodes.Template:
        key = type(environment), source, name, filename
        if key not in trees:
            trees[key] = parse(environment, source, name, filename)
        return trees[key]

    def compiled(environment: jinja2.Environment, tree: object, name: str | None, filename: str | None) -> object:
        key = type(environment), id(tree), name, filename
        if key not in codes:
            codes[key] = tree, compile_(environment, tree, name, filename)  # type: ignore[call-overload]
        return codes[key][1]  # the tree is kept beside it, so that no other one gets its id

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "parse", parsed)
        patch.setattr(jinja2.Environment, "compile", compiled)
        yield


@contextlib.contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder in memory, where the system offers that, for tests that write tens of thousands of small files."""
    place = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=place if os.access(place, os.W_OK) else None) as folder:
        yield Path(folder)


class SiteTest:
    """One newsroom in a folder of its own."""

    memory: Workspace | None = None
    _process: Workspace | None = None

    def __init__(self, root: Path, config: str = CONFIG, *, theme: str = "bare") -> None:
        self.root = root / "site"
        self.output = self.root / "output"
        self.write("config.yaml", config.replace("theme: bare", f"theme: {theme}"))
        (self.root / "content" / "releases").mkdir(parents=True)
        if theme == "bare":
            for name, text in BARE_THEME.items():
                self.write(f"themes/bare/{name}", text)

    def write(self, path: str, data: str | bytes) -> SiteTest:
        """Write a file of the newsroom."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)
        return self

    def config(self, more: str) -> SiteTest:
        """Add lines to the settings."""
        path = self.root / "config.yaml"
        return self.write("config.yaml", path.read_text(encoding="utf-8") + more)

    def release(self, name: str, title: str, body: str = "Isi siaran pers.", **fields: object) -> SiteTest:
        """Write content/releases/NAME.md; `fields` are further keys of its front matter, in YAML."""
        fields.setdefault("date", "2026-11-20")
        lines = [f"title: {title}", *(f"{key}: {value}" for key, value in fields.items())]
        return self.write(f"content/releases/{name}.md", "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n")

    def edit(self, path: str, old: str, new: str) -> SiteTest:
        """Replace a text that must be in a file."""
        target = self.root / path
        text = target.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        return self.write(path, text.replace(old, new))

    def delete(self, path: str) -> SiteTest:
        """Remove a file."""
        (self.root / path).unlink()
        return self

    def request(self, **changes: object) -> Request:
        """What `build` builds."""
        values: dict[str, object] = {
            "site": self.root,
            "output": self.output,
            "now": NOW,
            "shown": frozenset((PUBLIC,)),
            "jobs": 1,
            **changes,
        }
        return Request(**values)  # type: ignore[arg-type]

    def build(self, **changes: object) -> Report:
        """Build the newsroom, with `memory` if there is one; `changes` are fields of the Request."""
        return build(self.request(**changes), space=self.memory)

    def remember(self, *, again: bool = True) -> SiteTest:
        """Build from here on in the one process that remembers its builds; not `again`: each time in a new process."""
        self._process = self._process or Workspace()
        self.memory = self._process if again else None
        return self

    def clean(self, **changes: object) -> dict[str, bytes]:
        """What a build of a copy of the newsroom leaves, which knows of no earlier one. Raises ProblemsFound."""
        copy = self.root.parent / "clean"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.root, copy / "site", ignore=shutil.ignore_patterns(".warta", "output"))
        build(self.request(site=copy / "site", output=copy / "output", **changes))
        return self.files(copy / "output")

    def compare(self, **changes: object) -> list[str]:
        """Build, and see that the output is a clean build's in all bytes, and the problems (returned) are its too."""
        try:
            expected = self.clean(**changes)
        except ProblemsFound as found:
            problems = [str(problem) for problem in found.problems]
            assert self.problems(**changes) == problems
            return problems
        self.build(**changes)
        files = self.files()
        different = sorted(path for path in files | expected if files.get(path) != expected.get(path))
        assert not different, f"not as a clean build's: {', '.join(different)}"
        return []

    def inputs(self) -> dict[str, bytes]:
        """Every file that the newsroom is made from, by path."""
        tops = [self.root / top for top in ("config.yaml", "extensions.py", "addresses.tsv", "content", "themes")]
        paths = [path for top in tops for path in (top, *top.rglob("*")) if path.is_file()]
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}

    def restore(self, inputs: Mapping[str, bytes]) -> SiteTest:
        """Put back the files that the newsroom was made from."""
        now = self.inputs()
        for path in now.keys() - inputs.keys():
            self.delete(path)
        for path, data in inputs.items():
            if now.get(path) != data:
                self.write(path, data)
        return self

    def problems(self, **changes: object) -> list[str]:
        """What a build that must fail complains of, one line each."""
        try:
            self.build(**changes)
        except ProblemsFound as found:
            return [str(problem) for problem in found.problems]
        raise AssertionError("the build found no problem")

    def files(self, folder: Path | None = None) -> dict[str, bytes]:
        """Every file of the output by path, but for what Warta notes there for itself."""
        root = folder or self.output
        paths = (path for path in sorted(root.rglob("*")) if path.is_file())
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in paths
            if path.name not in (".warta-manifest", ".warta-built")
        }

    def page(self, address: str) -> str:
        """The text of the page at an address."""
        return (self.output / address.strip("/") / "index.html").read_text(encoding="utf-8")

    def text_of(self, path: str) -> str:
        """The text of a file of the newsroom."""
        return (self.root / path).read_text(encoding="utf-8")

    def text(self, path: str) -> str:
        """The text of an output file."""
        return (self.output / path).read_text(encoding="utf-8")

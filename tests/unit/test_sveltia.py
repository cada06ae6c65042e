"""The configuration that `schema --cms sveltia` writes is one that Sveltia CMS takes, and it edits without damage."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.commands.running import ROOT, warta
from tests.support import SiteTest, picture
from warta.catalogue import say
from warta.cli.forge import DIGEST
from warta.content.elsewhere import as_others, remarks_in
from warta.content.frontmatter import read_front
from warta.content.keys import ORGANIZATION_KEYS, PAGE_KEYS, RELEASE_KEYS
from warta.content.sveltia import Use, configuration
from warta.settings import read_settings
from warta.spans import plain

SCHEMA = json.loads((ROOT / "tests/schemas/sveltia-cms.json").read_text(encoding="utf-8"))
BACKENDS = {
    "git@github.com:humas/sukamaju.git": {"name": "github", "repo": "humas/sukamaju"},
    "https://gitlab.com/humas/situs/berita": {"name": "gitlab", "repo": "humas/situs/berita"},
    "https://gitlab.sukamaju.example/humas/berita.git": {
        "name": "gitlab", "repo": "humas/berita", "base_url": "https://gitlab.sukamaju.example",
        "api_root": "https://gitlab.sukamaju.example/api/v4",
    },
    "ssh://git@codeberg.org/humas/berita": {
        "name": "gitea", "repo": "humas/berita", "base_url": "https://codeberg.org/", "api_root": "https://codeberg.org/api/v1",
    },
}  # fmt: skip


def test_every_key_of_front_matter_has_its_field() -> None:
    """One for each row of the table but the rules of the desk editor, under the name that the newsroom's files use."""
    used = Counter({"tags": 3, "tag": 1, "categories": 2, "redirect_from": 1})
    made = configuration(read_settings(ROOT), Use(used), {"name": "github", "repo": "a/b"}, say)
    for collection, keys in zip(made["collections"], (RELEASE_KEYS, PAGE_KEYS, ORGANIZATION_KEYS), strict=True):
        names = [field["name"] for field in collection["fields"]]
        rows = [key for key in keys if key.field != "ignore"]
        assert len(names) == len(rows) + 1
        assert all(name in key.names for name, key in zip(names, rows, strict=False))
        assert names[-1] == "body"
    fields = {field["name"]: field for field in made["collections"][0]["fields"]}
    assert {"tags", "categories", "redirect_from", "region"} < fields.keys()
    assert fields["categories"]["options"] == [each.name for each in read_settings(ROOT).categories or ()]
    assert fields["body"]["modes"] == ["raw"]
    jsonschema.Draft7Validator(SCHEMA).validate(made)


@pytest.mark.parametrize("address", BACKENDS)
def test_it_is_written_for_the_forge_and_valid(tmp_path: Path, address: str) -> None:
    """With a page that runs no script but the one whose digest it names, from nowhere else."""
    site = SiteTest(tmp_path)
    site.release("2026/a", "Satu", "Isi.")
    site.write("content/static/x.txt", "x")
    done = warta("schema", "--cms", "sveltia", "--repo", address, site=site.root)
    assert done.returncode == 0, done.stderr
    made = yaml.safe_load((site.root / "admin/config.yml").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(SCHEMA).validate(made)
    assert made["backend"] == BACKENDS[address]
    page = (site.root / "admin/index.html").read_text(encoding="utf-8")
    assert page.count("<script") == 1
    assert f'<script src="sveltia-cms.js" integrity="{DIGEST}"' in page
    assert "script-src 'self';" in page
    assert len(b64decode(DIGEST.removeprefix("sha384-"))) == 48
    assert "admin/sveltia-cms.js" in done.stdout


def test_what_it_would_damage_is_mended_first(tmp_path: Path) -> None:
    """Nothing is written before; the fix is the desk editor's, and what no fix can help is told."""
    site = SiteTest(tmp_path)
    (site.root / "content/releases/2026").mkdir(parents=True)
    (site.root / "content/releases/2026/foto.jpg").write_bytes(picture())
    site.write(
        "content/releases/2026/a.md",
        "---\ntitle: Satu\ntanggal: 2026-01-05 09:05 WITA\nnumber: 0123\ntags: [007, jalan]  # dua\n"
        "gallery: [{file: foto.jpg, alt: Foto}]\n---\n\nIsi.\n",
    )
    words = ("schema", "--cms", "sveltia", "--repo", "https://github.com/a/b")
    refused = warta(*words, site=site.root)
    assert refused.returncode == 1
    assert "[value-misread]" in refused.stdout
    assert "[key-indonesian]" in refused.stdout
    assert not (site.root / "admin").exists()
    mended = warta("check", "--only", "value-misread", "--only", "key-indonesian", "--fix", "--yes", site=site.root)
    assert mended.returncode == 0, mended.stderr
    done = warta(*words, site=site.root)
    assert done.returncode == 0, done.stdout
    assert "the front matter of 1 file" in done.stderr
    text = (site.root / "content/releases/2026/a.md").read_text(encoding="utf-8")
    assert 'date: 2026-01-05 09:05 WITA\nnumber: "0123"\ntags: ["007", jalan]  # dua\n' in text


def test_without_a_forge_it_is_asked_for(tmp_path: Path) -> None:
    """A newsroom in no repository, and an address that is none."""
    site = SiteTest(tmp_path)
    for words in ((), ("--repo", "humas")):
        done = warta("schema", "--cms", "sveltia", *words, site=site.root)
        assert done.returncode == 2
        assert "--repo https://github.com/OWNER/NAME" in done.stderr


OTHERWISE = {
    "number: 0123": 'number: "0123"',
    "number: 198503172010011001": 'number: "198503172010011001"',
    'regions: [32.10, "32.11", 32.11, Wado]   # dua': 'regions: ["32.10", "32.11", 32.11, Wado]   # dua',
    "tags:\n  - 007": 'tags:\n  - "007"',
    "tags: jalan, bus 17,8 persen, 007": "tags: [jalan, 'bus 17,8 persen', '007']",
    "title: Jalan #3: mulus": "title: 'Jalan #3: mulus'",
    "title: 1e3": 'title: "1e3"',
    "byline: True": 'byline: "True"',
    "contacts:\n  - {name: Ani, phone: +62812, hours: 08.00}": 'contacts:\n  - {name: Ani, phone: "+62812", hours: "08.00"}',
    "contacts:\n  - name: Ani\n    phone: 0812  # malam": "contacts:\n  - name: Ani\n    phone: '0812'  # malam",
    "image: foto.jpg": "image: {file: foto.jpg}",
    "gambar: foto.jpg": "gambar: {file: foto.jpg}",
    "gallery:\n  - a.jpg\n  - {file: b.jpg, alt: 012}": 'gallery:\n  - {file: a.jpg}\n  - {file: b.jpg, alt: "012"}',
    'attachments: ["a,b.pdf", c.pdf]': 'attachments: [{file: "a,b.pdf"}, {file: c.pdf}]',
    "ai: true": "ai: {text: true}",
}
ALIKE = (
    "title: Jalan 3", 'number: "0123"', "order: 3", "draft: True", "regions: [32.11, 32]", "date: 2026-01-05 09:05 WITA",
    "summary: >\n  0123\n  32.10", "image: {file: a.jpg, decorative: True}", "tags: [a, b]", "expires: 2027-01-01", "summary:",
    "image:\n  file: a.jpg\n  focus: 20 40", "aliases: /lama/", "number: 0",
)  # fmt: skip


@pytest.mark.parametrize("front", OTHERWISE)
def test_what_others_read_otherwise_is_written_so_that_they_do_not(front: str) -> None:
    """The fix changes no word of what Warta reads, and finds nothing more afterwards."""
    made = as_others(front, "releases/a.md")
    assert made == OTHERWISE[front]
    assert as_others(made, "releases/a.md") == made
    before, after = (str(plain(read_front(each, "a.md"))) for each in (front, made))
    assert before == after or any(each in front for each in ("image", "gambar", "gallery", "attachments", "ai", "tags"))


@pytest.mark.parametrize("front", ALIKE)
def test_what_everybody_reads_alike_stays(front: str) -> None:
    """No quotation mark is put where none is needed."""
    assert as_others(front, "releases/a.md") == front


def test_remarks_are_found_and_signs_in_values_are_none() -> None:
    """Those on lines of their own, behind values, and behind prose."""
    front = 'title: Jalan #3\n# satu\ntags: [a, "b # c"]  # dua\nsummary: >\n  x # y\nbyline: Ani & Co #1  # tiga'
    assert remarks_in(front) == [1, 2, 5]

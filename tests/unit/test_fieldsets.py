"""Proves that the desk's form follows the schema, and that a form which nobody edited changes no byte."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from warta.content.amend import front_of
from warta.content.documents import Release
from warta.content.fieldsets import APART, FIELDS, GROUPS
from warta.content.keys import RELEASE_KEYS
from warta.content.read import read_document
from warta.content.schema import Schema
from warta.office.form import changed, shown
from warta.settings import read_settings

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = read_settings(ROOT)
PATH = "content/releases/2026/x.md"
UGLY = b"""---\r\n# who may edit this\r\nJudul: 'Rapat ''besar'''  # as decided\r\ntanggal: 2026-11-20 09:05 WITA\r\nringkasan: >-\r
  Dua ruas\r\n  jalan.\r\ntags: [jalan,  aspal, '007']\r\nwilayah: ["32.10", Wado]\r\nnarahubung:\r\n- nama: Ani  # she\r
  hp2: x\r\nimage: a.jpg\r\nlain: {a: 1}\r\n---\r\n\r\n\r\nIsi   teks.\r\n\r\ncafe\xcc\x81\r\n\r\n\r\n"""


def read(data: bytes) -> Release | None:
    document = read_document("releases/2026/x.md", data, Schema(SETTINGS.zone, lenient=True)).document
    return document if isinstance(document, Release) else None


def sent(inputs: dict[str, str]) -> dict[str, str]:
    """What a browser sends of these inputs."""
    return {name: text.replace("\n", "\r\n") for name, text in inputs.items() if text != "" or "." not in name}


def test_each_key_of_a_release_has_exactly_one_row() -> None:
    """A new key of the schema has its place in the form, or says that it has a page of its own."""
    assert Counter(field.name for field in FIELDS) == Counter(key.field for key in RELEASE_KEYS)
    assert {field.group for field in FIELDS} == {*GROUPS, "always", APART}


def test_a_form_that_nobody_edited_changes_no_byte() -> None:
    """In all releases of the sample, and in front matter as people write it."""
    files = [path.read_bytes() for path in sorted((ROOT / "content/releases").rglob("*.md"))]
    assert len(files) > 10
    for data in [*files, UGLY]:
        release = read(data)
        inputs = shown(data, PATH, release, SETTINGS).inputs
        boxes = {"unverified.shown": "1", "ai.shown": "1"}
        assert changed(data, PATH, sent(inputs) | boxes, release, SETTINGS) == data


TEXTS = st.text("abc :#'\"-[]{},&*|>%@`éö\n<", max_size=40)


@given(
    TEXTS,
    st.sampled_from(
        [
            "title",
            "summary",
            "byline",
            "dateline",
            "number",
            "notes",
            "body",
            "tags",
            "regions",
            "image.alt",
            "contacts.1.name",
        ]
    ),
)
@settings(max_examples=50)
def test_what_is_typed_reads_as_it_was_typed_and_the_rest_stays(text: str, name: str) -> None:
    """Each other input shows what it showed before."""
    release = read(UGLY)
    before = shown(UGLY, PATH, release, SETTINGS).inputs
    data = changed(UGLY, PATH, sent(before) | {name: text.replace("\n", "\r\n")}, release, SETTINGS)
    after = shown(data, PATH, read(data), SETTINGS).inputs
    others = {key: each for key, each in before.items() if key.split(".")[0] != name.split(".")[0]}
    assert {key: each for key, each in after.items() if key in others} == others
    if name in ("title", "byline", "number"):
        assert after[name] == " ".join(text.split())
    if name == "body":
        assert after["body"].strip() == text.strip("\n").strip() or not text.strip()
    assert front_of(data, PATH)["lain"] == {"a": "1"}

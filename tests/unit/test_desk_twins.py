"""A translation is begun from its original, with the right keys, and lies beside it; so does the point of a photo."""

from __future__ import annotations

import pytest

from tests.support import SiteTest, picture
from warta.office.index import id_of
from warta.office.office import Office
from warta.office.texts import Text


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    site = SiteTest(tmp_path_factory.mktemp("desk"))
    site.config("languages: [id, en, su]\n")
    for name in ("flat", "bundel/index", "terpakai"):
        site.release(f"2026/{name}", f"Rilis {name}", "Dua bus.", date="2026-01-20", image="{file: foto.jpg, alt: Bus}")
        (site.root / f"content/releases/2026/{name}.md").with_name("foto.jpg").write_bytes(picture("bus"))
    return site


@pytest.fixture(scope="module")
def office(site: SiteTest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(site.root, tmp_path_factory.mktemp("private"))


def begun(office: Office, original: str, language: str = "en") -> tuple[str, dict[str, str]]:
    """A translation as the button begins it."""
    text = opened(office, original)
    typed = {**office.texts.inputs(text).inputs, "language": language, "translation_of": original}
    new = office.texts.new_id()
    office.texts.keep_typing(new, typed, "")
    return new, typed


def opened(office: Office, source: str) -> Text:
    text = office.texts.open(id_of(source))
    assert text is not None
    return text


@pytest.mark.parametrize(("original", "twin"), [("flat", "flat.en"), ("bundel/index", "bundel/index.en")])
def test_a_translation_lies_beside_its_original(site: SiteTest, office: Office, original: str, twin: str) -> None:
    """In its language, naming the original, with the original's photo, and the original knows it."""
    new, typed = begun(office, f"releases/2026/{original}.md")
    saved = office.texts.save(new, {**typed, "title": f"Two buses {original}", "body": "Two buses."}, "", "ani")
    assert saved.source == f"releases/2026/{twin}.md"
    assert saved.release is not None
    assert saved.release.draft
    assert saved.release.language is not None
    assert saved.release.language.text == "en"
    assert saved.release.image is not None
    office.running.rebuild()
    assert office.running.problems == ()
    assert office.texts.translations(f"releases/2026/{original}.md") == {"en": saved.id}


def test_a_place_that_is_taken_is_not_written_over(site: SiteTest, office: Office) -> None:
    """Neither a text, nor a file beside one: the translation gets a folder of its own."""
    original = "releases/2026/terpakai.md"
    new, typed = begun(office, original, "su")
    text = office.texts.open(new)
    assert text is not None
    assert text.source == "releases/2026/terpakai.su.md"
    name = office.texts.add_file(text, "peta.jpg", picture("peta"))
    assert name == "terpakai.su-peta.jpg"
    taken = site.root / "content/releases/2026/terpakai.su-peta.jpg"
    taken.write_bytes(b"of somebody else")
    gallery = {"gallery.0.file": name, "gallery.0.alt": "Peta"}
    saved = office.texts.save(new, {**typed, **gallery, "title": "Dua beus", "image.file": ""}, "", "ani")
    assert saved.source == "releases/2026/dua-beus/index.md"
    assert taken.read_bytes() == b"of somebody else"
    assert (site.root / "content/releases/2026/dua-beus/terpakai.su-peta.jpg").read_bytes() == picture("peta")


def test_the_point_of_a_photo_is_one_key_more(site: SiteTest, office: Office) -> None:
    """Choosing it writes `focus`, and changes no other key; choosing the middle takes it away."""
    text = opened(office, "releases/2026/terpakai.md")
    made = office.texts.with_typed(text, {"image.focus": "20 80"})
    assert made.data == text.data.replace(
        b"{file: foto.jpg, alt: Bus}", b'{file: "foto.jpg", alt: "Bus", focus: "20 80"}'
    )
    assert made.release is not None
    assert made.release.image is not None
    assert made.release.image.focus == (20.0, 80.0)
    assert office.texts.inputs(made).inputs["image.focus"] == "20 80"
    assert b"focus" not in office.texts.with_typed(made, {"image.focus": ""}).data

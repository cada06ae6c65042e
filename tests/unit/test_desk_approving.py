"""Approvals at the desk cover the files that a text names, begin when the settings ask for them, and hold for the build."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import SiteTest, picture
from warta.approvals import APPROVE, CORRECT, SEND
from warta.errors import ProblemsFound
from warta.office.index import id_of
from warta.office.office import Office
from warta.office.texts import NotApproved, Text

DRAFT = "releases/2026/jalan/index.md"


@pytest.fixture
def newsroom(tmp_path: Path) -> SiteTest:
    site = SiteTest(tmp_path).config("desk: {second_eye: true}\n")
    site.release("2026/lama", "Rilis lama", "Isi lama.", date="2026-01-20")
    return site.release("2026/jalan/index", "Jalan dibuka", "Isi jalan.", date="2026-01-20", draft="true")


@pytest.fixture
def office(newsroom: SiteTest, tmp_path: Path) -> Office:
    (tmp_path / "private").mkdir(mode=0o700)
    return Office(newsroom.root, tmp_path / "private")


def opened(office: Office, source: str = DRAFT) -> Text:
    text = office.texts.open(id_of(source))
    assert text is not None
    return text


def approve(office: Office, source: str = DRAFT) -> None:
    """Somebody sends what is there now, and somebody else approves it."""
    text = opened(office, source)
    office.keeper.judge(SEND, "ani", text.source, text.data)
    office.keeper.judge(APPROVE, "budi", text.source, text.data, files=office.texts.files_of(text))


def refused(newsroom: SiteTest) -> list[str]:
    """What a build says of texts that nobody approved."""
    try:
        newsroom.build()
    except ProblemsFound as found:
        return [str(each) for each in found.problems]
    return []


def test_an_approved_photo_is_the_one_that_is_published(newsroom: SiteTest, office: Office) -> None:
    """Of a draft, and of changes to a public release, whose photo lies elsewhere until then; swapped it is refused."""
    for number, source in enumerate((DRAFT, DRAFT)):
        text = opened(office, source)
        name = office.texts.add_file(text, "foto.jpg", picture(f"x{number}", (60, 40)))
        typed = {"image.file": name, "image.alt": "Jalan", "image.credit": "Humas", "body": f"Isi {number}."}
        office.texts.save(text.id, typed, text.base, "ani")
        with pytest.raises(NotApproved):
            office.texts.published(text.id, None, "citra")
        approve(office, source)
        office.texts.published(text.id, None, "citra")
        assert refused(newsroom) == []
    photo = (newsroom.root / "content" / DRAFT).with_name(name)
    good = photo.read_bytes()
    photo.write_bytes(picture("other", (60, 40)))
    assert ["names a photo or a file" in each for each in refused(newsroom)] == [True]
    photo.write_bytes(good)
    assert refused(newsroom) == []


def test_what_is_public_when_approvals_begin_is_taken_as_it_lies(newsroom: SiteTest, office: Office) -> None:
    """Once: what is changed after that is not, not at the next look either; and begun anew it is."""
    assert refused(newsroom) == []
    newsroom.edit("content/releases/2026/lama.md", "Isi lama.", "Isi lain.")
    office.look_at_rule()
    assert ["nobody approved these words" in each for each in refused(newsroom)] == [True]
    newsroom.edit("config.yaml", "second_eye: true", "second_eye: false")
    assert refused(newsroom) == []
    office.running.rebuild()
    office.look_at_rule()
    newsroom.edit("config.yaml", "second_eye: false", "second_eye: true")
    assert len(refused(newsroom)) == 1
    office.running.rebuild()
    office.look_at_rule()
    assert refused(newsroom) == []
    assert office.keeper.journal.broken() == []


def test_a_correction_of_what_is_approved_stands_and_of_anything_else_is_refused(
    newsroom: SiteTest, office: Office
) -> None:
    """A publisher corrects what somebody approved; a file that was changed elsewhere must be approved first."""
    source = "releases/2026/lama.md"
    text = opened(office, source)
    office.texts.amended(text.id, lambda data, _: data.replace(b"lama.", b"lama. "), CORRECT, "citra")
    assert refused(newsroom) == []
    newsroom.edit(f"content/{source}", "Isi lama.", "Isi lain.")
    with pytest.raises(NotApproved):
        office.texts.amended(text.id, lambda data, _: data + b" ", CORRECT, "citra")
    assert len(refused(newsroom)) == 1


def test_changes_joined_with_what_others_did_elsewhere_are_approved_by_nobody(
    newsroom: SiteTest, office: Office
) -> None:
    """The file moved on since the changes were made: what would be published is not what was approved."""
    source = "releases/2026/lama.md"
    text = opened(office, source)
    office.texts.save(text.id, {"body": "Isi lama. Ditambah."}, text.base, "ani")
    approve(office, source)
    newsroom.edit(f"content/{source}", "Rilis lama", "Rilis yang lain")
    with pytest.raises(NotApproved):
        office.texts.published(text.id, None, "citra")


def test_an_approval_of_a_publication_that_failed_is_not_lost(newsroom: SiteTest, office: Office) -> None:
    """The release is put back as it was, and its changes wait, approved as they were."""
    source = "releases/2026/lama.md"
    text = opened(office, source)
    office.texts.save(text.id, {"body": "Isi lama. Ditambah."}, text.base, "ani")
    approve(office, source)
    before = opened(office, source)
    done = office.texts.published(text.id, None, "citra")
    office.texts.put_back(before, done, "citra")
    assert refused(newsroom) == []
    assert opened(office, source).proposed
    assert office.standing(opened(office, source)).is_approved
    office.texts.published(text.id, None, "citra")
    assert refused(newsroom) == []

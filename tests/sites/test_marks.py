"""A mark says all that a view is made of: whatever is edited, files of one path and mark have one view."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from warta.build.pipeline import check

from tests.support import SiteTest, picture
from warta.plan.targets import Plan

Edit = Callable[[SiteTest], object]


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """Lists of several pages, a region in a region, twins, a picture, an office, neighbours and related releases."""
    site.edit("config.yaml", "wire: []", "wire: [ninjs, text]\nlanguages: [id, en]\npage_size: 3")
    site.write("content/organizations/humas.md", "---\nname: Humas\nphone: '1'\n---\nTentang.\n")
    for number in range(1, 10):
        region = '"32.11.22"' if number < 3 else '"32.11"'
        site.release(f"r{number}", f"Rilis {number}", date=f"2026-10-0{number}", regions=f"[{region}]", tags="[air]")
    site.release("r1.en", "Release 1", date="2026-10-01", language="en", translation_of="r1.md")
    site.release("foto", "Foto", "![Foto](foto.jpg)", date="2026-10-20", image="{file: foto.jpg, alt: x, credit: y}")
    site.write("content/releases/foto.jpg", picture("satu", (2000, 1200)))
    return site


EDITS: dict[str, Edit] = {
    "the title of a twin": lambda site: site.edit("content/releases/r1.en.md", "Release 1", "First release"),
    "a release's region": lambda site: site.edit("content/releases/r3.md", "32.11", "32.11.22"),
    "a text": lambda site: site.edit("content/releases/r4.md", "Isi", "Isi baru"),
    "an old release more": lambda site: site.release("lama", "Lama", date="2026-09-01", regions='["32.11.22"]'),
    "a release less": lambda site: site.delete("content/releases/r2.md"),
    "a picture": lambda site: site.write("content/releases/foto.jpg", picture("dua", (1500, 1200))),
    "the office": lambda site: site.edit("content/organizations/humas.md", "'1'", "'2'"),
    "a setting": lambda site: site.edit("config.yaml", "title: Ruang Berita", "title: Kabar"),
    "a correction": lambda site: site.edit(
        "content/releases/r5.md", "tags:", "corrections: [{at: 2026-10-06, text: Angka.}]\ntags:"
    ),
    "a tag": lambda site: site.edit("content/releases/r6.md", "[air]", "[air, sungai]"),
    "a hidden one": lambda site: site.edit("content/releases/r7.md", "tags:", "embargo: 2030-01-01\ntags:"),
}


def plan_of(site: SiteTest) -> Plan:
    """What a build would write."""
    plans: list[Plan] = []
    check(site.request(), inspect=lambda checked: plans.append(checked.plan))
    return plans[0]


@pytest.mark.parametrize("edit", [*EDITS])
def test_files_of_one_mark_have_one_view(newsroom: SiteTest, edit: str) -> None:
    """And most have a mark that an edit elsewhere leaves alone."""
    before = {target.path: target for target in plan_of(newsroom).targets if target.mark}
    EDITS[edit](newsroom)
    after = {target.path: target for target in plan_of(newsroom).targets if target.mark}
    same = [path for path in before.keys() & after.keys() if before[path].mark == after[path].mark]
    assert all(before[path].view == after[path].view for path in same)
    assert same or edit in ("the office", "a setting")

"""Proves on literals that what must be rendered again is what changed, and nothing else, each with its reason."""

from __future__ import annotations

import pickle
from typing import Any

import msgspec
import pytest
from warta.build.staleness import Print, Surroundings, compare, mark_of, out_of_date, print_of
from warta.build.store import Output
from warta.plan.data_views import RobotsView
from warta.plan.views import BodyRef, Card, Chrome, HomeView, ListingView, ReleaseView

from tests.unit.values import moment
from warta.plan.targets import FEED, HOME, LISTING, RELEASE, Plan, Target, ThemeFacts
from warta.render.html.contract import PAGES
from warta.render.html.message_files import MessageFile
from warta.render.html.theme import Theme

THEME = Theme(
    name="bare",
    templates={},
    template_digests=dict.fromkeys(PAGES.values(), b"templates"),
    facts=ThemeFacts({}, {}, {}),
    assets={},
    messages={},
)
CHROME = Chrome(
    "Berita", "", "", "", "id", "id", "https://b.example", "", "/", "", "", "", (), (), (), (), "Asia/Jakarta"
)
BODY = "0" * 32


def card(title: str = "Banjir") -> Card:
    return Card(
        title=title, url=f"/2026/11/{title.lower()}/", date=moment("2026-11-20"), summary="Surut.", language="id"
    )


def release(title: str = "Banjir", body: str = BODY, **more: Any) -> Target:
    shown = card(title)
    view = ReleaseView(title, shown.url, "id", "public", shown.date, BodyRef(body), **more)
    return Target(shown.url.lstrip("/") + "index.html", RELEASE, "id", view, f"content/releases/{title.lower()}.md")


def home(*titles: str) -> Target:
    view = HomeView("/", "id", card(titles[0]), tuple(map(card, titles[1:])), ())
    return Target("index.html", HOME, "id", view, "the home page")


def listing(path: str, *titles: str) -> Target:
    view = ListingView(path, f"/{path}/", "id", "category", tuple(map(card, titles)))
    return Target(f"{path}/index.html", LISTING, "id", view, f"the list of category '{path}'")


def plan(*targets: Target) -> Plan:
    return Plan(targets, {"id": CHROME})


def surroundings(theme: Theme = THEME, chrome: Chrome = CHROME) -> Surroundings:
    return Surroundings(theme, {"id": chrome, "en": chrome})


def remembered(made: Plan) -> dict[str, Output]:
    """What the store says after everything of a plan was written."""
    around = surroundings()
    return {target.path: output(target, print_of(target, around), around) for target in made.targets}


def output(target: Target, seen: Print, around: Surroundings) -> Output:
    return Output(seen.key, seen.parts, mark_of(target, around), "digest", 1, 1)


def stale(
    before: Plan, after: Plan, *, around: Surroundings | None = None, harmed: str = "", gone: str = ""
) -> dict[str, str]:
    """What must be rendered of `after` when `before` is in place; one file may be harmed or gone."""
    around = around or surroundings()
    known = remembered(before)
    altered = {path: path == harmed for path in known if path in (harmed, gone)}
    return out_of_date(after, compare(after, around, known), known, altered)


PLAN = plan(release("Banjir"), release("Panen"), listing("ekonomi", "Panen"), home("Banjir", "Panen"))


def test_what_did_not_change_is_not_rendered() -> None:
    """The same plan twice is nothing to do, and views that are equal but not identical are equal."""
    again = plan(release("Banjir"), release("Panen"), listing("ekonomi", "Panen"), home("Banjir", "Panen"))
    assert stale(PLAN, again) == {}


def test_into_an_empty_memory_everything_is_new() -> None:
    """In the order of the plan."""
    found = out_of_date(PLAN, {}, {}, {})
    assert list(found) == [target.path for target in PLAN.targets]
    assert set(found.values()) == {"new"}


def test_changed() -> None:
    """A release whose card and body changed is rendered, and what shows its card."""
    after = plan(
        release("Banjir", "1" * 32, summary="Naik."),
        release("Panen"),
        listing("ekonomi", "Panen"),
        Target(
            "index.html",
            HOME,
            "id",
            HomeView("/", "id", msgspec.structs.replace(card(), summary="Naik."), (card("Panen"),), ()),
            "x",
        ),
    )
    assert stale(PLAN, after) == {
        "2026/11/banjir/index.html": "changed: body, summary",
        "index.html": "changed: lead",
    }


def test_added() -> None:
    """A new release is new; the lists that show it changed; other releases stay."""
    after = plan(
        release("Sekolah"),
        release("Banjir"),
        release("Panen"),
        listing("ekonomi", "Sekolah", "Panen"),
        home("Sekolah", "Banjir", "Panen"),
    )
    assert stale(PLAN, after) == {
        "2026/11/sekolah/index.html": "new",
        "ekonomi/index.html": "changed: cards",
        "index.html": "changed: lead, latest",
    }


def test_removed() -> None:
    """What is no target any more is not rendered; the lists that showed it are."""
    after = plan(release("Banjir"), home("Banjir"))
    assert stale(PLAN, after) == {"index.html": "changed: latest"}


def test_only_the_card() -> None:
    """A card that changed leaves the page it does not stand on, and the lists without it."""
    shown = msgspec.structs.replace(card("Panen"), corrected=True)
    view = ListingView("ekonomi", "/ekonomi/", "id", "category", (shown,))
    after = plan(
        release("Banjir"), release("Panen"), Target("ekonomi/index.html", LISTING, "id", view, "x"), PLAN.targets[3]
    )
    assert stale(PLAN, after) == {"ekonomi/index.html": "changed: cards"}


def test_only_the_body() -> None:
    """A body that changed touches its own page alone."""
    after = plan(release("Banjir", "1" * 32), *PLAN.targets[1:])
    assert stale(PLAN, after) == {"2026/11/banjir/index.html": "changed: body"}


def test_a_link_that_leads_elsewhere_is_a_change_of_the_body() -> None:
    """The HTML is the same, the address put into it is not."""
    target = release("Banjir")
    assert isinstance(target.view, ReleaseView)
    view = msgspec.structs.replace(target.view, body=BodyRef(BODY, ("/2026/11/panen/",)))
    after = plan(Target(target.path, RELEASE, "id", view, target.about), *PLAN.targets[1:])
    assert stale(PLAN, after) == {"2026/11/banjir/index.html": "changed: body"}


def test_a_template_changes_the_pages_that_use_it() -> None:
    """And not the others, nor what no template makes."""
    robots = Target("robots.txt", FEED, "id", RobotsView("https://b.example/sitemap.xml"), "robots.txt")
    with_robots = plan(*PLAN.targets, robots)
    theme = msgspec.structs.replace(THEME, template_digests=THEME.template_digests | {"listing.html": b"other"})
    assert stale(with_robots, with_robots, around=surroundings(theme)) == {"ekonomi/index.html": "changed: template"}


def test_messages_and_chrome_change_every_page() -> None:
    """A word of the menu stands on each of them, and on nothing that no template makes."""
    robots = Target("robots.txt", FEED, "id", RobotsView("https://b.example/sitemap.xml"), "robots.txt")
    with_robots = plan(*PLAN.targets, robots)
    pages = [target.path for target in PLAN.targets]
    theme = msgspec.structs.replace(THEME, messages={"id": (MessageFile("themes/bare/locale/id.po", b"other"),)})
    assert stale(with_robots, with_robots, around=surroundings(theme)) == dict.fromkeys(pages, "changed: template")
    chrome = msgspec.structs.replace(CHROME, notice="Contoh")
    assert stale(with_robots, with_robots, around=surroundings(chrome=chrome)) == dict.fromkeys(
        pages, "changed: chrome"
    )


def test_a_path_that_becomes_another_kind_is_rendered() -> None:
    """A page where a list was says so."""
    path = "ekonomi/index.html"
    other = Target(path, RELEASE, "id", release("Ekonomi").view, "content/releases/ekonomi.md")
    assert stale(plan(listing("ekonomi", "Panen")), plan(other)) == {path: "changed: kind"}


def test_another_language_is_another_file() -> None:
    """The words around an equal view differ."""
    target = release("Banjir")
    english = Target(target.path, RELEASE, "en", target.view, target.about)
    assert print_of(target, surroundings()).key != print_of(english, surroundings()).key


@pytest.mark.parametrize("path", [target.path for target in PLAN.targets])
def test_a_file_that_is_not_as_it_was_written_is_rendered(path: str) -> None:
    """Whether it is gone or somebody changed it."""
    assert stale(PLAN, PLAN, gone=path) == {path: "the file is missing"}
    assert stale(PLAN, PLAN, harmed=path) == {path: "the file was changed by something else"}


def test_parts_of_a_key_never_run_into_each_other() -> None:
    """What moves from one field into the next is a change."""
    one = release("Banjir", dateline="SUMEDANG", byline="")
    other = release("Banjir", dateline="", byline="SUMEDANG")
    assert stale(plan(one), plan(other)) == {one.path: "changed: dateline, byline"}


def test_each_change_of_a_card_and_of_their_order_is_a_change_of_the_list() -> None:
    """Cards enter a key by their digests; a card made anew with the same values is the same card."""
    before = listing("ekonomi", "Panen", "Pasar")
    assert stale(plan(before), plan(listing("ekonomi", "Panen", "Pasar"))) == {}
    for titles in (("Panen", "Pasir"), ("Pasar", "Panen"), ("Panen",), ("Panen", "Pasar", "Pasar")):
        assert stale(plan(before), plan(listing("ekonomi", *titles))) == {before.path: "changed: cards"}


def test_what_a_key_remembers_of_cards_stays_in_its_process() -> None:
    """In another process the same numbers are other cards."""
    around = surroundings()
    target = listing("ekonomi", "Panen")
    known = print_of(target, around)
    moved = pickle.loads(pickle.dumps(around))
    assert not moved.__dict__["_cards"]
    assert print_of(target, moved) == known


def later(mark: bytes, summary: str = "") -> tuple[Target, list[str]]:
    """A release whose view is made when it is asked for, and the list of the times it was."""
    made: list[str] = []
    path, view = "2026/11/banjir/index.html", release("Banjir", summary=summary).view

    def make() -> Any:
        made.append(path)
        return view

    return Target(path, RELEASE, "id", make, "x", mark), made


def test_of_what_has_its_old_mark_no_view_is_made() -> None:
    """Nor is it rendered; the view of what has another mark is made once, and then decides."""
    before, made = later(b"one")
    known = remembered(plan(before))
    assert made == [before.path]
    for mark, summary, views, why in (
        (b"one", "", 0, {}),
        (b"two", "", 1, {}),
        (b"two", "Naik.", 1, {before.path: "changed: summary"}),
        (b"", "Naik.", 1, {before.path: "changed: summary"}),
    ):
        after, made = later(mark, summary)
        prints = compare(plan(after), surroundings(), known)
        assert out_of_date(plan(after), prints, known, {}) == why
        assert len(made) == views


def test_a_mark_holds_with_its_template_and_chrome_alone() -> None:
    """A page of the same view is rendered again when what is around it changed."""
    before, _ = later(b"one")
    known = remembered(plan(before))
    theme = msgspec.structs.replace(THEME, messages={"id": (MessageFile("themes/bare/locale/id.po", b"other"),)})
    prints = compare(plan(before), surroundings(theme), known)
    assert out_of_date(plan(before), prints, known, {}) == {before.path: "changed: template"}

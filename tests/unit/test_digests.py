"""Proves the first rule of the engine: a digest covers the whole value, so equal digests mean exchangeable values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support import SiteTest
from tests.unit.filled import filled, others
from warta.content.documents import Link, Organization, Parts
from warta.content.heads import Head, digests_of_parts
from warta.digests import Value, digest_of, given, group, joined
from warta.engine.parsing import ReadTask, Recipe
from warta.fields import Ref
from warta.newsroom.addresses import Addresses
from warta.newsroom.facets import CARD, FACETS, ITEM, digests_of_facets
from warta.newsroom.history import live_history
from warta.newsroom.linked import Linked, linked_of
from warta.newsroom.links import Answer, answer
from warta.newsroom.lists import Listed, cards_of, index, newest
from warta.newsroom.offices import enter
from warta.newsroom.pictures import FileFacts
from warta.newsroom.placed import PLACES, Row
from warta.newsroom.places import Asking, Places
from warta.newsroom.rows import LISTED, Context, asked_of, context_of
from warta.newsroom.shards import Shard, divide, shard_of
from warta.newsroom.survey import Survey, answers_of, survey
from warta.newsroom.terms import Lexicon
from warta.newsroom.twins import Twin
from warta.newsroom.views import Card, FeedItem, Noted, ReleaseView, WireItem
from warta.newsroom.visibility import ALL_STATES, PUBLIC
from warta.plan.frame import Chrome, ThemeFacts
from warta.plan.pages.lists import plan_view
from warta.plan.pages.releases import named
from warta.plan.targets import Family, Target, fingerprint
from warta.render.html.theme import load_theme
from warta.settings import Settings, read_settings

WHOLE = (
    Settings,
    Chrome,
    ThemeFacts,
    FileFacts,
    Organization,
    ReleaseView,
    Card,
    FeedItem,
    WireItem,
    Noted,
    Twin,
    Answer,
)
"""Types whose digest is taken of the value itself, by `given` or `digest_of`."""
HEAD = filled(
    Head, source="releases/a.md", language=Ref("id", 1), withdrawn=False, draft=False, expires=None, opens=1.0
)
LEXICON = filled(Lexicon, language="id")
CONTEXT = filled(
    Context,
    kind=LISTED,
    **{
        name: {HEAD.source: filled(type_)}
        for name, type_ in (("answers", Answer), ("states", str), ("identities", str), ("kept", str))
    },
    twins={HEAD.source: (filled(Twin),)},
    past={"kata": (("Masa lalu", 0.0, 9.0),)},
    spelled={"tag kata": "Kata", "author kata": "Kata"},
)


def distinct(digests: Mapping[str, bytes]) -> None:
    """Each of these has a digest of its own."""
    seen: dict[bytes, str] = {}
    for name, digest in digests.items():
        assert len(digest) >= 16, name
        other = seen.setdefault(digest, name)
        assert other == name, f"{name} and {other} have one digest"


@pytest.mark.parametrize("type_", WHOLE)
def test_each_field_alone_makes_another_digest(type_: type[msgspec.Struct]) -> None:
    """Wherever in the value it stands, and a moment written in another zone too."""
    value = filled(type_)
    for place, other in others(value):
        assert given(other).digest != given(value).digest, place
    assert given(filled(type_)).digest == given(value).digest, "equal values have one"


def test_the_order_of_a_dictionary_is_part_of_it() -> None:
    """Who goes through it sees that: the formats of feeds in the head of a page, the headers of a host."""
    assert digest_of({"a": 1, "b": 2}) != digest_of({"b": 2, "a": 1})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("feed_formats: [rss, atom, json]\nhost: netlify\n", "feed_formats: [rss, json, atom]\nhost: netlify\n"),
        ("wire: [ninjs, text]\n", "wire: [text, ninjs]\n"),
        ("host: netlify\nheaders: {X-A: a, X-B: b}\n", "host: netlify\nheaders: {X-B: b, X-A: a}\n"),
    ],
)
def test_another_order_in_the_settings_is_seen(tmp_path: Path, before: str, after: str) -> None:
    """Pages and files of the host that show things in the order of the settings are rendered again."""
    site = SiteTest(tmp_path, theme="warta")
    site.edit("config.yaml", "feed_formats: [rss]\nwire: []\n", before).release("a", "A", category="Ekonomi").build()
    site.edit("config.yaml", before, after)
    site.compare()


def test_the_parts_of_a_release() -> None:
    """Each part has a digest of its own, of all that it holds."""
    value = filled(Parts)
    for place, other in others(value):
        assert digests_of_parts(other) != digests_of_parts(value), place


def test_a_document() -> None:
    """A head's digest stands for the file's bytes, its path and all that decides on how it is read."""
    recipe = filled(Recipe)
    found = {place: ReadTask(other, Path()).digest_of("a", b"x" * 16) for place, other in others(recipe)}
    task = ReadTask(recipe, Path())
    distinct(found | {"as it is": task.digest_of("a", b"x" * 16)})
    distinct(
        {"a": task.digest_of("a", b"x" * 16), "b": task.digest_of("b", b"x" * 16), "c": task.digest_of("a", b"y" * 16)}
    )


def head(name: str, **fields: Any) -> Head:
    """A head whose digest is that of its fields."""
    made = msgspec.structs.replace(HEAD, source=f"releases/{name}.md", **fields)
    whole: Head = msgspec.structs.replace(made, digest=digest_of(msgspec.structs.replace(made, digest=b"")))
    return whole


def test_a_shard() -> None:
    """Its name and each head in its place; what else it holds is derived from them."""
    derived = {"count", "moments", "plain", "problems", "warnings", "packed"}
    assert set(Shard.__struct_fields__) == {"name", "digest", *derived}
    one, two = head("a"), head("b")
    shards = {
        "both": shard_of(("id", 2026), [one, two]),
        "turned": shard_of(("id", 2026), [two, one]),
        "one": shard_of(("id", 2026), [one]),
        "none": shard_of(("id", 2026), []),
        "year": shard_of(("id", 2025), []),
        "language": shard_of(("en", 2026), []),
        "edited": shard_of(("id", 2026), [one, head("b", title="Lain")]),
    }
    distinct({name: shard.digest for name, shard in shards.items()})


def test_a_divided_shard() -> None:
    """What is listed, unlisted and hidden, in which state, and the counts of what is not public."""
    heads = [head("a"), head("b", opens=10.0), head("c", opens=5.0, expires=20.0), head("d", draft=True)]
    shard = shard_of(("id", 2026), [*heads, head("e", withdrawn=True)])
    found = {
        f"{count} {sorted(shown)}": divide(shard, given(count), Value(b"", shown))
        for count in range(1 + len(shard.moments))
        for shown in (frozenset((PUBLIC,)), ALL_STATES, frozenset((PUBLIC, "releases/d.md")))
    }
    values: dict[bytes, bytes] = {}
    for divided in found.values():
        seen = msgspec.json.encode(msgspec.structs.astuple(msgspec.structs.replace(divided, digest=b"")))
        assert values.setdefault(divided.digest, seen) == seen
    assert len(values) > len(shard.moments)


def test_what_a_shard_offers_and_asks() -> None:
    """Spellings, links and files, translations, aliases; its other fields are a part or the digest of one of them."""
    derived = {"digest", "apart", "asks_digest", "former", "former_keys"}
    assert set(Survey.__struct_fields__) == {"spellings", "asking", "translations", "aliases"} | derived

    def surveyed(**fields: Any) -> Survey:
        return survey(divide(shard_of(("id", 2026), [head("a", **fields)]), given(1), Value(b"", ALL_STATES)))

    other = {
        "tags": (Ref("lain", 1),),
        "authors": ("Lain",),
        "categories": (Ref("lain", 1),),
        "links": (Link("lain.md", 1),),
        "files": None,
        "translation_of": Ref("lain.md", 1),
        "aliases": (Ref("/lain/", 1),),
        "former": "lain-dulu",
        "organization": Ref("lain 1,5", 1),
    }
    found = {name: surveyed(**{name: value}) for name, value in other.items()}
    distinct({name: each.digest for name, each in found.items()} | {"": surveyed().digest})
    assert surveyed(title="Lain").digest == surveyed().digest, "what nobody asks for goes no further"


def row(**fields: Any) -> Row:
    """A row whose digests are those of its facets."""
    made: Row = filled(Row, head=HEAD)
    made = msgspec.structs.replace(made, **fields)
    places = b"".join(digest_of(getattr(made, name)) for name in PLACES)
    return msgspec.structs.replace(made, digests=digests_of_facets(HEAD.parts * 5, places))


def test_the_rows_of_a_shard() -> None:
    """Every field of a row; its head stands there with a digest of its own, and its digests are derived."""
    plain = linked_of([row()], ("id", 2026))
    derived = {"count", "columns", "related", "newest", "corrected", "files", "brief", "packed"}
    assert set(Linked.__struct_fields__) == {"digest", "language", "year", "problems", "warnings", *derived}
    for name in set(Row.__struct_fields__) - {"head", "digests"}:
        for place, other in others(getattr(row(), name)):
            assert linked_of([row(**{name: other})], ("id", 2026)).digest != plain.digest, (name, place)
    assert linked_of([row(head=head("b"))], ("id", 2026)).digest != plain.digest
    empty = {str(name): linked_of([], name).digest for name in (("id", 2026), ("id", 2025), ("en", 2026))}
    distinct(empty | {"twice": linked_of([row(), row()], ("id", 2026)).digest, "once": plain.digest})
    assert all(any(name in facet.made_of for facet in FACETS) for name in PLACES)


def context(**fields: Any) -> Context:
    """A context as it is made, in which some values are others."""
    values: dict[str, Any] = {
        name: getattr(CONTEXT, name) for name in Context.__struct_fields__ if name != "digest"
    } | fields
    plain = [values.pop(name) for name in ("kind", "language", "states")]
    return context_of(*plain, **{name: given(value) for name, value in values.items()})  # type: ignore[arg-type]


def test_what_a_shard_and_a_release_asked_for() -> None:
    """Each answer that a shard was given; and each that a release was given."""
    shard = shard_of(("id", 2026), [HEAD])
    plain = context()
    asked = asked_of(shard, plain, LEXICON)[0]
    for name in set(Context.__struct_fields__) - {"digest"}:
        for place, other in others(getattr(CONTEXT, name)):
            made = context(**{name: other})
            assert made.digest != plain.digest, (name, place)
            again = asked_of(shard, made, LEXICON)[0]
            values = (msgspec.structs.replace(each, digest=b"") for each in (asked, again))
            one, two = (msgspec.json.encode(each) for each in values)
            answer_is_other = again.answer.digest == asked.answer.digest and again.answer != asked.answer
            assert answer_is_other or (again.digest == asked.digest) == (one == two), (name, place)


def test_a_lexicon() -> None:
    """All that decides on what names mean."""
    for place, other in others(LEXICON):
        assert other.digest != LEXICON.digest, place


def places(**files: int) -> Places:
    """A newsroom of two documents and some files."""
    facts = {f"releases/a/{name}.jpg": FileFacts(name, size, 900, 600) for name, size in files.items()}
    documents: dict[str, str | None] = {"releases/a/index.md": "/a/", "releases/b.md": "/b/", "releases/c.md": None}
    made = filled(Addresses, base="", origin="https://a.example", language="id")
    return Places(made, IMAGES, given(facts), {}, {}, documents)


IMAGES = filled(Settings).images


def test_an_answer() -> None:
    """Where links lead, which files are there, what is shown, problems and warnings."""

    def answered(
        *links: str, files: tuple[str, ...] = (), at: str = "/a/", size: int = 9, image: bool = False
    ) -> Answer:
        asking = Asking(
            "releases/a/index.md", tuple(Link(each, 1, image) for each in links), tuple(Ref(each, 1) for each in files)
        )
        return answer(asking, at, places(x=size, y=3))

    found = {
        "nothing": answered(),
        "moved": answered(at="/z/"),
        "media": answered(size=8),
        "target": answered("../b.md"),
        "other target": answered("../b.md#x"),
        "problem": answered("../d.md"),
        "warning": answered("../c.md"),
        "file": answered(files=("x.jpg",)),
        "other file": answered(files=("y.jpg",)),
        "link to a file": answered("x.jpg"),
        "shown": answered("x.jpg", image=True),
    }
    distinct({name: each.digest for name, each in found.items()})


def test_the_answers_to_a_shard() -> None:
    """To whom each was given, too."""
    paths = given({"seen": {f"releases/{name}.md": f"/{name}/" for name in "xyz"}, "hidden": {}, "closed": {}})

    def answered(*names: str) -> bytes:
        asking = tuple(Asking(f"releases/{name}.md", (Link("/sama/", 1),)) for name in names)
        return bytes(answers_of(given(asking), paths, places()).digest)

    distinct({"xy": answered("x", "y"), "xz": answered("x", "z"), "yx": answered("y", "x")})


def test_an_office() -> None:
    """All that its document says, and the answer to what it asks."""
    settings, office = filled(Settings, listings=("organization",)), filled(Organization)
    lists = {places().addresses.term(settings.language, "organization", key): 1 for key in ("humas", "dinas")}
    plain = enter("humas", office, settings, places(), lists)
    assert enter("humas", office, settings, places(), {}).digest != plain.digest
    for place, other in others(office):
        assert enter("humas", other, settings, places(), lists).digest != plain.digest, place
    assert enter("dinas", office, settings, places(), lists).digest != plain.digest


def test_the_history() -> None:
    """What was given out, what is there, and where it stands now."""
    live = {"seen": {"a": "/a/"}, "hidden": {}}
    sources = given(["a"])
    found = {
        "plain": live_history(given(()), Value(sources.digest, frozenset("a")), group([given(live)])),
        "moved": live_history(
            given(()), Value(sources.digest, frozenset("a")), group([given({"seen": {"a": "/b/"}, "hidden": {}})])
        ),
        "more": live_history(given(()), Value(given(["a", "b"]).digest, frozenset("ab")), group([given(live)])),
    }
    distinct({name: each.digest for name, each in found.items()})


def test_lists_and_what_is_cut_of_them() -> None:
    """Cards and items of each row in its place; the terms of an index; the names of named values."""
    lexicon = filled(Lexicon, language="id", regions=(), region=None, categories=None)
    other = msgspec.structs.replace(lexicon, language="en")
    one = linked_of([row(), row(head=head("b"), identity="/b/")], ("id", 2026))
    two = linked_of([row(), row(head=head("c"), identity="/c/")], ("id", 2026))
    size = given(5)
    distinct(
        {
            "one": index(one, lexicon).digest,
            "two": index(two, lexicon).digest,
            "lexicon": index(one, other).digest,
        }
    )
    lists = [
        Listed(part[""].term, ((linked, part[""]),)) for linked in (one, two) for part in (index(linked, lexicon).it,)
    ]
    items = [newest(each, 5, ITEM) for each in lists]
    cards = [cards_of(each) for each in lists]
    assert cards[0].digest == cards[1].digest, "a card does not show the first address"
    distinct({"one": items[0].digest, "two": items[1].digest, "fewer": newest(lists[0], 1, ITEM).digest})
    distinct({"one": items[0].all().digest, "two": items[1].all().digest, "cards": cards[0].all().digest})
    distinct({f"{at}": items[1].cut(*at).digest for at in ((0, 1), (1, 2), (0, 2))})
    assert [each.digest for each in items[0].all().members] == [one.shown(ITEM, 1), one.shown(ITEM, 0)]
    assert cards[0].all().members[0].digest == one.shown(CARD, 1)
    values = [named({"a": size}), named({"b": size}), named({"a": given(6)})]
    distinct({str(at): each.digest for at, each in enumerate(values)})


def test_a_file_of_a_plan() -> None:
    """Its kind, its language, each input in its place; of a compressed twin the file's own too."""
    view = given("view")
    plain = Target("a/index.html", "page", "id", (view,), "content/a.md")
    gzip = (given("gzip"),)
    found = {
        "plain": plain,
        "kind": msgspec.structs.replace(plain, kind="index"),
        "language": msgspec.structs.replace(plain, language="en"),
        "input": msgspec.structs.replace(plain, inputs=(given("other"),)),
        "inputs": msgspec.structs.replace(plain, inputs=(view, given("more"))),
    }
    found |= {f"packed {name}": Target("p", "packed", each.language, gzip, "", each) for name, each in found.items()}
    found["encoding"] = Target("p", "packed", "id", (given("br"),), "", plain)
    distinct({name: fingerprint(each)[0] for name, each in found.items()})
    assert fingerprint(msgspec.structs.replace(plain, path="b", about="c")) == fingerprint(plain), "they make no byte"


def test_a_family() -> None:
    """Who plans it, of what, what its kinds need, and its compressed twins. Its name is where it is looked up."""

    def key(plan: Callable[..., Any] = plan_view, inputs: tuple[Any, ...] = (given(1), given(2)), **more: Any) -> bytes:
        return Family(
            "name", plan, inputs, **({"needs": {"page frame": b"f" * 16, "page words": b"w" * 16}} | more)
        ).key

    distinct(
        {
            "plain": key(),
            "plan": key(survey),
            "inputs": key(inputs=(given(2), given(1))),
            "fewer": key(inputs=(given(1),)),
            "need": key(needs={"page frame": b"g" * 16, "page words": b"w" * 16}),
            "needs": key(needs={"page frame": b"f" * 16}),
            "encodings": key(encodings=("gzip",)),
            "both": key(encodings=("gzip", "br")),
        }
    )


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        ("themes/bare/templates/page.html", "lain", "templates"),
        ("themes/bare/templates/parts/card.html", "lain", "templates"),
        ("themes/bare/locale/id.po", 'msgid ""\nmsgstr ""\n\nmsgid "x"\nmsgstr "y"\n', "messages"),
        ("themes/bare/static/css/warta.css", "lain", "asset_digests"),
    ],
)
def test_the_facts_of_a_theme(site: SiteTest, path: str, text: str, what: str) -> None:
    """Every file of a theme counts, in the facts that whoever uses it goes by."""

    def facts() -> ThemeFacts:
        settings = read_settings(site.root)
        return load_theme(site.root, settings.theme, settings.theme_options, settings.languages).facts

    before = facts()
    site.write(path, text)
    after = facts()
    assert getattr(before, what) != getattr(after, what)
    assert joined((digest_of(before),)) != joined((digest_of(after),))

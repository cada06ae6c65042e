"""Proves the rules that make a warm build equal a cold one: what is not an input cannot be seen, one declaration gives
value and digest, equal digests mean exchangeable, slots decide time and never results. For the first see test_digests.
"""

from __future__ import annotations

import ast
import builtins
import dis
import inspect
import random
import re
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

import warta
from tests.newsrooms import write_everything
from tests.sites.test_warm_equals_cold import EDITS, MOMENTS, start
from tests.support import templates_compiled_once
from tests.unit.filled import filled, others
from warta.content.documents import PARTS, Parts
from warta.content.heads import Head, digests_of_parts
from warta.digests import Kept, Value, digest_of
from warta.engine.build import build
from warta.engine.checking import Checked, check
from warta.engine.compare import compare
from warta.engine.inputs import Newsroom
from warta.engine.keeping import KeptMemo
from warta.engine.paths import AllPaths
from warta.engine.planning import make_plan
from warta.engine.rendering import parts_reader
from warta.engine.results import RESULTS, VALUES
from warta.engine.workspace import Work, Workspace
from warta.errors import ProblemsFound
from warta.memo import Memo
from warta.newsroom.facets import FACETS, digests_of_facets, facet_of
from warta.newsroom.history import History
from warta.newsroom.linked import Linked
from warta.newsroom.placed import PLACES, Row
from warta.newsroom.shards import Library, Shard
from warta.plan.plan import plan_redirects
from warta.plan.targets import Family, fingerprint

PURE = ("newsroom", "plan")
CLOCKS = {"time", "os", "random", "io", "socket", "subprocess", "sqlite3", "tempfile", "shutil", "secrets", "uuid"}
Families = dict[str, tuple[bytes, tuple[tuple[str, bytes], ...]]]


def families_of(work: Work, newsroom: Newsroom, memo: KeptMemo) -> tuple[Family, ...]:
    """All families of a newsroom's plan, made with this memo."""
    space = Workspace()
    space.memo = memo
    planned = make_plan(msgspec.structs.replace(work, space=space), newsroom)
    first = compare(planned.plan.families, {}, {}).families
    paths = AllPaths(digest_of(sorted(first)), first)
    rest = plan_redirects(planned.site, newsroom.content, planned.plan, paths, 0, memo)
    return (*planned.plan.families, *rest.families)


def seen(families: tuple[Family, ...]) -> Families:
    """What a plan comes to: the key of each family, and the fingerprint of each file."""
    return {
        each.name: (each.key, tuple((target.path, fingerprint(target)[0]) for target in each.targets()))
        for each in families
    }


def empty_memo(work: Work) -> KeptMemo:
    """A memo that finds nothing of earlier processes."""
    memo = KeptMemo(work.store)
    memo.attach(None)
    return memo


class Rich(msgspec.Struct):
    """A newsroom that uses everything: its families, the remembered functions, what its plan comes to otherwise."""

    functions: set[Callable[..., Any]]
    plain: Families
    kept: Families
    shuffled: Families
    foreign: Families
    rows: list[Row]


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Rich:
    """It is planned with an empty memo; with what an earlier process kept; read in another order; with another's memo."""
    root = tmp_path_factory.mktemp("rich")
    site = write_everything(root)
    found: list[Rich] = []
    foreign: list[Memo] = []

    def look(checked: Checked) -> None:
        work, newsroom = checked.work, checked.planned.newsroom
        assert isinstance(work.memo, KeptMemo)
        memo = empty_memo(work)
        families = families_of(work, newsroom, memo)
        content = newsroom.content
        heads = [head for shard in content.library.shards.values() for head in shard.heads]
        random.Random(7).shuffle(heads)
        library = Library(content.library.language, content.library.languages, (), {})
        for at in range(0, len(heads), 3):
            library.put_all(heads[at : at + 3])
        other = msgspec.structs.replace(newsroom, content=msgspec.structs.replace(content, library=library))
        theirs = empty_memo(work)
        if foreign:
            theirs.slots = dict(foreign[0].slots)
        found.append(
            Rich(
                {slot[0] for slot in memo.slots}
                | {slot[0] for slot in work.memo.slots}
                | {each.plan for each in families},
                seen(families),
                seen(families_of(work, newsroom, KeptMemo(work.store))),
                seen(families_of(work, other, empty_memo(work))),
                seen(families_of(work, newsroom, theirs)),
                [row for edition in checked.planned.site.editions for linked in edition.every for row in linked.rows],
            )
        )

    stranger = write_everything(root / "stranger")
    for path in sorted((stranger.root / "content/releases").glob("*.md")):
        stranger.edit(path.relative_to(stranger.root).as_posix(), "date: 202", "summary: Lain.\ndate: 202")
    check(stranger.request(), inspect=lambda checked: foreign.append(checked.work.memo))
    build(site.request())
    check(site.request(), inspect=look)
    return found[0]


# what is not an input cannot be seen


def called(code: types.CodeType) -> Iterator[str]:
    """The names of globals that a function uses, and those that functions inside it use."""
    for each in dis.get_instructions(code):
        if each.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield each.argval
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from called(const)


def constant(value: object) -> bool:
    """Whether nobody can put anything else into a value."""
    if isinstance(value, (tuple, frozenset)):
        return all(map(constant, value))
    plain = (type, types.ModuleType, types.BuiltinFunctionType, str, bytes, int, float, type(None), slice)
    if isinstance(value, plain) or type(value).__module__ in ("typing", "types", "re", "array", "_struct", "datetime"):
        return True
    if isinstance(value, msgspec.Struct):
        return bool(value.__struct_config__.frozen)
    return isinstance(value, (msgspec.json.Encoder, msgspec.msgpack.Encoder, Path))


def constants_by_habit(function: types.FunctionType, name: str) -> bool:
    """Whether a table of a module, written in capitals, is changed nowhere in it."""
    source = inspect.getsource(inspect.getmodule(function) or warta)
    changes = rf"\b{name}(\[[^\]]*\] *[-+|]?=[^=]|\.(update|setdefault|pop|clear|append|add|extend|insert|remove)\()|global .*\b{name}\b"
    return name.lstrip("_").isupper() and re.search(changes, source) is None


def methods_of(type_: type) -> list[Any]:
    """The functions of a class, properties and class methods among them."""
    every = vars(type_).values()
    return [
        getattr(each, "func", None) or getattr(each, "fget", None) or getattr(each, "__func__", each) for each in every
    ]


def look_into(function: Any, done: set[Any]) -> Iterator[str]:  # noqa: C901 - one walk over all that can be called
    """What a function, and whatever of Warta it calls, sees besides its inputs."""
    inner = inspect.unwrap(function) if callable(function) else function
    if not isinstance(inner, types.FunctionType) or inner in done:
        return
    done.add(inner)
    if set(inner.__code__.co_freevars) - {"__class__"}:
        yield f"{inner.__qualname__} closes over {inner.__code__.co_freevars}"
    for name in called(inner.__code__):
        value = inner.__globals__.get(name, getattr(builtins, name, None))
        if isinstance(value, types.FunctionType) or hasattr(value, "__wrapped__"):
            if value.__module__.startswith("warta."):
                yield from look_into(value, done)
        elif isinstance(value, type) and value.__module__.startswith(("warta.newsroom", "warta.plan")):
            for method in methods_of(value):
                yield from look_into(method, done)
        elif not constant(value) and not constants_by_habit(inner, name):
            yield f"{inner.__qualname__} sees {name}, a {type(value).__name__}"


def test_remembered_and_planning_functions_see_their_inputs_alone(rich: Rich) -> None:
    """They stand in a module, close over nothing, and use functions, types, modules and constants."""
    assert len(rich.functions) > 25
    assert {*RESULTS, *VALUES} <= rich.functions, "each that is kept is called in this newsroom"
    done: set[Any] = set()
    wrong: list[str] = []
    for function in sorted(rich.functions, key=lambda each: f"{each.__module__}.{each.__qualname__}"):
        assert function.__qualname__ == function.__name__
        assert vars(inspect.getmodule(function))[function.__name__] is function
        wrong += look_into(function, done)
    assert not wrong
    assert len(done) > 100


@pytest.mark.parametrize(
    "code",
    [
        "def made():\n    return table['x']\ntable = {}",
        "def made():\n    return lambda: [].append\n",
        "def outer(x):\n    def made():\n        return x\n    return made\nmade = outer(1)",
    ],
)
def test_a_function_that_sees_more_is_found(code: str) -> None:
    """A table that anybody may fill, and a closure, are told; a plain function is not."""
    room: dict[str, Any] = {}
    exec(code, room)
    function = room["made"]
    assert bool([*_findings(function)]) == ("lambda" not in code)


def _findings(function: Any) -> Iterator[str]:
    try:
        yield from look_into(function, set())
    except (OSError, TypeError):
        yield "a table without a source"


def test_the_model_and_the_plan_know_no_clock_and_no_files() -> None:
    """Nothing there imports what could tell them of the world, but for the table of regions that comes with Warta."""
    root = Path(warta.__file__).parent
    for path in (each for folder in PURE for each in (root / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not {each.name.partition(".")[0] for each in node.names} & CLOCKS, path
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").partition(".")[0] not in CLOCKS, path
                assert "Path" not in {each.name for each in node.names} or path.name == "regions.py", path
            elif isinstance(node, ast.Attribute):
                assert (
                    node.attr not in ("now", "today", "utcnow")
                    or isinstance(node.value, ast.Name)
                    and node.value.id == "self"
                ), path
            elif isinstance(node, ast.Name):
                assert node.id not in ("open", "input", "globals"), path


# one declaration gives both value and digest


def head_of_parts(parts: Parts, **more: Any) -> Head:
    """A head that says what these parts say, as far as a head says it."""
    heading = parts.heading
    made: Head = filled(
        Head,
        title=parts.title,
        date=heading.date.at.isoformat(timespec="microseconds"),
        timed=heading.date.timed,
        summary=heading.summary,
        sponsored=heading.sponsored,
        unverified=heading.unverified,
        corrected=heading.corrected,
        image=parts.image,
        **more,
    )
    return made


_FILLED = filled(Parts)
PARTS_NOW = msgspec.structs.replace(_FILLED, heading=msgspec.structs.replace(_FILLED.heading, title=_FILLED.title))
ROW_NOW = filled(Row, head=head_of_parts(PARTS_NOW))


def digests(parts: Parts, row: Row) -> bytes:
    return digests_of_facets(digests_of_parts(parts), b"".join(digest_of(getattr(row, name)) for name in PLACES))


@pytest.mark.parametrize("number", range(len(FACETS)))
def test_a_facet_is_made_of_what_it_declares(number: int) -> None:
    """Its maker takes exactly that, and each of it exists."""
    facet = FACETS[number]
    assert tuple(inspect.signature(facet.make).parameters) == facet.made_of
    assert set(facet.made_of) <= {*PARTS, *PLACES}


@pytest.mark.parametrize("name", [*PARTS, *PLACES])
def test_an_ingredient_changes_the_facets_that_declare_it(name: str) -> None:
    """Their digests, each time that it is another; digest and value of the others stay."""
    made = digests(PARTS_NOW, ROW_NOW)
    for place, other in others(getattr(PARTS_NOW if name in PARTS else ROW_NOW, name)):
        if name == "heading" and other.title != PARTS_NOW.title:
            continue  # a title is an ingredient of its own, and in the heading too
        parts = msgspec.structs.replace(PARTS_NOW, **{name: other}) if name in PARTS else PARTS_NOW
        if name == "title":
            parts = msgspec.structs.replace(parts, heading=msgspec.structs.replace(parts.heading, title=other))
        head = head_of_parts(parts) if name != "changed" else msgspec.structs.replace(ROW_NOW.head, changed=other)
        own = {} if name in PARTS or name == "changed" else {name: other}
        row = msgspec.structs.replace(ROW_NOW, head=head, **own)
        changed = {"title", "heading"} if name == "title" else {name}
        after = digests(parts, row)
        for number, facet in enumerate(FACETS):
            at = slice(16 * number, 16 * number + 16)
            assert (after[at] != made[at]) == (not changed.isdisjoint(facet.made_of)), (number, place)
            if changed.isdisjoint(facet.made_of):
                values = [
                    facet_of(number, *each) for each in ((row, lambda _, it=parts: it), (ROW_NOW, lambda _: PARTS_NOW))
                ]
                assert values[0] == values[1], (number, place)


def test_the_digests_of_every_row_are_those_of_what_its_facets_are_made_of(rich: Rich) -> None:
    """In a real newsroom, with something of everything."""
    assert len(rich.rows) > 6
    for row in rich.rows:
        places = b"".join(digest_of(getattr(row, name)) for name in PLACES)
        assert row.digests == digests_of_facets(row.head.parts, places)


# equal digests mean exchangeable


def plain(value: Any) -> Any:
    """A value as JSON can hold it, whether it is decoded yet or not."""
    if isinstance(value, (Value, Kept)):
        return plain(value.it)
    if isinstance(value, Linked):
        fields = msgspec.structs.asdict(msgspec.structs.replace(value, packed=b""))
        return fields | {"rows": value.rows}
    if isinstance(value, Shard):
        return msgspec.structs.asdict(msgspec.structs.replace(value, packed=b"")) | {"heads": value.heads}
    if isinstance(value, History):
        return value.digest, value.moved, value.rows, value.live, sorted(value.sources)
    if isinstance(value, msgspec.Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.items()} if isinstance(value, dict) else value


class Seen:
    """What each digest and each key stood for when it was first met."""

    def __init__(self) -> None:
        self.values: dict[tuple[object, bytes], bytes] = {}

    def note(self, name: object, digest: bytes, value: Any) -> None:
        encoded = msgspec.json.encode(plain(value))
        assert self.values.setdefault((name, digest), encoded) == encoded, name

    def look(self, checked: Checked) -> None:
        """Note all that a check has in its hands."""
        editions = checked.planned.site.editions
        for linked in {
            *(each for edition in editions for each in edition.every),
            *(each for edition in editions for each, _ in edition.stream),
        }:
            self._look_at_rows(linked, checked)
        for (function, _), (key, result) in checked.work.memo.slots.items():
            each = result.items() if function.__name__ == "row_of" else [(b"", result)]
            for digest, made in each:
                self.note(function.__qualname__, key + digest, made)
        for name, shard in checked.planned.newsroom.content.library.shards.items():
            self.note(Shard, shard.digest, (name, shard))

    def _look_at_rows(self, linked: Linked, checked: Checked) -> None:
        parts = parts_reader(checked.reader)

        self.note(Linked, linked.digest, linked)
        for at, row in enumerate(linked.rows):
            for facet in range(len(FACETS)):
                self.note(facet, linked.shown(facet, at), facet_of(facet, row, parts))


def test_one_digest_is_one_value_over_many_edits(tmp_path: Path) -> None:
    """Whatever is edited: each facet with a digest, and each remembered function with a key, says one thing alone."""
    site = start(tmp_path)
    chance, met, looked = random.Random(11), Seen(), 0
    with templates_compiled_once():
        for _ in range(30):
            edit = chance.choice(EDITS)
            edit(site, chance.randrange(9), chance.randrange(9))
            try:
                check(site.request(now=chance.choice(MOMENTS)), inspect=met.look)
                looked += 1
            except ProblemsFound:
                site = start(tmp_path / str(looked) / str(len(met.values)))
    assert looked > 15
    assert len(met.values) > 400


# slots decide time, never results


@pytest.mark.parametrize("otherwise", ["kept", "shuffled", "foreign"])
def test_a_plan_is_the_same_however_it_is_remembered(rich: Rich, otherwise: str) -> None:
    """With results of an earlier process, read in another order, with another newsroom's results in all slots."""
    assert getattr(rich, otherwise) == rich.plain
    assert len(rich.plain) > 40


def test_a_memo_knows_calls_by_function_and_inputs() -> None:
    """Another name, another order of calls and a forgotten slot change nothing but how often something is made."""
    memo = Memo()
    one, two = Value(b"1" * 16, 1), Value(b"2" * 16, 2)
    assert [memo("a", _double, each) for each in (one, one, two, one)] == [2, 2, 4, 2]
    assert memo.made == 3, "a slot holds the last result"
    assert [memo("b", _double, one), memo("a", _triple, one), memo("a", _double, one)] == [2, 3, 2]
    assert memo.each("a", _double, [one, two]) == memo.each("a", _double, [one, two]) == [2, 4]
    assert memo.each("a", _double, [two]) == [4]
    memo.forget_unused()
    memo.forget_unused()
    assert not memo.slots
    assert memo("a", _double, one) == 2


def _double(value: Value) -> int:
    return 2 * int(value.it)


def _triple(value: Value) -> int:
    return 3 * int(value.it)

"""Turns what was read of a newsroom into its output folder: the story of a build that has something to do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import msgspec

from warta.content.history import FILE_NAME as HISTORY
from warta.content.history import write_history
from warta.engine import keeping
from warta.engine.ahead import ahead_of, with_ahead
from warta.engine.altered import Altered
from warta.engine.folder import Folder
from warta.engine.hidden import Concealment, all_documents, conceal
from warta.engine.inputs import Newsroom
from warta.engine.planning import Compared, Planned, compare_plan, make_plan
from warta.engine.publishing import Published, publish
from warta.engine.record import Outcome, Record
from warta.engine.rendering import Rendered, RenderTask, Tools, render_all
from warta.engine.stamp import drop_stamp
from warta.engine.variants import PICTURES, Variants
from warta.engine.workspace import Report, Work
from warta.errors import reason
from warta.messages import Message, msg
from warta.newsroom.visibility import PUBLIC
from warta.plan.kinds import KINDS
from warta.plan.machines.copies import is_copying
from warta.plan.targets import Target


def make(work: Work, newsroom: Newsroom, folder: Folder, altered: Altered, placed: Callable[[Report], None]) -> Report:
    """Plan the site, render what is stale, put it in place, and keep what was found out. `placed` is given the report
    when readers see the new files. Raises ProblemsFound and OutputError; in both cases the output is as it was.
    """
    planned = make_plan(work, newsroom)
    record = work.record(str(folder.root))
    compared = compare_plan(work, planned, record, altered())
    with work.reader() as reader, folder.staging_open():
        hidden = conceal(planned.site, newsroom.content, reader)
        if ahead := ahead_of(compared.targets, work.request.open, record.families):
            record = _show_ahead(work, planned, ahead, hidden, folder, record, placed)
        rendered = render(work, planned, compared.targets, hidden, folder.staging)
        lying = compared.paths - rendered.keys() if record.hidden != hidden.digest else ()
        hidden.examine(copied(planned, compared, record, hidden), rendered, folder, lying, work.executor)
        keeping.drop_outcome(str(folder.root), record, work.store)
        drop_stamp(folder.root)
        private = work.request.shown != frozenset((PUBLIC,))
        published = publish(folder, compared.changes, rendered, altered(), record, private=private)
    report = report_of(work, planned, compared, published)
    placed(report)
    folder.settle()
    work.space.claims[str(folder.root)] = folder.manifest, folder.claimed
    return keep(work, planned, report, hidden, published, folder.manifest)


def _show_ahead(  # noqa: PLR0913 - what a build is made of
    work: Work,
    planned: Planned,
    targets: list[Target],
    hidden: Concealment,
    folder: Folder,
    record: Record,
    placed: Callable[[Report], None],
) -> Record:
    """Make these files and put them in place before all others are made; the record of the folder with them."""
    rendered = render(work, planned, targets, hidden, folder.staging)
    hidden.examine((), rendered, folder, (), work.executor)
    root = str(folder.root)
    keeping.drop_outcome(root, record, work.store)
    drop_stamp(folder.root)
    families = with_ahead(record.families, {path: each.written for path, each in rendered.items()})
    claims = {path: claim for family in families.values() for path, claim in family.claims.items()}
    kept = {path: claim for path, claim in claims.items() if path not in rendered}
    folder.put_in_place({path: claims[path] for path in rendered}, kept, ())
    folder.settle()
    found = Record(families, record.hidden, None, folder.manifest)
    remember(work, root, found)
    site = planned.site
    placed(Report(tuple(rendered), len(kept), (), {}, site.hidden, (), (), site.releases, families))
    return found


def render(
    work: Work, planned: Planned, stale: Iterable[Target], hidden: Concealment, staging: Path | None
) -> dict[str, Rendered]:
    """Render what is stale into the staging folder (None: to see that it can be), in the order of publishing."""
    targets = sorted(stale, key=lambda each: (KINDS[each.kind].turn, each.path))
    code = work.extensions.code
    tools = Tools(planned.theme, planned.plan.frames, work.settings.zone, work.store.path, planned.paths, code)
    task = RenderTask(tools, hidden.index, staging)
    with contextlib.closing(task):
        return render_all(targets, task, work.executor, partial(work.progress, "render"))


def copied(planned: Planned, compared: Compared, record: Record, hidden: Concealment) -> Iterable[Target]:
    """The files to look at for what they are copies of: what is new, and all of them when other things are hidden."""
    if record.hidden == hidden.digest:
        return compared.targets
    return (target for family in planned.plan.families if is_copying(family) for target in family.targets())


def keep(
    work: Work, planned: Planned, report: Report, hidden: Concealment, published: Published, manifest: bytes
) -> Report:
    """Keep what this build found out for the next one; the report, with a notice of what could not be kept."""
    inputs, unwritten = _remember_addresses(work, planned)
    now, until = work.request.now, planned.plan.until
    outcome = Outcome(inputs, now, until, report.hidden, report.releases, report.warnings)
    _forget(work, planned, published)
    root = work.request.output.absolute()
    remember(work, str(root), Record(published.families, hidden.digest, outcome, manifest))
    return msgspec.structs.replace(report, notices=(*report.notices, *unwritten))


def remember(work: Work, root: str, record: Record) -> None:
    """Keep a record, and the results of this build, for the next one."""
    before = work.record(root)
    work.store.begin()
    keeping.save_record(root, record, before.families, work.store)
    work.space.records[root] = record
    assert work.space.memo is not None
    work.space.memo.save(work.store)
    work.space.generation = work.store.commit()


def _forget(work: Work, planned: Planned, published: Published) -> None:
    """Let go of documents, bodies and pictures that nothing has any more, once they are many."""
    known, content = work.space.known, planned.newsroom.content
    texts = len(work.store.places)
    if texts - 2 * len(known.documents) >= max(40, texts // 10):
        with work.reader() as reader:
            bodies = frozenset(bytes.fromhex(each.body.digest) for each in all_documents(content, reader))
        work.store.begin()
        work.store.keep(bodies.union(digest for _, _, digest in known.documents.values()))
        work.store.commit()
        work.store.sweep()
    if published.written or published.deleted:
        Variants(work.store.path.parent / PICTURES).keep({facts.digest for facts in content.files.values()})


def _remember_addresses(work: Work, planned: Planned) -> tuple[bytes, tuple[Message, ...]]:
    """Add new addresses to addresses.tsv where that is asked for: the inputs' digest then, or a notice why not."""
    request, newsroom, rows = work.request, planned.newsroom, planned.site.history.rows
    if not request.record or rows == newsroom.content.history.it:
        return newsroom.inputs, ()
    try:
        write_history(request.site, rows)
    except OSError as error:
        why = msg(
            "history-unwritable",
            "%(file)s cannot be written, so new addresses are not remembered.",
            reason(error),
            file=HISTORY,
        )
        return newsroom.inputs, (why,)
    return newsroom.inputs_with(rows), ()


def report_of(work: Work, planned: Planned, compared: Compared, published: Published) -> Report:
    """What a build, or a check, did and found."""
    families = compared.changes.families
    warnings = {*planned.newsroom.warnings, *planned.site.warnings, *compared.warnings}
    return Report(
        written=published.written,
        kept=sum(each.count for each in families.values()) - len(published.written),
        deleted=published.deleted,
        reasons={target.path: why for target, why in compared.changes.stale},
        hidden=planned.site.hidden,
        warnings=tuple(sorted(warnings)),
        notices=(work.notice,) if work.notice else (),
        releases=planned.site.releases,
        families=families,
    )

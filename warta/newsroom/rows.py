"""Turns heads, with the answers to what they ask of others, into rows: releases in their places.

The module is as long as a row has values.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import msgspec

from warta.content.heads import Head
from warta.digests import Value, digest_of, joined
from warta.errors import Problem, known_are, meant
from warta.fields import Ref
from warta.memo import Memo
from warta.messages import Message, msg
from warta.newsroom.facets import digests_of_facets
from warta.newsroom.linked import Linked, linked_of
from warta.newsroom.links import Answer
from warta.newsroom.pictures import Picture, full_address, image_of
from warta.newsroom.placed import Files, Lead, More, Row, Shown, Where
from warta.newsroom.shards import Shard
from warta.newsroom.terms import AUTHOR, CATEGORY, TAG, Lexicon, Term
from warta.newsroom.twins import Twin
from warta.slugs import slug

NO_ANSWER = Answer()
LISTED, UNLISTED, GUESTS, HIDDEN = "listed", "unlisted", "guests", "hidden"


class Context(msgspec.Struct, frozen=True):
    """What other shards answered to what one shard asks; everything by source, and only what was asked.

    `spelled` are the free names whose first writing differs, `identities` the first addresses that differ from those
    of today. `kind` is listed, unlisted, guests or hidden; of hidden releases only what is wrong with them counts.
    `kept` are slugs that releases were given out under before. `language` is that of the releases, which is not that of
    the edition for guests. `past` are periods of office that are over, by organization: name, beginning and end in
    seconds of the epoch.
    """

    digest: bytes
    kind: str
    language: str
    states: dict[str, str]
    spelled: dict[str, str]
    answers: dict[str, Answer]
    twins: dict[str, tuple[Twin, ...]]
    identities: dict[str, str]
    past: dict[str, tuple[tuple[str, float, float], ...]]
    kept: dict[str, str]


def context_of(  # noqa: PLR0913 - everything that a release may ask of others
    kind: str,
    language: str,
    states: dict[str, str],
    spelled: Value,
    answers: Value,
    twins: Value,
    identities: Value,
    past: Value,
    kept: Value,
) -> Context:
    """The context of a shard."""
    own = digest_of((kind, language, states))
    digest = joined([own, spelled.digest, answers.digest, twins.digest, identities.digest, past.digest, kept.digest])
    answered = spelled.it, answers.it, twins.it, identities.it, past.it, kept.it
    return Context(digest, kind, language, states, *answered)


class Asked(msgspec.Struct, frozen=True, gc=False):
    """A head with what it alone asked for."""

    digest: bytes
    head: Head
    language: str
    hidden: bool
    unlisted: bool
    state: str
    spelled: dict[str, str]
    answer: Answer
    twins: tuple[Twin, ...]
    identity: str
    past: tuple[tuple[str, float, float], ...]
    kept: str


def link_shard(shard: Shard, context: Context, lexicon: Lexicon, memo: Memo) -> Linked:
    """The rows of a shard. `memo` only saves making those again that are the same."""
    name = lexicon.language, context.kind, *shard.name
    return linked_of(memo.each(name, row_of, asked_of(shard, context, lexicon), lexicon), shard.name)


def mixed(ours: Linked, guests: Linked) -> Linked:
    """The rows of two shards of one year as one, the oldest first."""
    rows = sorted((*ours.rows, *guests.rows), key=lambda row: (row.head.at, row.head.source))
    return linked_of(rows, (ours.language, ours.year))


def asked_of(shard: Shard, context: Context, lexicon: Lexicon) -> list[Asked]:
    """The heads of a shard, each with what it asked for."""
    hidden, unlisted = context.kind == HIDDEN, context.kind == UNLISTED
    plain = digest_of((context.language, hidden, unlisted))
    found = []
    for head in shard.heads:
        source = head.source
        state = context.states.get(source, "public")
        spelled = _spelled(head, context.spelled) if context.spelled else {}
        answer = context.answers.get(source, NO_ANSWER)
        twins = context.twins.get(source, ())
        identity = context.identities.get(source, "")
        past = context.past.get(_office_of(head, lexicon) or "", ()) if context.past else ()
        kept = context.kept.get(source, "")
        if state == "public" and answer is NO_ANSWER and not (spelled or twins or identity or past or kept):
            digest = joined((head.digest, plain))
        else:
            rest = digest_of((context.language, hidden, unlisted, state, spelled, twins, identity, past, kept))
            digest = joined((head.digest, rest, answer.digest))
        asked = (head, context.language, hidden, unlisted, state, spelled, answer, twins, identity, past, kept)
        found.append(Asked(digest, *asked))
    return found


def _spelled(head: Head, spelled: Mapping[str, str]) -> dict[str, str]:
    keys = [f"{TAG} {slug(ref.text)}" for ref in head.tags]
    keys += [f"{AUTHOR} {slug(name)}" for name in head.authors]
    keys += [f"{CATEGORY} {slug(ref.text)}" for ref in head.categories]
    return {key: spelled[key] for key in keys if key in spelled}


def _office_of(head: Head, lexicon: Lexicon) -> str | None:
    found = lexicon.known.organization(head.organization)
    return found if isinstance(found, str) else None


def row_of(asked: Asked, lexicon: Lexicon) -> Row:
    """A release in its place."""
    head, answer = asked.head, asked.answer
    addresses = lexicon.addresses
    problems: list[Problem] = []
    path = addresses.release(asked.language, head.date, asked.kept or head.slug.text)
    where = Where(path, addresses.url(path), addresses.origin, asked.language, asked.state)
    lead, more = _terms(asked, lexicon, problems)
    if asked.unlisted:
        lead, more = _unlisted(lead, lexicon), More(office=more.office, past=more.past)
    _check_language(head, lexicon, problems)
    files = {name: _shown(file, lexicon) for name, file in answer.files.items()} if answer.files else {}
    named = head.files
    if head.withdrawn:
        named, files = None, {}  # what it keeps is published, and shown by nothing
    cover = files.get(named.image.text) if named and named.image else None
    images = _urls(head, files)
    identity = addresses.url(asked.identity) if asked.identity else ""
    others = _without_cover(head, files)
    found = (answer.targets, asked.twins, identity, images, answer.enclosures)
    places = (where, lead, more, cover, others, *found, head.changed)
    digests = digests_of_facets(head.parts, b"".join([_digest(each) for each in places]))
    broken = () if lexicon.lenient else answer.problems
    return Row(
        head,
        *places[:-1],
        media=answer.media,
        shown=_pictures(head, answer),
        problems=(*problems, *broken),
        warnings=_warnings(asked, lexicon),
        digests=digests,
    )


_NOTHING: tuple[object, ...] = (None, "", (), {})
_EMPTY = {type(each): digest_of(each) for each in _NOTHING}


def _digest(place: object) -> bytes:
    """The digest of an ingredient; most are empty."""
    return digest_of(place) if place else _EMPTY[type(place)]


def _terms(asked: Asked, lexicon: Lexicon, problems: list[Problem]) -> tuple[Lead, More]:
    head, vocabulary = asked.head, lexicon.known
    where = f"content/{head.source}"

    def found(ref: Ref, term: Term | Message) -> Term | None:
        if isinstance(term, Term):
            return term
        problems.append(Problem(where, ref.line, term))
        return None

    categories = _once([found(ref, vocabulary.category(ref, asked.spelled)) for ref in head.categories])
    regions = _once([found(ref, vocabulary.region(ref)) for ref in head.regions])
    office = vocabulary.organization(head.organization)
    if isinstance(office, Problem):
        problems.append(Problem(where, office.line, office.message))
        office = None
    return Lead(categories, regions), More(
        _once([vocabulary.free(TAG, ref.text, asked.spelled) for ref in head.tags]),
        _once([vocabulary.free(AUTHOR, name, asked.spelled) for name in head.authors]),
        vocabulary.region_tree(regions),
        vocabulary.office(office) if office else None,
        next((name for name, since, until in asked.past if since <= head.at < until), ""),
    )


def _unlisted(lead: Lead, lexicon: Lexicon) -> Lead:
    """What a release that no list shows may link to: only lists that are there whatever they show."""
    return Lead(lead.categories if lexicon.categories is not None else ())


def _once(terms: list[Term | None]) -> tuple[Term, ...]:
    """The terms that were found, each once."""
    if not terms:
        return ()
    if len(terms) == 1:
        return (terms[0],) if terms[0] is not None else ()
    return tuple({term.key: term for term in terms if term is not None}.values())


def _check_language(head: Head, lexicon: Lexicon, problems: list[Problem]) -> None:
    if head.language is not None and head.language.text not in lexicon.languages:
        problems.append(language_problem(head.source, head.language, lexicon.languages))


def language_problem(source: str, ref: Ref, languages: tuple[str, ...]) -> Problem:
    """That a document is in a language which the newsroom does not have."""
    message = msg(
        "language-not-here",
        "language '%(got)s' is not among the languages in config.yaml.",
        meant(ref.text, languages) or known_are(languages),
        got=ref.text,
    )
    return Problem(f"content/{source}", ref.line, message)


def _shown(file: Picture, lexicon: Lexicon) -> Shown:
    image = image_of(file, lexicon.images, lexicon.addresses)
    return Shown(file.path, file.facts.size, image, lexicon.addresses.url(quote(file.path)))


def _urls(head: Head, files: Files) -> tuple[str, ...]:
    """The URLs of a release's pictures in full size."""
    named = head.files
    if named is None:
        return ()
    refs = [*([named.image] if named.image else []), *named.gallery]
    return tuple([full_address(files[ref.text].image) for ref in refs if ref.text in files])


def _without_cover(head: Head, files: Files) -> Files:
    named = head.files
    if not files or named is None or named.image is None:
        return files
    others = {ref.text for ref in (*named.gallery, *named.attachments)}
    return {name: file for name, file in files.items() if name in others}


def _pictures(head: Head, answer: Answer) -> tuple[Picture, ...]:
    """The pictures that the page of a release shows, each once: smaller files are made of them."""
    named = head.files
    refs = [*([named.image] if named.image else []), *named.gallery] if named and not head.withdrawn else []
    files = [answer.files[ref.text] for ref in refs if ref.text in answer.files]
    return tuple({each.path: each for each in (*files, *answer.shown)}.values())


def _warnings(asked: Asked, lexicon: Lexicon) -> tuple[Problem, ...]:
    broken = asked.answer.problems if lexicon.lenient else ()
    if asked.head.withdrawn and not asked.hidden:
        return (*broken, *asked.answer.warnings, *_left_behind(asked.head))
    if not asked.hidden:
        return (*broken, *asked.answer.warnings)
    public = [
        Problem(
            f"content/{asked.head.source}",
            0,
            msg(
                "static-of-hidden",
                "'%(file)s' lies in content/static/ and is public already, though this release is not. Put it beside "
                "the release.",
                file=name,
            ),
        )
        for name, file in asked.answer.files.items()
        if file.source.startswith("static/")
    ]
    return (*broken, *public)


def _left_behind(head: Head) -> list[Problem]:
    """That files in static/ stay, which a withdrawn release names and does not keep."""
    keep = {ref.text for ref in head.keep}
    return [
        Problem(
            f"content/{head.source}",
            ref.line,
            msg(
                "static-of-withdrawn",
                "'%(file)s' lies in content/static/ and stays public, though this release was withdrawn. Delete it "
                "there, or name it in 'keep' below 'withdrawn'.",
                file=ref.text,
            ),
        )
        for ref in (head.files.all if head.files else ())
        if ref.text.startswith("/") and ref.text not in keep
    ]

"""Messages are complete: what the code says, the catalogue has, with the same gaps, and the compiled file is up to date."""

from __future__ import annotations

import gettext
import re
from collections import defaultdict

import pytest
from babel.messages.pofile import read_po

from scripts import words
from warta.catalogue import ENGLISH, INDONESIAN, Words, language_of
from warta.messages import Message, msg

_GAP = re.compile(r"%\((\w+)\)s")


def test_each_code_has_one_text() -> None:
    """A program that knows a message by its code never meets another sentence under it."""
    texts = defaultdict(set)
    for each in words.of_code():
        texts[each.code].add((each.text, each.many))
    assert {code: several for code, several in texts.items() if len(several) > 1} == {}
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in texts)


def test_the_gaps_of_a_message_are_the_values_that_it_is_given() -> None:
    """No message fails when it is put into words, and none is given a value that it does not say."""
    wrong = [
        each
        for each in words.of_code()
        if each.gaps is not None and set(_GAP.findall(each.text + each.many)) | {"count"} != each.gaps | {"count"}
    ]
    assert wrong == []
    for each in words.of_code():
        for text in filter(None, (each.text, each.many)):
            assert text % dict.fromkeys(_GAP.findall(text), "")  # a percent sign of its own is written %%


def test_the_catalogue_is_that_of_the_code() -> None:
    """`make words` has nothing to do: no message is missing in the catalogue, and none is left over."""
    before = words.PO.read_bytes()
    with words.PO.open("rb") as file:
        assert words.po_bytes(words.updated(read_po(file))) == before


def test_the_compiled_catalogue_says_what_the_translators_wrote() -> None:
    """The binary file is that of the .po beside it."""
    with words.PO.open("rb") as file:
        written = [each for each in read_po(file) if each.id and each.string and all(each.string)]
    with words.MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for each in written:
        if isinstance(each.id, str):
            assert compiled.gettext(each.id) == each.string
        else:
            assert (compiled.ngettext(each.id[0], each.id[1], 2),) == tuple(each.string or ())


def test_every_message_is_translated() -> None:
    """Indonesian is complete: whoever reads it alone never meets an English sentence of ours."""
    with words.PO.open("rb") as file:
        assert words.missing(read_po(file)) == []


def test_a_translation_has_the_gaps_of_its_message() -> None:
    """Nothing that a sentence tells in English is left out in Indonesian, and it never fails to be filled in."""
    with words.PO.open("rb") as file:
        for each in read_po(file):
            texts = [each.id] if isinstance(each.id, str) else list(each.id)
            strings = [each.string] if isinstance(each.string, str) else list(each.string or ())
            for string in filter(None, strings if each.id else []):
                assert set(_GAP.findall(string)) == set(_GAP.findall(texts[-1])), texts
                if _GAP.search(string):
                    assert string % dict.fromkeys(_GAP.findall(string), "")


@pytest.mark.parametrize(
    ("asked", "environ", "config", "right"),
    [
        (None, {}, "", INDONESIAN),
        (None, {"LANG": "en_US.UTF-8"}, "", INDONESIAN),
        (None, {"LANG": "C.UTF-8"}, "language: en\n", ENGLISH),
        (None, {"LANG": "en_US.UTF-8"}, "title: x\nlanguage: su\n", INDONESIAN),
        (None, {"LC_ALL": "jv_ID"}, "language: en\n", INDONESIAN),
        (None, {"WARTA_LANG": "en", "LANG": "id_ID.UTF-8"}, "", ENGLISH),
        ("id", {"WARTA_LANG": "en"}, "language: en\n", INDONESIAN),
        (None, {}, "language: id\nmessages: en\n", ENGLISH),
        (None, {}, "messages: 'id'\nlanguage: en\n", INDONESIAN),
        (None, {}, "pages:\n  language: en\n", INDONESIAN),
        (None, {}, "\x00\xff: [", INDONESIAN),
    ],
)
def test_the_language_is_the_one_that_somebody_chose(
    asked: str | None, environ: dict[str, str], config: str, right: str
) -> None:
    """What is typed comes first, then what this machine says of Indonesia, then the newsroom; English is never a guess."""
    assert language_of(asked, environ, config) == right


def test_numbers_lists_and_hints_are_those_of_the_language() -> None:
    """Numbers are grouped as the language does, a long list is cut, hints follow, and a writer's words are no pattern."""
    hint = msg("more", "Write %(line)s", line="title: 100%")
    message = msg("x", "%(count)s of %(names)s", hint, count=12450, names=tuple("abcdefghij"))
    assert str(message) == "12,450 of a, b, c, d, e, f, g, h and 2 more Write title: 100%"
    assert Words(INDONESIAN).of(message).startswith("12.450 of a")
    assert Words(INDONESIAN).of(msg("x", "%(a)s", a=1.94)) == "1,94"


def test_messages_sort_by_their_english() -> None:
    """The order of problems is the same in every language, whatever the values are."""
    messages: list[Message] = [msg("a", "x %(a)s", a=2), msg("a", "x %(a)s", a="b"), msg("b", "w")]
    assert sorted(messages) == [messages[2], messages[0], messages[1]]

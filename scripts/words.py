"""Turns the messages of the code into the catalogue for translators, and the translated catalogue into its binary form.

python scripts/words.py              brings warta/locale/id/LC_MESSAGES/warta.po up to date, and compiles it
python scripts/words.py --missing    also prints what is not translated yet; the exit code is 1 when anything is
"""

from __future__ import annotations

import ast
import datetime as dt
import gettext
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from warta.catalogue import DOMAIN, INDONESIAN, LOCALES

PACKAGE = LOCALES.parent
PO = LOCALES / INDONESIAN / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")


_HEADER = """\
# What Warta says to its users, in Indonesian. `make words` brings it up to date with the code and compiles it.
msgid ""
msgstr ""
"Language: id\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


_NO_TIME = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # Babel writes times into what it compiles


class Found(NamedTuple):
    """A message of the code: its text for one and for many (or nothing), its code, its gaps, and where it stands."""

    text: str
    many: str
    code: str
    gaps: frozenset[str] | None
    place: str


def found_in(path: Path) -> Iterator[Found]:
    """Every call of `msg` in a Python file. Raises ValueError for one whose code or texts are no literals."""
    place = path.relative_to(PACKAGE.parent).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "msg":
            named = {each.arg: each.value for each in node.keywords}
            parts = [*node.args[:2], *([named["many"]] if "many" in named else [])]
            words = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if len(words) != len(parts) or len(words) < 2:
                raise ValueError(f"{place}:{node.lineno}: code and texts of a message are literals")
            gaps = None if None in named else frozenset(str(name) for name in named if name != "many")
            yield Found(words[1], words[2] if len(words) > 2 else "", words[0], gaps, place)


def of_code() -> list[Found]:
    """Every message of Warta's code, in the order of files."""
    return [each for path in sorted(PACKAGE.rglob("*.py")) for each in found_in(path)]


def of_help() -> list[Found]:
    """Every text of the commands' help."""
    from warta.cli.commands import commands
    from warta.cli.language import help_messages

    return [Found(each.text, "", "help", None, "warta/cli/commands.py") for each in help_messages(commands)]


def of_schemas() -> list[Found]:
    """Every title and description of the JSON Schemas."""
    from warta.cli.describing import shown_messages

    texts = dict.fromkeys(each.text for each in shown_messages() if each.code == "schema")
    return [Found(text, "", "help", None, "warta/content/jsonschema.py") for text in texts]


def of_click() -> list[Found]:
    """Every text that click itself shows, of the installed version."""
    found = [Found("required", "", "click", None, "click/core.py")]  # which it hands to gettext as a value
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                words = [each.value for each in node.args if isinstance(each, ast.Constant)]
                texts = [word for word in words if isinstance(word, str)]
                if texts:
                    found.append(
                        Found(texts[0], texts[1] if len(texts) > 1 else "", "click", None, f"click/{path.name}")
                    )
    return found


def collected() -> Catalog:
    """The catalogue of all messages, untranslated."""
    catalogue = Catalog(locale=INDONESIAN, fuzzy=False)
    for each in (*of_code(), *of_help(), *of_schemas(), *of_click()):
        ids = (each.text, each.many) if each.many else each.text
        comments = [] if each.code in ("help", "click") else [each.code]
        catalogue.add(ids, locations=[(each.place, None)], auto_comments=comments)  # type: ignore[list-item]
    return catalogue


def updated(before: Catalog) -> Catalog:
    """All messages of the code, with the translations of a catalogue that came before."""
    catalogue = collected()
    for message in catalogue:
        old = before.get(message.id if isinstance(message.id, str) else message.id[0])
        if message.id and old is not None and type(old.id) is type(message.id):
            message.string = old.string
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """The texts that have no translation."""
    every = [message for message in catalogue if message.id]
    return [str(message.id) for message in every if not message.string or not all(message.string)]


def po_bytes(catalogue: Catalog) -> bytes:
    """A catalogue as translators edit it."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, ignore_obsolete=True)
    return _HEADER.encode() + out.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """A catalogue as gettext reads it; the same catalogue is the same bytes."""
    catalogue.creation_date = catalogue.revision_date = _NO_TIME
    out = io.BytesIO()
    write_mo(out, catalogue)
    gettext.GNUTranslations(io.BytesIO(out.getvalue()))
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Bring the files up to date; the exit code."""
    before = read_po(io.BytesIO(PO.read_bytes())) if PO.exists() else Catalog(locale=INDONESIAN)
    catalogue = updated(before)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalogue))
    MO.write_bytes(mo_bytes(catalogue))
    left = missing(catalogue)
    click.echo(f"{len(catalogue)} messages, {len(left)} not translated")
    if "--missing" in arguments:
        click.echo("\n".join(left))
        return 1 if left else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Finds what Warta understands in front matter and other programs do not: keys under other words, values as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warta.content.elsewhere import as_others, remarks_in
from warta.content.frontmatter import read_front
from warta.content.keys import wording_of
from warta.desk.findings import Fix, Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript
from warta.messages import msg


def key_indonesian(text: Manuscript, _: House) -> Iterator[Note]:
    """Each key under another word than its own; the fix writes its own name, and nothing else of the line changes."""
    fields, wording = text.parts.fields.value, wording_of(text.document.source)
    rows = text.parts.front.split("\n")
    for written, node in fields.items() if isinstance(fields, dict) else ():
        key = wording.key(written)
        if written in wording.exact or key not in wording.exact:
            continue
        row = rows[node.line - text.parts.front_line] if node.line >= text.parts.front_line else ""
        start = re.match(rf"[\"']?{re.escape(written)}[\"']?\s*:", row)
        fixes = (Fix(node.line, node.line, (f"{key}:{row[start.end() :]}",)),) if start else ()
        message = msg(
            "key-indonesian",
            "'%(written)s' is understood as '%(key)s', which is how other programs know it.",
            written=written,
            key=key,
        )
        yield Note(node.line, message, fixes)


def value_misread(text: Manuscript, _: House) -> Iterator[Note]:
    """Each line with a value that other programs read as something else, as `0123` for 123."""
    if text.parts.read is not read_front:
        return
    rows, source = text.parts.front.split("\n"), text.document.source
    others = as_others(text.parts.front, source).split("\n")
    for line, (old, new) in enumerate(zip(rows, others, strict=True), text.parts.front_line):
        if old != new:
            message = msg(
                "value-misread",
                "other programs read this otherwise than it is meant. Write it as %(line)s",
                line=new.strip() or '""',
            )
            yield Note(line, message, (Fix(line, line, (new,)),))


def front_remark(text: Manuscript, _: House) -> Iterator[Note]:
    """Each remark in front matter: programs that write it anew drop it, and only who wrote it can put it elsewhere."""
    if text.parts.read is not read_front:
        return
    for line in remarks_in(text.parts.front):
        message = msg("front-remark", "a remark, which programs drop that write front matter anew.")
        yield Note(text.parts.front_line + line, message)

"""Finds keys of front matter that are understood and are not as the documentation writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

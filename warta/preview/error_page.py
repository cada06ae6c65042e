"""Turns problems into the page a writer sees instead of the preview until they are mended."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from warta.catalogue import say, spoken
from warta.errors import Problem
from warta.messages import msg

_MOST = 200
STYLE = """
:root { color-scheme: light dark; --ink: #1c1917; --paper: #fdfaf6; --line: #d6d0c8; --mark: #9f1239; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eae6e1; --paper: #1a1817; --line: #45403b; --mark: #fda4af; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; color: var(--mark); }
p { margin: 0 0 1.5rem; }
ol { list-style: none; margin: 0; padding: 0; }
li { border-top: 1px solid var(--line); padding: .9rem 0; overflow-wrap: anywhere; }
code { display: block; font: 600 .95rem/1.5 ui-monospace, monospace; }
"""
"""The style of the page, which is a file of its own: under the policy of a site nothing else would hold."""


def error_page(problems: Sequence[Problem]) -> str:
    """A whole HTML page that lists the problems with file and line."""
    count = len(problems)
    title = escape(say(msg("page-problems", "1 problem to mend", many="%(count)s problems to mend", count=count)))
    goes_on = say(
        msg(
            "page-goes-on",
            "The preview goes on by itself as soon as it is mended and saved.",
            many="The preview goes on by itself as soon as they are mended and saved.",
            count=count,
        )
    )
    rows = "\n".join(_row(problem) for problem in problems[:_MOST])
    if count > _MOST:
        more = msg("problems-cut", "... and %(count)s more.", count=count - _MOST)
        rows += f"\n<li>{escape(say(more))}</li>"
    return f"""<!doctype html>
<html lang="{spoken()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="stylesheet" href="/__warta/error.css">
</head>
<body>
<main>
<h1>{title}</h1>
<p>{escape(goes_on)}</p>
<ol>
{rows}
</ol>
</main>
</body>
</html>
"""


def _row(problem: Problem) -> str:
    place = f"<code>{escape(problem.place)}</code>" if problem.path else ""
    return f"<li>{place}{escape(say(problem.message))}</li>"

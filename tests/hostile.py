"""Turns a size into Markdown of fifty and more shapes that Python-Markdown takes far longer for than its size lets expect.

Each shape is a function of the number of characters it shall have, so that growing texts can be timed.
"""

from __future__ import annotations

from collections.abc import Callable

Shape = Callable[[int], str]


def again(unit: str) -> Shape:
    """A unit, over and over."""
    return lambda size: unit * (size // len(unit))


def around(before: str, unit: str, after: str) -> Shape:
    """A unit over and over, with something before and behind it."""
    return lambda size: before + unit * (size // len(unit)) + after


def paired(left: str, right: str) -> Shape:
    """Openings, and as many ends behind them."""
    return lambda size: left * (size // len(left + right)) + "a" + right * (size // len(left + right))


def counted(form: str) -> Shape:
    """Lines with a number each, in place of the 0."""
    return lambda size: "".join(form.replace("0", str(each)) for each in range(size // (len(form) + 4)))


def stairs(unit: str, leaf: str) -> Shape:
    """Each line one step deeper than the line before."""
    return lambda size: "\n".join(unit * each + leaf for each in range(int((2 * size / len(unit)) ** 0.5)))


SHAPES: dict[str, Shape] = {
    "open brackets": again("["),
    "open pictures": again("!["),
    "marked sections": again("<!["),
    "closed brackets": again("]"),
    "nested brackets": paired("[", "]"),
    "nested links": paired("[", "](b)"),
    "pictures in links": paired("[![", "](a)](b)"),
    "open links": again("[a]("),
    "open references": again("[a]["),
    "open titles": again('[a](b "c'),
    "title of dots": around('![a](b "', ".", '")'),
    "title of quotes": around('[a](b "', '"', ")"),
    "parentheses in a link": around("[a](", "(", ""),
    "footnotes": lambda size: counted("[^0]")(size // 3) + "\n\n" + counted("[^0]: a\n\n")(size // 2),
    "one footnote often": around("", "[^1]", "\n\n[^1]: a\n"),
    "footnotes in footnotes": counted("[^0]: [^0]\n\n"),
    "references": counted("[a0]: b\n"),
    "uses of a reference": around("[a]: b\n\n", "[a]", ""),
    "abbreviations": lambda size: counted("*[a0]: b\n")(size // 2) + "a1 " * (size // 6),
    "a long abbreviation": lambda size: "*[a]: " + "b" * (size // 2) + "\n\n" + "a " * (size // 4),
    "fence with blanks": around("```", " ", "x"),
    "open fences": again("```\n"),
    "fences of tildes": again("~~~ a\n"),
    "attributes of a fence": around("``` {", ".a ", "}\n```"),
    "growing backticks": stairs("`", "a"),
    "backticks in pairs": again("`a"),
    "long line of backticks": again("`" * 100 + "a "),
    "stars": again("*a "),
    "stars of two lengths": again("*a **b "),
    "nested emphasis": paired("*a **b ", "c** d*"),
    "stars and underscores": again("*_"),
    "three stars": again("***a"),
    "quotations in one line": again(">"),
    "steps of quotations": stairs(">", " a"),
    "nested lists": stairs("    ", "- a"),
    "lists in one line": around("", "- ", "a"),
    "numbers in one line": again("1. "),
    "lists in quotations": again("> - "),
    "items": again("- a\n"),
    "definitions": again("a\n: b\n"),
    "nested definitions": stairs("    ", ": a"),
    "table of pipes": lambda size: "\n".join(("|" * (size // 3), "|-" * (size // 6), "|" * (size // 3))),
    "table of rows": around("a|b\n-|-\n", "a|b\n", ""),
    "table of backticks": around("a|b\n-|-\n", "`|", ""),
    "open comments": again("<!--"),
    "comment of dashes": around("<!--", "-", ""),
    "open tags": again("<a "),
    "open tags in lines": again("<a\n"),
    "open attributes": again('<a b="'),
    "open sections": again("<![CDATA["),
    "nested divisions": again("<div>\n"),
    "nested divisions of Markdown": paired('<div markdown="1">\n\n', "</div>\n\n"),
    "bold that never ends": again("<b>"),
    "entities": again("&#1"),
    "headings": again("# a\n"),
    "underlined headings": again("a\n=\n"),
    "tables of contents": lambda size: "[TOC]\n\n" * (size // 14) + "# a\n\n" * (size // 10),
    "open attribute lists": around("# a {: ", 'a="', "}"),
    "typographic quotes": again("<<a>>\"' "),
    "blanks": around("a", " ", "b"),
    "an endless word": again("a"),
    "stashed words": again("\x02wzxhzdk:0\x03".replace("\x02", "").replace("\x03", "")),
}

"""Turns what Jinja and Python say of a template into sentences for who writes themes.

The module is long by the sentences: one for each way in which Jinja and Python complain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import NoneType
from typing import Any

import jinja2
import jinja2.filters
import jinja2.nodes
import jinja2.tests
from jinja2.utils import missing

from warta.errors import meant, nearest
from warta.messages import Message, msg
from warta.render.html.data import Named, no_such

NAMES = (
    "page",
    "site",
    "body",
    "boilerplate",
    "asset",
    "show",
    "language_name",
    "ngettext",
    "structured",
    "card",
    "data",
)
"""The names that every template has."""

_TAGS = (
    "block", "break", "call", "continue", "do", "elif", "else", "endblock", "endcall", "endfilter", "endfor",
    "endif", "endmacro", "endraw", "endset", "endtrans", "endwith", "extends", "filter", "for", "from", "if",
    "import", "include", "macro", "pluralize", "raw", "set", "trans", "with",
)  # fmt: skip
_FOR_DATES = ("date", "datetime", "day", "month", "month_name", "iso")
_FOR_NUMBERS = ("number", "filesize")
_ENDS = {"end of print statement": "}}", "end of statement block": "%}"}
_OPENING = re.compile(r"\{%[-+]?\s*(end)?(block|call|filter|for|if|macro|raw|set|trans|with)\b([^%]*)%\}", re.DOTALL)


class Undefined(jinja2.StrictUndefined):
    """A name that does not exist; `message` says which, with the nearest that does."""

    @property
    def _undefined_message(self) -> str:
        return str(self.message)

    @property
    def message(self) -> Message:
        """What a template asked for and is not there."""
        name = str(self._undefined_name)
        if self._undefined_hint:
            return msg("template-says", "Jinja says: %(words)s", words=str(self._undefined_hint))
        if self._undefined_obj is missing:
            return msg("name-unknown", "'%(name)s' does not exist here.", meant(name, NAMES), name=name)
        kind = type(self._undefined_obj)
        if kind is NoneType:
            return msg("value-empty", "what '%(name)s' is asked of is empty on this page.", name=name)
        if isinstance(self._undefined_obj, Named):
            return no_such(name, self._undefined_obj)
        known = getattr(kind, "__struct_fields__", None) or list(self._undefined_obj if kind is dict else ())
        hint = meant(name, map(str, known))
        return msg("field-unknown", "%(kind)s has no '%(name)s'.", hint, kind=_kind(kind.__name__), name=name)

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
        raise UndefinedName(self.message, str(self._undefined_name), empty=self._undefined_obj is None)

    # what StrictUndefined fails with is set for each operation by name
    __add__ = __radd__ = __sub__ = __rsub__ = _fail_with_undefined_error
    __mul__ = __rmul__ = __div__ = __rdiv__ = _fail_with_undefined_error
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _fail_with_undefined_error
    __mod__ = __rmod__ = __pos__ = __neg__ = _fail_with_undefined_error
    __call__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = _fail_with_undefined_error
    __int__ = __float__ = __complex__ = __pow__ = __rpow__ = _fail_with_undefined_error
    __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = _fail_with_undefined_error
    __contains__ = _fail_with_undefined_error

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        return self._fail_with_undefined_error()


class UndefinedName(jinja2.UndefinedError):
    """A template asked for a name that is not there; `empty`: of a value that is None on this page."""

    def __init__(self, message: Message, name: str, *, empty: bool) -> None:
        super().__init__(str(message))
        self.sentence, self.name, self.empty = message, name, empty


class SaidInTemplate(jinja2.TemplateRuntimeError):
    """A function of the contract refuses what a template gave it."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.sentence = message


class NeverShown(jinja2.TemplateSyntaxError):
    """A template holds what Jinja would leave out without a word."""

    def __init__(self, message: Message, lineno: int, name: str, path: str) -> None:
        super().__init__(str(message), lineno, name, path)
        self.sentence = message


def blocks_of(template: jinja2.nodes.Template) -> frozenset[str]:
    """The names of the blocks of a template."""
    return frozenset(block.name for block in template.find_all(jinja2.nodes.Block))


def parent_of(template: jinja2.nodes.Template) -> str | None:
    """The name of the template that this one extends; None where it extends none, or one that a value names."""
    for node in template.find_all(jinja2.nodes.Extends):
        if isinstance(node.template, jinja2.nodes.Const):
            return str(node.template.value)
    return None


def refuse_what_is_never_shown(
    template: jinja2.nodes.Template, inherited: frozenset[str], name: str, path: str
) -> None:
    """Raise NeverShown for text outside of the blocks of a template that extends another, and for a block that none
    of its ancestors has; `inherited` are theirs.
    """
    for node in template.body:
        if isinstance(node, jinja2.nodes.Block) and node.name not in inherited:
            message = msg(
                "block-unknown",
                "no template above has a block '%(name)s', so it is never shown.",
                meant(node.name, inherited),
                name=node.name,
            )
            raise NeverShown(message, node.lineno, name, path)
        for each in node.nodes if isinstance(node, jinja2.nodes.Output) else ():
            if not isinstance(each, jinja2.nodes.TemplateData) or each.data.strip():
                message = msg("text-outside-blocks", "this stands outside of all blocks, so it is never shown.")
                raise NeverShown(message, _line_of(each, node.lineno), name, path)


def _line_of(node: jinja2.nodes.Node, line: int) -> int:
    """The line where text begins: Jinja counts from the blanks before it."""
    if not isinstance(node, jinja2.nodes.TemplateData):
        return node.lineno
    blanks = node.data[: len(node.data) - len(node.data.lstrip())]
    return line + blanks.count("\n")


_KINDS = {
    "str": msg("kind-text", "a text"),
    "Markup": msg("kind-text", "a text"),
    "int": msg("kind-number", "a number"),
    "float": msg("kind-number", "a number"),
    "bool": msg("kind-flag", "true or false"),
    "NoneType": msg("kind-nothing", "nothing"),
    "list": msg("kind-list", "a list"),
    "tuple": msg("kind-list", "a list"),
}


def _kind(name: str) -> Message | str:
    """What Python's name of a type is called here; the name itself for views, which docs/theme-names.md lists."""
    return _KINDS.get(name, name)


def explained(error: Exception, source: str, line: int) -> Message:
    """A sentence for the error of a template, met at `line` of its text `source`."""
    if isinstance(error, UndefinedName):
        return _empty(error, source, line) if error.empty else error.sentence
    if isinstance(error, (SaidInTemplate, NeverShown)):
        return error.sentence
    if isinstance(error, jinja2.TemplateError):
        before = "\n".join(source.split("\n")[: line - 1])
        for pattern, say in _MISTAKES.items():
            if at := re.search(pattern, str(error)):
                return say(at, before)
        return _unreadable(error)
    for pattern, tell in _FAILURES.items():
        if at := re.search(pattern, str(error)):
            return tell(at)
    return msg("template-line-fails", "this line cannot be carried out (%(kind)s).", kind=type(error).__name__)


def _empty(error: UndefinedName, source: str, line: int) -> Message:
    """With the very expression that is empty, where the line of the template shows it."""
    row = (source.splitlines()[line - 1 : line] or [""])[0]
    found = re.search(rf"([A-Za-z_][\w.]*)\.{re.escape(error.name)}\b", row)
    if found is None:
        return error.sentence
    return msg(
        "value-empty-named",
        "'%(value)s' is empty on this page. Write %(opening)s before the line, and %(closing)s behind it.",
        value=found[1],
        opening=f"{{% if {found[1]} %}}",
        closing="{% endif %}",
    )


def _unreadable(error: jinja2.TemplateError) -> Message:
    if isinstance(error, jinja2.TemplateSyntaxError):
        return msg(
            "template-unreadable", "this cannot be read. Look for brackets, quotation marks and the word before them."
        )
    return msg("template-says", "Jinja says: %(words)s", words=str(error))


def _open(before: str) -> dict[str, int]:
    """The tags that are opened and not closed in the lines before an error, with the line of the innermost of each."""
    stack: list[tuple[str, int]] = []
    for found in _OPENING.finditer(before):
        closes, tag, rest = found.groups()
        if closes:
            for at in range(len(stack) - 1, -1, -1):
                if stack[at][0] == tag:
                    del stack[at:]
                    break
        elif tag != "set" or "=" not in rest:
            stack.append((tag, before.count("\n", 0, found.start()) + 1))
    return dict(stack)


def _unclosed(found: re.Match[str], before: str) -> Message:
    tag = found[1]
    line = _open(before).get(tag, before.count("\n") + 2)
    return msg(
        "tag-unclosed",
        "'%(tag)s' of line %(line)s is never closed. Write %(closing)s.",
        tag=tag,
        line=str(line),
        closing=f"{{% end{tag} %}}",
    )


def _unknown_tag(found: re.Match[str], before: str) -> Message:
    tag, inner = found[1], re.search(r"block that needs to be closed is '(\w+)'", found.string)
    if tag.startswith("end") and inner and inner[1] != tag[3:]:
        line = _open(before).get(inner[1], before.count("\n") + 2)
        return msg(
            "tag-crossed",
            "this closes '%(tag)s', but what is open is '%(inner)s' of line %(line)s. Write %(closing)s first.",
            tag=tag[3:],
            inner=inner[1],
            line=str(line),
            closing=f"{{% end{inner[1]} %}}",
        )
    if tag in _TAGS:
        return msg("tag-not-here", "'%(tag)s' closes or divides nothing that is open here.", tag=tag)
    return msg("tag-unknown", "there is no tag '%(tag)s'.", meant(tag, _TAGS), tag=tag)


def _no_filter(found: re.Match[str], _: str) -> Message:
    name = found[1]
    known = (*_FOR_DATES, *_FOR_NUMBERS, *jinja2.filters.FILTERS)
    return msg(
        "filter-unknown",
        "there is no filter '%(name)s'. For dates there are: %(dates)s; for numbers: %(numbers)s.",
        meant(name, known),
        name=name,
        dates=_FOR_DATES,
        numbers=_FOR_NUMBERS,
    )


def _no_test(found: re.Match[str], _: str) -> Message:
    return msg("test-unknown", "there is no test '%(name)s'.", _near(found[1], jinja2.tests.TESTS), name=found[1])


def _near(name: str, known: Iterable[str]) -> Message | None:
    word = nearest(name, [each for each in known if each.isidentifier()])
    return meant(word, [word]) if word else None


def _bracket(found: re.Match[str], _: str) -> Message:
    return msg("bracket", "'%(sign)s' stands alone. A value is written %(value)s, a tag %(tag)s.", sign=found[1],
               value="{{ ... }}", tag="{% ... %}")  # fmt: skip


def _expected(found: re.Match[str], _: str) -> Message:
    return msg(
        "something-missing", "before '%(got)s' something is missing or too much.", got=_ENDS.get(found[2], found[2])
    )


_MISTAKES: Mapping[str, Callable[[re.Match[str], str], Message]] = {
    r"unknown tag '(\w+)'": _unknown_tag,
    r"innermost block that needs to be closed is '(\w+)'": _unclosed,
    r"No filter named '(\w+)'": _no_filter,
    r"No test named '(\w+)'": _no_test,
    r"unexpected (?:'(.+)'|end of template), expected '(.+)'": lambda found, _: msg(
        "sign-missing", "'%(sign)s' is missing.", sign=_ENDS.get(found[2], found[2])
    ),
    r"unexpected '([{}()\[\]])'": _bracket,
    r"Expected an expression|expected name or number|unexpected 'end of": lambda *_: msg(
        "value-missing", "a value is missing in this line."
    ),
    r"expected token '(.+?)', got '(.+?)'": _expected,
    r"unexpected char (.+) at": lambda found, _: msg(
        "sign-unexpected", "the sign %(sign)s cannot stand here. Is a quotation mark not closed?", sign=found[1]
    ),
    r"unexpected '(.+)'": lambda found, _: msg(
        "word-unexpected", "'%(got)s' cannot stand here. Is something before it missing?", got=found[1]
    ),
    r"block '(.+)' defined twice": lambda found, _: msg(
        "block-twice", "the block '%(name)s' stands twice in this template. Give one another name.", name=found[1]
    ),
    r"may not contain hyphens": lambda *_: msg(
        "block-hyphen", "the name of a block is letters, figures and '_', without hyphens."
    ),
    r"Missing end of comment": lambda *_: msg("comment-open", "a comment is never closed. Write #}."),
    r"Missing end of raw": lambda *_: msg("raw-open", "'raw' is never closed. Write {%% endraw %%}."),
    r"[Tt]ag name expected": lambda *_: msg("tag-missing", "a tag has no name: {%% %%} holds nothing."),
    r"end of template|end of statement|end of print": lambda *_: msg(
        "template-ends", "the template ends in the middle of something. Is a bracket or a tag not closed?"
    ),
}
"""What Jinja says of a template that it cannot read, with the sentence for it; the first that is found counts."""

_FAILURES: Mapping[str, Callable[[re.Match[str]], Message]] = {
    r"division by zero": lambda _: msg("divides-by-zero", "this line divides by zero."),
    r"'(\w+)' object has no attribute '(?:astimezone|strftime|year|date|hour|isoformat|at|timed)'": lambda found: msg(
        "filter-wants-time",
        "a filter for dates was given %(kind)s. Give it a date, such as page.date.",
        kind=_kind(found[1]),
    ),
    r"'(\w+)' object has no attribute '(\w+)'": lambda found: msg(
        "filter-wants-other", "a filter or function was given %(kind)s, which has no '%(name)s'.", kind=_kind(found[1]),
        name=found[2],
    ),
    r"macro '(\w+)' takes no keyword argument '(\w+)'": lambda found: msg(
        "macro-no-such", "the macro '%(macro)s' takes nothing named '%(name)s'.", macro=found[1], name=found[2]
    ),
    r"macro '(\w+)' takes not more than (\d+)": lambda found: msg(
        "macro-too-many", "the macro '%(macro)s' takes at most %(most)s values.", macro=found[1], most=found[2]
    ),
    r"(?:can only concatenate|unsupported operand|must be str, not)": lambda _: msg(
        "kinds-mixed", "text and numbers are put together with '+'. Use ~ to put text together."
    ),
    r"'(\w+)' object is not iterable": lambda found: msg(
        "not-a-list", "'for' was given %(kind)s, which is no list.", kind=_kind(found[1])
    ),
    r"'(\w+)' object is not callable": lambda found: msg(
        "not-a-function", "%(kind)s is no function: take the ( ) away.", kind=_kind(found[1])
    ),
}  # fmt: skip
"""What Python says of a line that fails, with the sentence for it; the first that is found counts."""

"""Turns views into HTML through a theme's templates, and a template's mistakes into problems with template and line."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
import jinja2.filters
import jinja2.nodes
import jinja2.runtime
import markupsafe
from markupsafe import _escape_inner  # type: ignore[attr-defined]

from warta.errors import Problem, ProblemsFound, meant
from warta.extensions import Extensions
from warta.messages import msg
from warta.newsroom.views import BodyRef, Card
from warta.plan.frame import Chrome
from warta.render.html.charts import Charts
from warta.render.html.contract import CARD
from warta.render.html.data import data_of
from warta.render.html.filters import FilterFailed, filters_of, own_filter
from warta.render.html.links import place_links
from warta.render.html.locales import Formats, language_name
from warta.render.html.messages import Messages, read_messages
from warta.render.html.structured import Structured
from warta.render.html.tables import reachable
from warta.render.html.template_errors import (
    SaidInTemplate,
    Undefined,
    blocks_of,
    explained,
    parent_of,
    refuse_what_is_never_shown,
)
from warta.render.html.theme import Theme

_MOST_CARDS = 4_000  # that are held; lists of one time show the same ones


class TemplateProblem(Exception):
    """A template that cannot be rendered; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Loader(jinja2.BaseLoader):
    """A theme's templates, compiled once for all languages: they differ in what is put in, not in code."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._trees: dict[str, jinja2.nodes.Template] = {}

    def load(
        self, environment: jinja2.Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """The template of this name. Raises jinja2.TemplateNotFound."""
        code = self._theme.codes.get(name)
        if code is None:
            if name not in self._theme.templates:
                raise jinja2.TemplateNotFound(name)
            tree, path = self._tree(environment, name), self._theme.templates[name].path
            if (inherited := self._inherited(environment, name)) is not None:
                refuse_what_is_never_shown(tree, inherited, name, path)
            code = self._theme.codes[name] = environment.compile(tree, name, path)
        # as one dict: the chain that Jinja makes of them is walked through for every page
        template = environment.template_class.from_code(environment, code, dict(globals or {}))
        template.root_render_func.__globals__["escape"] = _escape
        return template

    def _tree(self, environment: jinja2.Environment, name: str) -> jinja2.nodes.Template:
        tree = self._trees.get(name)
        if tree is None:
            source = self._theme.templates[name]
            tree = self._trees[name] = environment.parse(source.text, name, source.path)
        return tree

    def _inherited(self, environment: jinja2.Environment, name: str) -> frozenset[str] | None:
        """The blocks of all templates above; None where that cannot be told: it extends none that is named, or one
        that is not there, which rendering says better.
        """
        blocks: frozenset[str] = frozenset()
        seen = {name}
        parent = parent_of(self._tree(environment, name))
        if parent is None:
            return None
        while parent is not None:
            if parent in seen or parent not in self._theme.templates:
                return None
            seen.add(parent)
            tree = self._tree(environment, parent)
            blocks |= blocks_of(tree)
            parent = parent_of(tree)
        return blocks


def _escape(value: object) -> str:
    """What Jinja's `escape` gives, as plain text: output is only ever joined, and wrapping each piece costs more."""
    if type(value) is str:
        return _escape_inner(value)
    return value if isinstance(value, markupsafe.Markup) else markupsafe.escape(value)


class _Context(jinja2.runtime.Context):
    """Calls the contract's functions without asking each time whether they want the context: none does."""

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call a function on behalf of a template."""
        if id(function) not in self.environment.direct:  # type: ignore[attr-defined]
            return super().call(function, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return function(*args, **kwargs)


class Templates:
    """The templates of a theme, ready for one language. `bodies` gives the HTML of a body by its digest."""

    def __init__(
        self,
        theme: Theme,
        loader: jinja2.BaseLoader,
        chrome: Chrome,
        formats: tuple[Messages, Formats],
        bodies: Callable[[str], str],
        own: Extensions,
    ) -> None:
        self._theme = theme
        self._bodies = bodies
        self._table = formats[0].gettext("Table")
        self._charts = Charts(formats[1], formats[0].gettext, drawn=True)
        self._chrome = chrome
        self._cards: dict[Card, markupsafe.Markup] = {}
        self._environment = _environment(loader, chrome, *formats)
        self._environment.filters.update({name: own_filter(name, own) for name in own.filters})
        self._environment.globals |= {"show": self._show, "data": data_of(theme.data)}
        _call_directly(self._environment)

    def render(self, name: str, view: object) -> str:
        """The page that template `name` makes of a view. Raises TemplateProblem."""
        body = self._body(getattr(view, "body", None))
        office = getattr(view, "office", None)
        boilerplate = self._body(office.boilerplate if office else None)
        try:
            return self._template(name).render(page=view, body=body, boilerplate=boilerplate)
        except TemplateProblem:
            raise
        except Exception as error:
            raise TemplateProblem(self._explain(error, name)) from error

    def render_bare(self, name: str, view: object) -> str:
        """What template `name` makes of a view by itself: nothing that pages show is at hand, so that a mail is made
        anew for what it says alone. Raises TemplateProblem.
        """
        try:
            return self._bare.get_template(name).render(page=view)
        except Exception as error:
            raise TemplateProblem(self._explain(error, name)) from error

    @functools.cached_property
    def _bare(self) -> jinja2.Environment:
        environment = self._environment.overlay()
        left = ("site", "asset", "show", "structured")
        environment.globals = {name: each for name, each in environment.globals.items() if name not in left}
        return environment

    def _template(self, name: str) -> jinja2.Template:
        return self._environment.get_template(name)

    def _body(self, body: BodyRef | None) -> markupsafe.Markup:
        if body is None or not body.digest:
            return markupsafe.Markup("")
        placed = place_links(self._bodies(body.digest), body.targets, self._charts)
        return markupsafe.Markup(reachable(placed, self._table))

    def _show(self, card: Card) -> markupsafe.Markup:
        found = self._cards.get(card)
        if found is None:
            if len(self._cards) >= _MOST_CARDS:
                del self._cards[next(iter(self._cards))]
            found = self._cards[card] = markupsafe.Markup(self._template(CARD).render(card=card))
        return found

    def _explain(self, error: Exception, name: str) -> Problem:
        sources = {template.path: template.text for template in self._theme.templates.values()}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in sources]
        where = frames[-1].filename if frames else self._theme.templates[name].path
        line = (frames[-1].lineno or 0) if frames else 0
        if isinstance(error, jinja2.TemplateSyntaxError):
            where, line = error.filename or where, error.lineno
        if isinstance(error, FilterFailed):
            problem = error.problem
            asked = msg(
                "asked-for-by", "%(message)s (asked for by %(place)s)", message=problem.message, place=f"{where}:{line}"
            )
            return Problem(problem.path, problem.line, asked)
        if isinstance(error, RecursionError):
            return Problem(where, line, msg("templates-circle", "templates extend or include each other in a circle."))
        if isinstance(error, jinja2.TemplateNotFound):
            wanted = str(error.name)
            hint = meant(wanted, self._theme.templates)
            return Problem(where, line, msg("template-missing", "there is no template '%(name)s'.", hint, name=wanted))
        return Problem(where, line, explained(error, sources.get(where, ""), line))


def _environment(loader: jinja2.BaseLoader, chrome: Chrome, messages: Messages, formats: Formats) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
    )
    environment.install_gettext_callables(messages.gettext, messages.ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.filters.update(filters_of(chrome, formats))
    structured = Structured(chrome, messages.gettext, formats.month)
    environment.globals.update(
        {
            "site": chrome,
            "asset": _asset(chrome.assets),
            "language_name": language_name,
            "_": messages.gettext,
            "structured": lambda view: markupsafe.Markup(structured(view)),
        }
    )
    return environment


def _call_directly(environment: jinja2.Environment) -> None:
    """Note the functions of the contract, for `_Context`."""
    names = ("_", "gettext", "ngettext", "asset", "show", "language_name", "structured")
    environment.direct = frozenset(id(environment.globals[name]) for name in names)  # type: ignore[attr-defined]
    environment.context_class = _Context


def _asset(assets: Mapping[str, str]) -> Callable[[str], str]:
    def asset(name: str) -> str:
        if name not in assets:
            raise SaidInTemplate(
                msg("asset-missing", "the theme has no static file '%(name)s'.", meant(name, assets), name=name)
            )
        return assets[name]

    return asset


def make_templates(
    theme: Theme,
    chromes: Mapping[str, Chrome],
    messages: Mapping[str, Messages],
    zone: ZoneInfo,
    bodies: Callable[[str], str],
    own: Extensions,
) -> dict[str, Templates]:
    """The templates for each language, with filters of the newsroom's own."""
    loader = _Loader(theme)
    return {
        language: Templates(theme, loader, chrome, (messages[language], Formats(language, zone)), bodies, own)
        for language, chrome in chromes.items()
    }


def read_languages(theme: Theme, languages: tuple[str, ...], default: str) -> dict[str, Messages]:
    """The messages of each language; one that the theme does not speak gets those of `default`.

    Raises ProblemsFound for .po files that cannot be read.
    """
    problems: list[Problem] = []
    found: dict[str, Messages] = {}
    for language in languages:
        try:
            found[language] = read_messages(theme.message_files(language, default))
        except ProblemsFound as wrong:
            problems += wrong.problems
    if problems:
        raise ProblemsFound(problems)
    return found

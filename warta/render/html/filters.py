"""Turns values into the text that templates print: the filters of all themes, and those of a newsroom's own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import jinja2
import jinja2.filters
import jinja2.runtime
import msgspec

from warta.dates import iso
from warta.errors import Problem
from warta.extensions import Extensions
from warta.messages import msg
from warta.newsroom.pictures import preview_of, shared_address
from warta.newsroom.views import Image
from warta.plan.frame import Chrome
from warta.render.html.locales import Formats

_FORMATS = ("date", "datetime", "day", "month", "month_name", "number", "filesize")
"""The filters whose results differ by language."""
_OTHERS = ("iso", "absolute", "shared", "preview", "focus", "tel", "whatsapp")
_SHOWN = (str, int, float, Decimal, dt.date, dt.time, list, tuple, dict, msgspec.Struct)
"""What a newsroom's own filter may give. What has no text of its own, or no order, may print differently each time."""


class FilterFailed(Exception):
    """A filter of the newsroom's own that failed; `problem` says where in its file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def filters_of(chrome: Chrome, formats: Formats) -> dict[str, Callable[..., Any]]:
    """The filters that all themes have, by name; those of numbers and dates write the language of `formats`."""
    absolute = _late(lambda url: chrome.origin + url)
    shared = _late(lambda image: chrome.origin + shared_address(image))
    preview = _late(preview_of)
    found = {name: _late(getattr(formats, name)) for name in _FORMATS}
    return found | dict(zip(_OTHERS, (iso, absolute, shared, preview, focus, tel, whatsapp), strict=True))


def _late(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is called when a page is rendered, and never when its template is compiled.

    Jinja calls filters of constants then; but what is compiled serves all languages.
    """

    @jinja2.pass_context
    def call(_: jinja2.runtime.Context, /, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return call


def own_filter(name: str, own: Extensions) -> Callable[..., Any]:
    """A filter of the newsroom's own, called late as those of the contract are, and held to what it may give."""
    function = own.filters[name]
    wanted = getattr(getattr(function, "jinja_pass_arg", None), "name", "")

    @jinja2.pass_context
    def call(context: jinja2.runtime.Context, /, *args: Any, **kwargs: Any) -> Any:
        passed = {"context": context, "eval_context": context.eval_ctx, "environment": context.environment}
        try:
            result = function(*([passed[wanted]] if wanted else []), *args, **kwargs)
        except jinja2.UndefinedError:
            raise  # the template asked for a name that does not exist
        except (Exception, SystemExit) as error:
            raise FilterFailed(own.failure(error, name)) from error
        if isinstance(result, _SHOWN):
            return result
        message = msg(
            "filter-gives",
            "filter '%(name)s' must give text, numbers, dates or lists (got %(kind)s)",
            name=name,
            kind=type(result).__name__,
        )
        raise FilterFailed(own.wrong(name, message))

    return call


def refused_filters(own: Extensions) -> list[Problem]:
    """The problems of filters of a newsroom's own that would take the place of others."""
    known = {*jinja2.filters.FILTERS, *_FORMATS, *_OTHERS}
    return [
        own.wrong(
            name,
            msg(
                "filter-taken",
                "filter '%(name)s' is one that templates have already. Give it another name.",
                name=name,
            ),
        )
        for name in own.filters
        if name in known
    ]


def focus(image: Image) -> str:
    """The classes that keep the focus of a picture in view: its two numbers, in quarters. Nothing for the middle."""
    steps = {axis: round(share / 25) for axis, share in zip("xy", image.focus, strict=True)}
    return "".join(f" focus-{axis}{step}" for axis, step in steps.items() if step != 2)


def tel(phone: str) -> str:
    """`tel:` with digits alone; a number that begins with 0 is Indonesian."""
    return "tel:" + _international(phone)


def whatsapp(phone: str) -> str:
    """The address that opens a chat with this number."""
    return "https://wa.me/" + quote(_international(phone).lstrip("+"))


def _international(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+"):
        return "+" + digits
    return "+62" + digits[1:] if digits.startswith("0") else digits

"""Turns the Markdown below a front matter into safe HTML whose links wait for their addresses.

What Markdown gives gets its embeds (see `embeds`) and placeholders for targets on this site (see `links`), and is then
sanitised, in this order, so that nothing comes after the sanitiser.
"""

from __future__ import annotations

import html as htmllib
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from urllib.parse import unquote

import msgspec

from warta.content.bounds import LARGEST_BODY
from warta.content.documents import Body, Link
from warta.errors import Problem, ProblemsFound
from warta.extensions import MARKDOWN, NONE, Extensions
from warta.messages import Message, msg
from warta.render.html.embeds import with_embeds
from warta.render.html.links import Targets, find_mentions, finish_placeholders, make_placeholders, placeholder_mark
from warta.render.html.plaintext import lead
from warta.render.html.safety import is_harmless, sanitise
from warta.render.html.taken import taken_out
from warta.signs import with_odd_seen

CONFIG = "config.yaml"
_MAIL_WITH_MORE = re.compile(r"""(mailto:[^\s<>()"'?]*)\?""", re.IGNORECASE)


class BodyHtml(msgspec.Struct, frozen=True):
    """A rendered body: what the model needs to know of it, and its HTML with placeholders, as UTF-8.

    `notes` say what was left out of it, each with its line.
    """

    body: Body
    encoded: bytes
    notes: tuple[tuple[int, Message], ...] = ()

    @property
    def html(self) -> str:
        """The HTML as text."""
        return self.encoded.decode()


class Converter:
    """Markdown to HTML with one site's settings. `origin` is the site's own, whose links are not external; `classes`
    are those that texts may have besides Markdown's, `own` are extensions of the newsroom's own. Without `embeds` an
    address alone on its line stays a link.

    Raises ProblemsFound for extensions that are not installed or do not take their settings.
    """

    def __init__(  # noqa: PLR0913 - what a body is made by
        self,
        extensions: tuple[str, ...] | None,
        configs: Mapping[str, Mapping[str, object]],
        *,
        origin: str,
        trust_html: bool,
        classes: tuple[str, ...] = (),
        own: Extensions = NONE,
        embeds: bool = True,
    ) -> None:
        from warta.render.markdown import DEFAULT_CONFIGS, DEFAULT_EXTENSIONS, Engine, mended, with_words

        self._mended, self._with_words = mended, with_words
        try:
            names = extensions or DEFAULT_EXTENSIONS
            self._engine = Engine((*names, *own.markdown), {**DEFAULT_CONFIGS, **configs})
        except (Exception, SystemExit) as error:  # extensions are anybody's code, and may raise anything
            if own.is_blamed(error):
                raise ProblemsFound([own.failure(error, MARKDOWN)]) from error
            raise ProblemsFound([Problem(CONFIG, 0, _refusal(error))]) from error
        self._origin = origin
        self._trust_html = trust_html
        self._classes = frozenset(classes)
        self._own = own
        self._embeds = embeds

    def convert(self, text: str, first_line: int, path: str = "", language: str = "") -> BodyHtml:
        """The body written in `text`, which begins on `first_line` of the file at `path`.

        Raises ProblemsFound where extensions of the newsroom's own fail, and where Markdown does.
        """
        html = self._with_words(self._html(self._mended(text), path), language)
        if len(html) > LARGEST_BODY:
            message = msg(
                "body-too-large",
                "becomes more than %(most)s MB of HTML, the most that a text may.",
                most=LARGEST_BODY // 1048576,
            )
            raise ProblemsFound([Problem(path, 0, message)])
        # Markdown's own tags pair and are few; the writer's are anything
        raw = "<" in text
        notes = () if self._trust_html else tuple(_notes(html, text, first_line))
        if self._embeds:
            html = with_embeds(html, pasted=raw and not self._trust_html)
        targets: Targets = []
        mark = ""
        if raw or "href=" in html or "<img" in html:
            mark = placeholder_mark(text)
            html, targets = make_placeholders(html, self._origin, mark, raw=raw, trusted=self._trust_html)
        mentions = find_mentions(html) if raw else ()
        if not self._trust_html and (raw or not is_harmless(html)):
            html = sanitise(html, self._classes)
        if targets:
            html = finish_placeholders(html, mark)
        if "&#" in text:  # a file holds no such sign itself
            html = with_odd_seen(html)
        links = tuple(Link(target, _line_of(target, text, first_line), image) for target, image in targets)
        encoded = self._encoded(html)
        digest = blake2b(encoded, digest_size=16).hexdigest()
        return BodyHtml(Body(digest=digest, lead=lead(html), links=links, mentions=mentions), encoded, notes)

    def _html(self, text: str, path: str) -> str:
        try:
            return self._engine.convert(text)
        except MemoryError:
            raise  # it says nothing of the text alone
        except (Exception, SystemExit) as error:
            if self._own.markdown:
                raise ProblemsFound([self._own.failure(error, MARKDOWN)]) from error
            raise ProblemsFound([Problem(path, 0, _failure(error))]) from error

    def _encoded(self, html: str) -> bytes:
        """The bytes of a body; extensions may make what is no text that can be written."""
        try:
            return html.encode()
        except UnicodeEncodeError as error:
            if not self._own.markdown:
                raise
            message = msg(
                "markdown-unwritable", "MARKDOWN makes a text that cannot be written: %(words)s.", words=error.reason
            )
            raise ProblemsFound([self._own.wrong(MARKDOWN, message)]) from error


def _notes(html: str, text: str, first_line: int) -> Iterator[tuple[int, Message]]:
    """What is left out: of the writer's own HTML, and of a link to write to somebody."""
    if "<" in text:
        yield from taken_out(html, text, first_line)
    if "?" not in text or "mailto" not in text.casefold():
        return
    for match in _MAIL_WITH_MORE.finditer(text):
        message = msg(
            "mail-link-cut",
            "the link to '%(target)s' was left without what stands after '?': it would fill in a letter, or send it to "
            "others, unseen.",
            target=match[1],
        )
        yield first_line + text.count("\n", 0, match.start()), message


def _refusal(error: BaseException) -> Message:
    """What is wrong with the settings of Markdown, from what the library raised."""
    if isinstance(error, ImportError):
        return msg(
            "markdown-not-installed",
            "'markdown' asks for an extension that is not installed: %(words)s.",
            words=str(error),
        )
    if isinstance(error, KeyError):
        return msg(
            "markdown-no-setting",
            "the extensions of 'markdown' cannot be set up: there is no setting %(words)s.",
            words=str(error).rstrip("."),
        )
    words = (str(error) or type(error).__name__).rstrip(".")
    return msg("markdown-set-up", "the extensions of 'markdown' cannot be set up: %(words)s.", words=words)


def _failure(error: BaseException) -> Message:
    """What is wrong with a text, from what the library raised: nothing that a text holds ends a build with a trace."""
    if isinstance(error, RecursionError):
        return msg(
            "markdown-too-deep",
            "tags, lists, quotations or emphasis stand too deep within one another to be converted.",
        )
    return msg(
        "markdown-fails",
        "cannot be converted: Markdown itself fails with it (%(kind)s: %(words)s).",
        kind=type(error).__name__,
        words=str(error),
    )


def _line_of(target: str, text: str, first_line: int) -> int:
    """Where `target` is first written as a link, or else at all; when escapes hide it, the body's first line."""
    forms = dict.fromkeys((target, unquote(target), htmllib.escape(target)))
    at = next((at for form in forms for at in _places(form, text) if _is_link(text, at, at + len(form))), -1)
    if at < 0:
        at = next((at for form in forms for at in _places(form, text)), 0)
    return first_line + text.count("\n", 0, at)


def _places(form: str, text: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def _is_link(text: str, start: int, stop: int) -> bool:
    """Whether what stands from `start` to `stop` is the target of a link, of a reference or of a tag."""
    before = text[max(0, start - 20) : start].rstrip(" \t\n<\"'")
    after = text[stop : stop + 1]
    return before.endswith(("](", "]:", "=")) and (not after or after in ")>\"'" or after.isspace())

"""Turns releases into posts and pings; the one module that knows Apprise."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import msgspec

from warta.deploy.addresses import address_of
from warta.deploy.announcing.news import FACEBOOK, HUB, INDEXNOW, Item
from warta.deploy.announcing.settings import Announce
from warta.deploy.host import CannotDeploy
from warta.errors import WartaError
from warta.extras import install
from warta.messages import msg
from warta.web import Answer, Unreachable, Web

_MOST_ADDRESSES = 10_000


class NotSent(WartaError):
    """A channel did not take an announcement; it may next time."""


Send = Callable[[Sequence[Item]], None]
"""Raises NotSent."""


class Channel(msgspec.Struct, frozen=True):
    """A name, how many items it takes at once, and the function that sends them."""

    name: str
    at_once: int
    send: Send


def channel_of(name: str, settings: Announce, base: str, web: Web) -> Channel:
    """The channel of this name; `base` is the address of the site."""
    if name == HUB:
        return Channel(name, 1, lambda items: _ping_hub(web, settings, items))
    if name == INDEXNOW:
        return Channel(name, _MOST_ADDRESSES, lambda items: _ping_indexnow(web, settings, base, items))
    if name == FACEBOOK:
        return Channel(name, 1, lambda items: _post_facebook(web, settings, base, items))
    return Channel(name, 1, lambda items: _post(settings, name, base, items))


def text_of_post(settings: Announce, item: Item, base: str) -> str:
    """The text of a post; paragraphs that stay empty, as without a summary, are left out."""
    site = urlsplit(base).hostname or ""
    text = settings.message.format(title=item.title, summary=item.summary, url=item.url, site=site)
    return "\n\n".join(part.strip() for part in text.split("\n\n") if part.strip())


def _ping_hub(web: Web, settings: Announce, items: Sequence[Item]) -> None:
    """WebSub (w3.org/TR/websub, 7): publishers tell hubs by their own means; all known hubs take this one."""
    for item in items:
        _check(_asked(web.post_form, settings.hub, {"hub.mode": "publish", "hub.url": item.url}))


def _ping_indexnow(web: Web, settings: Announce, base: str, items: Sequence[Item]) -> None:
    """IndexNow (indexnow.org/documentation): one request for up to ten thousand addresses."""
    key = settings.indexnow_key
    value = {
        "host": urlsplit(base).netloc,
        "key": key,
        "keyLocation": address_of(base, f"{key}.txt"),
        "urlList": [item.url for item in items],
    }
    _check(_asked(web.post_json, settings.indexnow, value))


def _post_facebook(web: Web, settings: Announce, base: str, items: Sequence[Item]) -> None:
    """A post on a page (Graph API, Page Feed): the token goes in the body, where no log keeps it."""
    token = _secret(settings, FACEBOOK, "token")
    for item in items:
        fields = {"message": text_of_post(settings, item, base), "link": item.url, "access_token": token}
        _check(_asked(web.post_form, f"{settings.graph}/{settings.facebook}/feed", fields))


def _post(settings: Announce, name: str, base: str, items: Sequence[Item]) -> None:
    """By Apprise, to the address that is the channel's secret."""
    url = _secret(settings, name, "url")
    try:
        import apprise
    except ImportError:
        how = install("announce")
        raise NotSent(msg("announce-package", "it needs a library that is not installed.", how)) from None
    log = logging.getLogger("apprise")
    log.propagate, log.disabled = False, True  # it logs addresses, and they hold secrets
    sender = apprise.Apprise()
    if not sender.add(url):
        raise NotSent(
            msg("announce-address", "its address is none that Apprise knows (github.com/caronc/apprise/wiki).")
        )
    for item in items:
        title = item.title if url.startswith("mailto") else ""  # the subject; elsewhere the message says it all
        body = text_of_post(settings, item, base)
        if not sender.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT):
            raise NotSent(msg("announce-not-taken", "the service did not take it."))


def _secret(settings: Announce, name: str, what: str) -> str:
    try:
        return settings.credentials[name].need(what)
    except CannotDeploy as error:
        raise NotSent(error.message) from None


def _asked(ask: Callable[..., Answer], *what: object) -> Answer:
    try:
        return ask(*what)
    except Unreachable as error:
        raise NotSent(error.message) from None


def _check(answer: Answer) -> None:
    """Raises NotSent for anything but success, with what the service says, if it says it in few words."""
    if 200 <= answer.status < 300:
        return
    try:
        said = msgspec.json.decode(answer.body, type=dict[str, object])
        error = said.get("error")
        message = error.get("message") if isinstance(error, dict) else said.get("message")
    except msgspec.DecodeError:
        message = None
    status = str(answer.status)
    if message:
        words = str(message)[:120]
        raise NotSent(msg("announce-answer-says", "the answer was %(status)s: %(words)s.", status=status, words=words))
    raise NotSent(msg("announce-answer", "the answer was %(status)s.", status=status))

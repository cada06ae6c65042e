"""Compares the texts of an old site with the pages of a newsroom: what is the same, another, or missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from warta.importing.checking.newsroom import Newsroom, Page
from warta.importing.checking.seen import Seen, link_key, name_key, words_in
from warta.importing.checking.texts import ROWS, Difference, OldSite, OldText, Outcome, Row, hosts_of
from warta.messages import Message, msg

_SHOWN = 0.8
_SAID = 12


def compare(old: OldSite, newsroom: Newsroom) -> Outcome:
    """Every public text of the old site against its page here, and every other against all pages."""
    made = _Comparison(old, newsroom)
    hidden = []
    for text in old.texts():
        if text.hidden:
            hidden.append(text)
        else:
            made.look(text)
    shown = sum(made.look_for_hidden(text) for text in hidden)
    return Outcome(made.rows, tuple(made.differences), len(hidden), shown)


class _Comparison:
    def __init__(self, old: OldSite, newsroom: Newsroom) -> None:
        self._old = old
        self._newsroom = newsroom
        self._claimed: set[str] = set()
        self.rows = {name: Row() for name in ROWS}
        self.differences: list[Difference] = []

    def look(self, text: OldText) -> None:
        """Count a public text, and note how its page differs."""
        before = len(self.differences)
        row = self.rows["texts"]
        row.old += 1
        led = {address: self._newsroom.leads_to(address) for address in text.addresses}
        page = self._page_of(text, led.values())
        if page is None:
            row.missing += 1
            self._note("text", text, self._why_missing(text))
            self._addresses(text, led, None)
            return
        self._claimed.add(page.address)
        self._addresses(text, led, page)
        self._words(text, page)
        self._pictures(text, page)
        self._links(text, page.seen)
        self._documents(text, page)
        changed = len(self.differences) > before
        row.different += changed
        row.same += not changed

    def look_for_hidden(self, text: OldText) -> bool:
        """Whether a text that the old site did not show stands on a page that is no other text's."""
        places = [self._newsroom.leads_to(address) for address in text.addresses[:1]]
        for address in (*places, *self._newsroom.titled(text.title)):
            page = self._newsroom.page(address) if address and address not in self._claimed else None
            if page is not None and _is_same(text, page):
                said = msg("check-public", "was not public, and is: %(address)s", address=page.address)
                self._note("public", text, said)
                return True
        return False

    def _page_of(self, text: OldText, led: Iterable[str | None]) -> Page | None:
        """The page of a text: no other text's, of its title, and with most of its words, among those its addresses
        lead to and those with its title.
        """
        title = words_in(text.title)
        there = dict.fromkeys((*filter(None, led), *self._newsroom.titled(text.title)))
        pages = [page for address in there if (page := self._newsroom.page(address)) is not None]
        free = [page for page in pages if page.address not in self._claimed]
        return max(free, key=lambda page: (words_in(page.title) == title, _share(text.seen, page.seen)), default=None)

    def _why_missing(self, text: OldText) -> Message:
        if self._newsroom.is_draft(text.title):
            return msg("check-draft", "was public, and is a draft here")
        return msg("check-no-page", "has no page here")

    def _addresses(self, text: OldText, led: dict[str, str | None], page: Page | None) -> None:
        row = self.rows["addresses"]
        for address, leads in led.items():
            row.old += 1
            if leads is None:
                row.missing += 1
                self._note(
                    "address", text, msg("check-dead", "old address leads nowhere: %(address)s", address=address)
                )
            elif page is not None and leads != page.address:
                row.different += 1
                said = msg("check-astray", "old address %(address)s leads to %(there)s", address=address, there=leads)
                self._note("address-astray", text, said)
            else:
                row.same += 1

    def _words(self, text: OldText, page: Page) -> None:
        row = self.rows["words"]
        old, here = Counter(text.seen.words), Counter(page.seen.words)
        old.update(words_in(text.title))
        missing = unmatched(old, here)
        row.old += old.total()
        row.missing += missing.total()
        row.same += old.total() - missing.total()
        if missing:
            said = msg(
                "check-words",
                "%(count)s word missing: %(words)s",
                many="%(count)s words missing: %(words)s",
                count=missing.total(),
                words=" ".join(_first(text.seen.words, missing)),
            )
            self._note("words", text, said)

    def _pictures(self, text: OldText, page: Page) -> None:
        row = self.rows["pictures"]
        left = {name_key(each): each for each in page.seen.pictures}
        names = {name_key(each): each for each in text.seen.pictures}
        row.old += len(names)
        for name, address in names.items():
            found = next((each for key, each in left.items() if key == name or (name and name in key)), None)
            if found is None:
                row.missing += 1
                self._note("picture", text, msg("check-picture", "picture missing: %(address)s", address=address))
            elif self._is_gone(found, page):
                row.missing += 1
                self._note(
                    "picture", text, msg("check-picture-gone", "picture is not here: %(address)s", address=found)
                )
            elif self._is_of_old(found):
                row.different += 1
                said = msg("check-picture-away", "picture still shown from the old site: %(address)s", address=found)
                self._note("picture-away", text, said, is_lost=False)
            else:
                row.same += 1

    def _links(self, text: OldText, here: Seen) -> None:
        row = self.rows["links"]
        there = {link_key(each) for each in (*here.links, *here.documents, *here.pictures)}
        names = {name_key(each) for each in (*here.pictures, *here.documents)}
        for link in {link_key(each): each for each in text.seen.links}.values():
            row.old += 1
            ours = self._leads_here(link, text)
            if link_key(link) in there or name_key(link) in names or self._stays(link, there):
                row.same += 1
            elif ours is not None and link_key(self._newsroom.linked(ours)) in there:
                row.different += 1
            else:
                row.missing += 1
                self._note("link", text, msg("check-link", "link missing: %(address)s", address=link))

    def _stays(self, link: str, there: set[str]) -> bool:
        """Whether a link within the old site leads to the old site still."""
        return link.startswith("/") and any(link_key(f"https://{host}{link}") in there for host in self._old.hosts)

    def _leads_here(self, link: str, text: OldText) -> str | None:
        """Where a link into the old site leads here; None for one to elsewhere, or to what is not here."""
        start, _, rest = link.partition("//")
        host, slash, path = rest.partition("/")
        if start.casefold() in ("http:", "https:", ""):
            if not rest or host.casefold().removeprefix("www.") not in self._old.hosts:
                return self._newsroom.leads_to(link) if link.startswith("/") and not rest else None
            return self._newsroom.leads_to(slash + path)
        base = text.addresses[0].rpartition("/")[0] if text.addresses else ""
        return self._newsroom.leads_to(link if link.startswith("/") else f"{base}/{link}")

    def _documents(self, text: OldText, page: Page) -> None:
        row = self.rows["documents"]
        left = {name_key(each): each for each in (*page.seen.documents, *page.seen.links)}
        for name, address in {name_key(each): each for each in text.seen.documents}.items():
            row.old += 1
            found = left.get(name) or next((each for key, each in left.items() if name and name in key), None)
            if found is None:
                row.missing += 1
                self._note("document", text, msg("check-document", "document missing: %(address)s", address=address))
            elif self._is_gone(found, page):
                row.missing += 1
                said = msg("check-document-gone", "document is not here: %(address)s", address=found)
                self._note("document", text, said)
            elif self._is_of_old(found):
                row.different += 1
                said = msg("check-document-away", "document still lies on the old site: %(address)s", address=found)
                self._note("document-away", text, said, is_lost=False)
            else:
                row.same += 1

    def _is_gone(self, address: str, page: Page) -> bool:
        """Whether an address names a file of this newsroom that it does not have."""
        return "//" not in address[:8] and not self._newsroom.has(urljoin(self._newsroom.linked(page.address), address))

    def _is_of_old(self, address: str) -> bool:
        """Whether an address is on the old site."""
        return not hosts_of([address]).isdisjoint(self._old.hosts)

    def _note(self, kind: str, text: OldText, said: Message, *, is_lost: bool = True) -> None:
        self.differences.append(Difference(kind, text.name, text.title, said, is_lost))


def unmatched(old: Counter[str], here: Counter[str]) -> Counter[str]:
    """The words of `old` that are not `here`, but for those that a blank between two has cut, or joined."""
    missing, more = old - here, here - old
    _join(missing, more)
    _join(more, missing)
    return +missing


def _join(wholes: Counter[str], parts: Counter[str]) -> None:
    """Take from both what is one word among the first and two among the second."""
    for word in list(wholes):
        for head, tail in ((word[:at], word[at:]) for at in range(1, len(word))):
            share = parts[head] // 2 if head == tail else min(parts[head], parts[tail])
            times = min(wholes[word], share)
            if times > 0:
                wholes[word] -= times
                parts[head] -= times
                parts[tail] -= times


def _first(words: Iterable[str], missing: Counter[str]) -> Iterator[str]:
    """The first of the missing words, in the order of the text."""
    left = Counter(missing)
    said = 0
    for word in words:
        if left[word] > 0 and said < _SAID:
            left[word] -= 1
            said += 1
            yield word
    if missing.total() > said:
        yield "..." if said else " ".join(list(missing)[:_SAID])


def _share(old: Seen, here: Seen) -> float:
    """How much of a text stands on a page, from 0 to 1."""
    words = Counter(old.words)
    return (words & Counter(here.words)).total() / words.total() if words else 0.0


def _is_same(text: OldText, page: Page) -> bool:
    """Whether a page shows a text: most of its words or, where it has none, its title."""
    is_titled = words_in(page.title) == words_in(text.title)
    return _share(text.seen, page.seen) >= _SHOWN if text.seen.words else is_titled

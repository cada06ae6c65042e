"""Turns the view of a page into JSON-LD of schema.org, as search engines read it.

Types and properties are those of schema.org; what is recommended for news is Google's list (Article, Breadcrumb,
Organization, Site name). The newsroom is described in full on its home page, and elsewhere by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from warta.content.documents import Contact, Correction
from warta.dates import Moment, iso
from warta.newsroom.pictures import full_address
from warta.newsroom.views import Anchor, Card, Image, Office, PageView, ReleaseView
from warta.plan.frame import Chrome
from warta.plan.pages.archive import YearView
from warta.plan.pages.lists import HomeView, ListingView

Node = dict[str, Any]
_PUBLISHERS = {"government": "GovernmentOrganization", "media": "NewsMediaOrganization"}
_PAGES = {"about": "AboutPage", "contact": "ContactPage"}
_CREATIVE_COMMONS = re.compile(r"CC[ -]BY((?:-(?:NC|ND|SA))*)[ -](\d\.\d)", re.IGNORECASE)
_OFFICES = re.compile(
    r"^(?:tim|team|redaksi|humas|bagian|bidang|seksi|sub\W?bagian|dinas|diskominfo\w*|bpbd|bappeda|bps|pmi|rsud|puskesmas|"
    r"badan|balai|kantor|sekretariat|setda|pemerintah|pemkab|pemkot|pemprov|pemda|kecamatan|kelurahan|desa|polres|polsek|"
    r"kodim|kejaksaan|pengadilan|kementerian|protokol|ppid|satpol|biro|lembaga|panitia|komisi|perumda|pdam|universitas|"
    r"sekolah|department|office|ministry|agency|press|public relations|secretariat|newsroom|editorial|editors?)\b|"
    r"\b(?:team|office|agency|department|desk|center|centre)$",
    re.IGNORECASE,
)
"""How the names of teams and offices begin or end, in Indonesian, its neighbours, and English."""
_MADE_BY_AI = "https://schema.org/TrainedAlgorithmicMediaDigitalSource"


class Structured:
    """Makes the JSON-LD of the pages of one language, with its messages and its names of months."""

    def __init__(self, chrome: Chrome, gettext: Callable[[str], str], month: Callable[[Moment], str]) -> None:
        self._chrome = chrome
        self._origin = chrome.origin
        self._home = chrome.origin + chrome.home
        self._gettext = gettext
        self._home_name = gettext("Home")
        self._month = month
        # the newsroom is one thing in all its languages
        self._publisher_id = f"{chrome.origin}{chrome.base}/#publisher"
        self._brief = self._publisher(whole=False)

    def __call__(self, view: object) -> str:
        """The JSON-LD of a page, in which no text can end the script element around it; empty where there is none."""
        nodes = self._nodes(view)
        if not nodes:
            return ""
        text = msgspec.json.encode({"@context": "https://schema.org", "@graph": nodes}).decode()
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    def _nodes(self, view: object) -> list[Node]:
        if isinstance(view, ReleaseView):
            return [self._article(view), self._breadcrumb(view.breadcrumb, view.title, view.url), self._brief]
        if isinstance(view, HomeView):
            cards = ((view.lead,) if view.lead else ()) + view.latest
            return [self._website(), self._publisher(whole=True), *self._items(cards)]
        if isinstance(view, ListingView):
            title = self._month(view.month) if view.month else view.title
            return [self._breadcrumb(view.breadcrumb, title, view.url), *self._items(view.cards)]
        if isinstance(view, PageView):
            page = self._page(view)
            return [page, self._breadcrumb((), view.title, view.url), self._publisher(whole=bool(view.role))]
        if isinstance(view, YearView):
            archive = Anchor(self._gettext("Archive"), view.archive.url)
            return [self._breadcrumb((archive,), view.year, view.url)]
        return []

    def _article(self, view: ReleaseView) -> Node:
        url = self._origin + view.url
        modified = view.updated or view.date
        node: Node = {
            "@type": "AdvertiserContentArticle" if view.sponsored else "NewsArticle",
            "@id": f"{url}#article",
            "mainEntityOfPage": url,
            "url": url,
            "headline": view.title,
            "inLanguage": view.language,
            "datePublished": iso(view.date),
            "dateModified": iso(modified),
            "publisher": {"@id": self._publisher_id},
            "author": self._authors(view),
            "isAccessibleForFree": True,
        }
        if view.withdrawn:
            node["creativeWorkStatus"] = "Withdrawn"
            node["correction"] = [
                *_corrections(view.corrections),
                {
                    "@type": "CorrectionComment",
                    "text": view.withdrawn.reason,
                    "datePublished": iso(view.withdrawn.at),
                },
            ]
            return node
        node |= self._content(view)
        return node

    def _content(self, view: ReleaseView) -> Node:
        """The properties of an article that a withdrawn one does not have."""
        pictures = ([view.image] if view.image else []) + list(view.gallery)
        icon = self._chrome.data.icons.get("large")
        images = [self._image(each) for each in pictures]
        if view.ai and view.ai.image and images:
            images[0]["digitalSourceType"] = _MADE_BY_AI
        fields: Mapping[str, Any] = {
            "description": view.summary,
            "image": images or ([self._origin + icon] if icon else []),
            "articleSection": [each.title for each in view.categories],
            "keywords": [each.title for each in view.tags],
            # schema.org gives it to news alone
            "dateline": "" if view.sponsored else view.dateline,
            "locationCreated": {"@type": "Place", "name": view.dateline} if view.dateline else None,
            "contentLocation": [self._place(each) for each in view.regions],
            "identifier": view.number,
            "correction": _corrections(view.corrections),
            "digitalSourceType": _MADE_BY_AI if view.ai and view.ai.text else "",
            "sourceOrganization": self._source(view.office),
        }
        return {name: value for name, value in fields.items() if value}

    def _authors(self, view: ReleaseView) -> list[Node]:
        """The authors of a release, else who signed it, else its organization."""
        if view.authors:
            return [
                {"@type": _kind_of(each.title), "name": each.title, "url": self._origin + each.url}
                for each in view.authors
            ]
        office = view.office or self._chrome.office
        if view.byline and not (office and view.byline in (office.name, office.short)):
            return [{"@type": _kind_of(view.byline), "name": view.byline}]
        return [self._source(view.office) or {"@id": self._publisher_id}]

    def _source(self, office: Office | None) -> Node | None:
        """The organization of a release, if it is not the one whose newsroom this is."""
        main = self._chrome.office
        if office is None or (main and office.name == main.name):
            return None
        node: Node = {"@type": "GovernmentOrganization", "name": office.name}
        url = office.website or (self._origin + office.url if office.url else "")
        return node | ({"url": url} if url else {})

    def _image(self, image: Image) -> Node:
        url = self._origin + full_address(image)
        licence = licence_url(image.licence)
        fields = {
            "url": url,
            "contentUrl": url,
            "caption": image.caption or image.alt,
            "creditText": image.credit,
            "license": licence,
            "copyrightNotice": "" if licence else image.licence,
            "width": image.width,
            "height": image.height,
        }
        return {"@type": "ImageObject"} | {name: value for name, value in fields.items() if value}

    def _place(self, region: Anchor) -> Node:
        node: Node = {"@type": "AdministrativeArea", "name": region.title, "url": self._origin + region.url}
        if region.code:
            node["identifier"] = {
                "@type": "PropertyValue",
                "propertyID": "Kode wilayah administrasi (Kemendagri)",
                "value": region.code,
            }
        return node

    def _publisher(self, *, whole: bool) -> Node:
        chrome, office = self._chrome, self._chrome.office
        node: Node = {
            "@type": _PUBLISHERS[chrome.data.publisher],
            "@id": self._publisher_id,
            "name": office.name if office else chrome.title,
            "url": f"{self._origin}{chrome.base}/",
        }
        icon = chrome.data.icons.get("large")
        if icon:
            node["logo"] = {"@type": "ImageObject", "url": self._origin + icon, "width": 512, "height": 512}
        return node | (self._particulars(office) if whole else {})

    def _particulars(self, office: Office | None) -> Node:
        data = self._chrome.data
        roles = {role: self._origin + url for role, url in data.roles.items()}
        fields: dict[str, Any] = {
            "alternateName": self._chrome.title if office and office.name != self._chrome.title else "",
            "description": self._chrome.description,
            "sameAs": [office.website] if office and office.website else [],
            "email": office.email if office else "",
            "telephone": office.phone if office else "",
            "address": office.address if office else "",
            "contactPoint": [_contact_point(each) for each in data.contacts],
            "publishingPrinciples": roles.get("guidelines", ""),
            "correctionsPolicy": roles.get("guidelines", ""),
        }
        if data.publisher == "media":  # schema.org gives it to news media alone
            fields["masthead"] = roles.get("masthead", "")
        return {name: value for name, value in fields.items() if value}

    def _website(self) -> Node:
        return {
            "@type": "WebSite",
            "@id": f"{self._home}#website",
            "url": self._home,
            "name": self._chrome.title,
            "inLanguage": self._chrome.language,
            "publisher": {"@id": self._publisher_id},
        }

    def _page(self, view: PageView) -> Node:
        url = self._origin + view.url
        node = {
            "@type": _PAGES.get(view.role, "WebPage"),
            "@id": url,
            "url": url,
            "name": view.title,
            "inLanguage": view.language,
            "publisher": {"@id": self._publisher_id},
        }
        return node | ({"description": view.summary} if view.summary else {})

    def _items(self, cards: Iterable[Card]) -> list[Node]:
        items = [
            {"@type": "ListItem", "position": position, "url": self._origin + card.url, "name": card.title}
            for position, card in enumerate(cards, 1)
        ]
        return [{"@type": "ItemList", "itemListElement": items}] if items else []

    def _breadcrumb(self, trail: Iterable[Anchor], title: str, url: str) -> Node:
        steps = [(self._home_name, self._chrome.home), *((each.title, each.url) for each in trail)]
        if title:
            steps.append((title, url))
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": self._origin + address}
                for position, (name, address) in enumerate(steps, 1)
            ],
        }


def _corrections(notes: Iterable[Correction]) -> list[Node]:
    return [{"@type": "CorrectionComment", "text": each.text, "datePublished": iso(each.at)} for each in notes]


def _kind_of(name: str) -> str:
    """Whether who wrote a release is a person, or a team or an office, as its name says."""
    return "Organization" if _OFFICES.search(name) else "Person"


def _contact_point(contact: Contact) -> Node:
    fields = {
        "contactType": contact.role or "media relations",
        "name": contact.name,
        "telephone": contact.phone or contact.whatsapp,
        "email": contact.email,
    }
    return {"@type": "ContactPoint"} | {name: value for name, value in fields.items() if value}


def licence_url(written: str) -> str:
    """The address of a licence: as written, or of the Creative Commons licence that is named; else empty."""
    if written.startswith(("http://", "https://")):
        return written
    match = _CREATIVE_COMMONS.fullmatch(written.strip())
    return f"https://creativecommons.org/licenses/by{match[1].lower()}/{match[2]}/" if match else ""

"""What machines expect of a file, as one check for each kind: raises AssertionError with the path and the fault."""

from __future__ import annotations

import functools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import extruct
import feedparser
import jsonschema
import xmlschema
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from selectolax.lexbor import LexborHTMLParser

SCHEMAS = Path(__file__).parent / "schemas"
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} [\d:]{8} [+-]\d{4}"
)
_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# the properties that schema.org gives to each type, of those this project uses
_CREATIVE = set(
    "url headline inLanguage datePublished dateModified publisher author isAccessibleForFree description image keywords"
    " locationCreated contentLocation identifier correction creativeWorkStatus mainEntityOfPage digitalSourceType"
    " sourceOrganization name license creditText copyrightNotice".split()
)
_ARTICLE = _CREATIVE | {"articleSection"}
_ORGANIZATION = set(
    "name url logo alternateName description sameAs email telephone address contactPoint publishingPrinciples"
    " correctionsPolicy".split()
)
PROPERTIES: dict[str, set[str]] = {
    "NewsArticle": _ARTICLE | {"dateline"},
    "AdvertiserContentArticle": _ARTICLE,
    "CorrectionComment": {"text", "datePublished"},
    "ImageObject": _CREATIVE | {"contentUrl", "caption", "width", "height"},
    "Person": {"name", "url"},
    "Organization": {"name", "url"},
    "GovernmentOrganization": _ORGANIZATION,
    "NewsMediaOrganization": _ORGANIZATION | {"masthead"},
    "ContactPoint": {"contactType", "name", "telephone", "email"},
    "AdministrativeArea": {"name", "url", "identifier"},
    "Place": {"name"},
    "PropertyValue": {"propertyID", "value"},
    "WebSite": _CREATIVE,
    "WebPage": _CREATIVE,
    "AboutPage": _CREATIVE,
    "ContactPage": _CREATIVE,
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement"},
    "ListItem": {"position", "name", "item", "url"},
}


@functools.cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    # no item of this project has coordinates
    nothing = DRAFT202012.create_resource({"not": {}})
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", nothing)
    return jsonschema.Draft202012Validator(
        schema, registry=registry, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


@functools.cache
def _sitemaps() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / "sitemap.xsd", allow="local")


def check_file(path: str, data: bytes) -> str:
    """Check a file of an output by what it is; the kind it was checked as, or nothing for what has no rules here."""
    for kind, belongs, check in (
        ("sitemap", re.compile(r"sitemap[^/]*\.xml$"), check_sitemap),
        ("rss", re.compile(r"(?:^|/)feed\.xml$"), check_rss),
        ("atom", re.compile(r"(?:^|/)atom\.xml$"), check_atom),
        ("json feed", re.compile(r"(?:^|/)feed\.json$"), check_json_feed),
        ("ninjs", re.compile(r"(?:^|/)ninjs\.json$"), check_ninjs),
        ("html", re.compile(r"\.html$"), check_html),
    ):
        if belongs.search(path):
            try:
                check(data)
            except Exception as error:
                raise AssertionError(f"{path}: {str(error)[:1500]}") from error
            return kind
    return ""


def check_sitemap(data: bytes) -> None:
    """The rules of sitemaps.org and of Google's extensions, and their limits."""
    _sitemaps().validate(data.decode())
    assert len(data) < 50_000_000


def check_rss(data: bytes) -> None:
    """What feed readers and Google News ask of RSS 2.0."""
    _parsed(data, "rss20")
    channel = ET.fromstring(data)[0]
    for name in ("title", "link", "description", "language"):
        assert channel.findtext(name), f"the channel has no {name}"
    relations = {link.get("rel"): link.get("href") for link in channel.findall(f"{_ATOM}link")}
    assert str(relations.get("self")).startswith("http")
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(guids)
    for item in items:
        assert item.findtext("title")
        assert _RFC822.fullmatch(item.findtext("pubDate") or ""), item.findtext("pubDate")
        assert item.find("guid") is not None
        assert str(item.findtext("link")).startswith("http")
        check_absolute(item.findtext(_CONTENT) or "")
    dates = [item.findtext("pubDate") for item in items]
    assert bool(channel.findtext("lastBuildDate")) == bool(dates)


def check_atom(data: bytes) -> None:
    """RFC 4287."""
    _parsed(data, "atom10")
    feed = ET.fromstring(data)
    for each in (feed, *feed.findall(f"{_ATOM}entry")):
        assert each.findtext(f"{_ATOM}id")
        assert each.findtext(f"{_ATOM}title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}(Z|[+-]\d\d:\d\d)", each.findtext(f"{_ATOM}updated") or "")
    for entry in feed.findall(f"{_ATOM}entry"):
        links = [link for link in entry.findall(f"{_ATOM}link") if link.get("rel") == "alternate"]
        pairs = [(link.get("type"), link.get("hreflang")) for link in links]
        assert len(set(pairs)) == len(pairs) > 0, "4.1.2: alternates differ in type or language"
        check_absolute(entry.findtext(f"{_ATOM}content") or "")


def _parsed(data: bytes, version: str) -> None:
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == version


def check_json_feed(data: bytes) -> None:
    """JSON Feed 1.1."""
    feed = json.loads(data)
    _validator("jsonfeed.json").validate(feed)
    for item in feed["items"]:
        check_absolute(item["content_html"])


def check_ninjs(data: bytes) -> None:
    """IPTC's own schema."""
    _validator("ninjs-3.1.json").validate(json.loads(data))


def check_absolute(html: str) -> None:
    """No address in this HTML needs a page around it."""
    for node in LexborHTMLParser(html).css("[href], [src], [poster]"):
        for name in ("href", "src", "poster"):
            address = node.attributes.get(name)
            assert address is None or re.match(r"(https?|mailto|tel|sms|geo):", address), f"{name}={address}"


def check_html(data: bytes) -> None:
    """No JSON-LD but what schema.org knows, and nothing inline that a policy without exceptions forbids."""
    html = data.decode()
    for node in LexborHTMLParser(html).css("script, style, [style], [onclick], [onload]"):
        assert node.attributes.get("type") == "application/ld+json" or node.attributes.get("src"), node.html
    if "application/ld+json" in html:
        for each in nodes(html):
            check_node(each)


def nodes(html: str) -> list[dict[str, Any]]:
    """The JSON-LD of a page, as extruct finds it: every node of its graphs."""
    found = extruct.extract(html, syntaxes=["json-ld"], errors="strict")["json-ld"]
    assert found, "extruct finds no JSON-LD"
    assert all(graph["@context"] == "https://schema.org" for graph in found)
    return [node for graph in found for node in graph["@graph"]]


def check_node(node: dict[str, Any]) -> None:
    """A node and all in it have types and properties that go together."""
    if set(node) == {"@id"}:
        return
    known = PROPERTIES[node["@type"]]
    for name, value in node.items():
        assert name.startswith("@") or name in known, f"{node['@type']} has no {name}"
        assert value not in ("", [], None), f"{node['@type']}.{name} is empty"
        for each in _inner(value):
            check_node(each)


def _inner(value: object) -> Iterator[dict[str, Any]]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each

"""Proves what an S3 server has of each object, as it tells who asks for it, since a bucket has no other settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.servers import s3_server
from tests.support import SiteTest, picture
from warta.deploy.credentials import Credentials
from warta.deploy.hosts.s3 import S3Place, redirect
from warta.deploy.manifest import NAME
from warta.deploy.output import read_output
from warta.deploy.runner import Task, deploy, look
from warta.deploy.state import Copy
from warta.settings import read_settings

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml",
    "json": "application/json",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/x-icon",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "woff2": "font/woff2",
    "webmanifest": "application/manifest+json",
    "gz": "application/gzip",
    "br": "application/octet-stream",
}


class Bucket:
    """A bucket, and what is in it below `berita/`."""

    def __init__(self, endpoint: str, tmp: Path) -> None:
        import boto3

        self.client: Any = boto3.client(
            "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
        )
        self.client.create_bucket(Bucket="humas")
        self.place = S3Place("humas", Credentials("bucket", tmp), endpoint=endpoint, path="/berita/")

    def objects(self) -> dict[str, dict[str, Any]]:
        """What the server says of each object, by its path below the site."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="humas")
        keys = [row["Key"] for page in pages for row in page.get("Contents", ())]
        assert all(key.startswith("berita/") for key in keys)
        return {key.removeprefix("berita/"): self.client.head_object(Bucket="humas", Key=key) for key in keys}


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """An empty one."""
    monkeypatch.setenv("WARTA_BUCKET_KEY_ID", "k")
    monkeypatch.setenv("WARTA_BUCKET_SECRET_KEY", "s")
    with s3_server(tmp_path) as endpoint:
        yield Bucket(endpoint, tmp_path)


def bring(site: SiteTest, place: S3Place, tmp: Path) -> None:
    """Build and deploy."""
    site.build()
    config = read_settings(site.root)
    work = Task(place, config.url, read_output(site.output, config), Copy(tmp / "copy.json.gz"), pauses=())
    deploy(work, look(work)[0])


def test_objects_have_the_type_and_time_that_each_needs(bucket: Bucket, tmp_path: Path) -> None:
    """For a whole site of the default theme; only names that change with their bytes are kept for ever."""
    site = SiteTest(tmp_path, theme="warta").config("host: s3\n")
    site.write("content/releases/foto.jpg", picture("a")).write("content/static/files/naskah.pdf", b"%PDF-1.4")
    site.release("a", "Satu", image="{file: foto.jpg, alt: Foto}")
    bring(site, bucket.place, tmp_path)
    objects = bucket.objects()
    assert set(objects) == {*site.files(), NAME}
    seen = {path.rpartition(".")[2] for path in objects}
    assert {"html", "css", "js", "xml", "json", "jpg", "txt", "pdf", "gz"} <= seen
    feeds = {"feed.xml": "application/rss+xml; charset=utf-8", "atom.xml": "application/atom+xml; charset=utf-8",
             "feed.json": "application/feed+json"}  # fmt: skip
    for path, told in objects.items():
        name = path.rpartition("/")[2]
        assert told["ContentType"] == feeds.get(name, TYPES.get(name.rpartition(".")[2])), path
    kept = {path: told["CacheControl"] for path, told in objects.items()}
    assert kept["index.html"] == kept["feed.xml"] == kept[NAME] == "public, max-age=60"
    assert kept["files/naskah.pdf"] == "public, max-age=86400"
    forever = [path for path, word in kept.items() if word == "public, max-age=31536000, immutable"]
    assert forever
    assert [path for path in forever if not re.search(r"\.[0-9a-f]{8,}\.", path)] == []


def test_an_old_address_becomes_a_redirect_of_the_bucket(bucket: Bucket, tmp_path: Path) -> None:
    """And stays the page that leads on, for who reads the bucket without its website; other pages have none."""
    site = SiteTest(tmp_path).config("host: s3\n")
    site.release("a", "Satu", aliases="[/lama/satu/, /lama/berkas.html]")
    bring(site, bucket.place, tmp_path)
    leads = {path: told.get("WebsiteRedirectLocation") for path, told in bucket.objects().items()}
    new = next(path for path in leads if path.endswith("/satu/index.html") and not path.startswith("lama/"))
    address = "/" + new.removesuffix("index.html")
    on = {path: to for path, to in leads.items() if to}
    assert set(on) == {"lama/satu/index.html", "lama/berkas.html"}
    assert {to.removeprefix("https://berita.example") for to in on.values()} == {address}
    site.edit("content/releases/a.md", "[/lama/satu/, /lama/berkas.html]", "[/lama/satu/]")
    bring(site, bucket.place, tmp_path)
    assert "lama/satu/index.html" in bucket.objects()


def test_where_a_redirect_leads_is_said_in_ascii() -> None:
    """A header can hold no more, and an escaped `&` is one."""
    page = '<meta http-equiv="refresh" content="0; url=/cari/?q=a&amp;r=é">'.encode()
    assert redirect("text/html; charset=utf-8", page) == "/cari/?q=a&r=%C3%A9"
    assert redirect("text/html; charset=utf-8", page.replace("é".encode(), b"%C3%A9")) == "/cari/?q=a&r=%C3%A9"
    assert redirect("text/plain; charset=utf-8", page) == ""
    assert redirect("text/html; charset=utf-8", page + b" " * 5000) == ""

"""An office's desk that runs in a process of its own, with people who sign in.

with OfficeDesk(site.root, private, {"Ani": "writer", "Budi": "editor", "Citra": "publisher"}) as desk:
    ani = desk.sign_in("Ani")
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import httpx

from tests.commands.desking import Desk, word_of
from warta.office.accounts import Accounts
from warta.office.door import private_folder
from warta.office.index import id_of

PEOPLE = {"Ani": "writer", "Dewi": "writer", "Budi": "editor", "Eka": "editor", "Citra": "publisher"}


def password_of(name: str) -> str:
    """The password of somebody in these tests."""
    return f"kuda laut biru {name} enam belas"


def add_people(site: Path, private: Path, people: Mapping[str, str]) -> None:
    """Make the accounts of these people, for whom `private` is what their home is."""
    with patch.dict(os.environ, XDG_CONFIG_HOME=str(private)):
        accounts = Accounts(private_folder(site), site)
    for name, role in people.items():
        accounts.add(name, role, password_of(name))


class OfficeDesk(Desk):
    """A `desk --office` on a free port."""

    def __init__(
        self, site: Path, private: Path, people: Mapping[str, str] = PEOPLE, language: str = "en", *words: str
    ) -> None:
        add_people(site, private, people)
        self.words = ("--office", *words)
        super().__init__(site, private, language)

    def __enter__(self) -> OfficeDesk:
        return self

    def sign_in(self, name: str, password: str = "") -> httpx.Client:
        """Somebody who signed in."""
        client = self.client()
        answer = client.post("/meja/masuk", data={"nama": name, "sandi": password or password_of(name)})
        assert answer.status_code == 303, answer.text
        return client


def form_of(path: str) -> str:
    """The address of a release by its file below content/."""
    return f"/meja/rilis/{id_of(path)}"


def send(client: httpx.Client, path: str, action: str, **fields: str) -> httpx.Response:
    """Send the form of a page: its word and version are those that the page shows."""
    page = client.get(path)
    version = page.text.partition('name="versi" value="')[2][:64]
    return client.post(action, data={"kata": word_of(page), "versi": version, **fields})

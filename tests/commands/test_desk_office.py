"""The desk of an office: who comes in, what each role may do and see, and that nothing becomes public unseen by a second
pair of eyes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.commands.desking import Desk, word_of
from tests.commands.desking_office import OfficeDesk, add_people, form_of, password_of, send
from tests.commands.running import PATIENCE, command, environment, everything_in, run, warta
from tests.support import SiteTest
from warta.office.app import ACTIONS, AT_THE_DOOR, PAGES, make_app
from warta.office.office import Office
from warta.office.roles import MAY, ROLES, may

LIVE = form_of("releases/2026/terbit.md")
SECRET = form_of("releases/2026/rahasia.md")
HER_DRAFT = form_of("releases/2026/draf.md")
HIDDEN = ("Rahasia besar", "rahasia", "Masih draf", "Isi rahasia")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    place = tmp_path_factory.mktemp("office")
    site = SiteTest(place, theme="warta").config(
        f"desk: {{second_eye: true}}\ndeploy: {{hosting: {{to: folder, path: {place / 'tayang'}}}}}\n"
    )
    site.release("2026/terbit", "Sudah terbit", "Isi yang terbit.", date="2026-01-20", tags="[umum]")
    site.release("2026/draf", "Masih draf", "Isi draf.", date="2026-01-21", draft="true", tags="[umum]")
    ahead = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    return site.release(
        "2026/rahasia", "Rahasia besar", "Isi rahasia yang panjang sekali.", date="2026-01-22",
        embargo=f"{ahead} 09:00", tags="[umum]",
    )  # fmt: skip


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("private")


@pytest.fixture(scope="module")
def desk(newsroom: SiteTest, private: Path) -> Iterator[OfficeDesk]:
    with OfficeDesk(newsroom.root, private) as running:
        yield running


@pytest.fixture(scope="module")
def people(desk: OfficeDesk) -> Iterator[dict[str, httpx.Client]]:
    with contextlib.ExitStack() as stack:
        yield {
            name: stack.enter_context(contextlib.closing(desk.sign_in(name)))
            for name in ("Ani", "Dewi", "Budi", "Eka", "Citra")
        }


def test_every_route_of_the_desk_has_a_right(newsroom: SiteTest, tmp_path: Path) -> None:
    """A route that the tables do not name cannot be made, and no right is had by nobody."""
    app = make_app(Office(newsroom.root, tmp_path), "")
    found = {(method, route.path) for route in app.routes for method in route.methods - {"HEAD"}}  # type: ignore[attr-defined]
    named = {("GET", path) for path in PAGES} | {("POST", path) for path in ACTIONS}
    assert found == named | AT_THE_DOOR
    assert not named & AT_THE_DOOR
    assert {right for right, _ in (*PAGES.values(), *ACTIONS.values())} <= set(MAY)


def test_no_role_reaches_what_it_may_not_do(newsroom: SiteTest, people: dict[str, httpx.Client], desk: Desk) -> None:
    """Each route is asked by each role, and by nobody: those without the right are refused, even with the word of their
    own forms, and no file changes.
    """
    before = everything_in(newsroom.root / "content")
    roles = {"": desk.client(), "writer": people["Dewi"], "editor": people["Eka"], "publisher": people["Citra"]}
    words = {role: word_of(client.get("/meja/")) for role, client in roles.items() if role}
    routes = [("GET", path, right) for path, (right, _) in PAGES.items()]
    routes += [("POST", path, right) for path, (right, _) in ACTIONS.items()]
    for method, path, right in routes:
        address = re.sub(r"\{id\}", LIVE.rpartition("/")[2], path)
        address = re.sub(r"\{[a-z]+:int\}", "1", re.sub(r"\{(name|path:path)\}", "x.png", address))
        for role, client in roles.items():
            if may(role, right) and method == "POST":
                continue  # what they may do is done elsewhere
            data = {"kata": words.get(role, ""), "peran": "publisher", "role": "publisher", "siapa": "Citra"}
            answer = client.request(method, address, data=data) if method == "POST" else client.get(address)
            if may(role, right):
                assert answer.status_code in (200, 303, 404), (role, path, answer.status_code)
            else:
                assert answer.status_code == (403 if role else 401), (role, path, answer.status_code)
    roles[""].close()
    assert everything_in(newsroom.root / "content") == before


def test_who_may_not_see_a_release_does_not_see_that_it_exists(
    newsroom: SiteTest, people: dict[str, httpx.Client]
) -> None:
    """Not by its address, in lists, counts, search, the page beside a form, what is next, or files of the preview; who
    edits sees it. By its address it is not there, as any other that is not.
    """
    for path in ("", "/halaman", "/versi", "/persetujuan", "/riwayat", "/riwayat/1", "/terbitkan", "/berkas/x.jpg"):
        for hidden in (SECRET, HER_DRAFT):
            assert people["Dewi"].get(hidden + path).status_code == 404, path
    nowhere = people["Dewi"].get(form_of("releases/2026/tidak-ada.md"))
    assert people["Dewi"].get(SECRET).text == nowhere.text
    for path in ("/meja/", "/meja/?keadaan=held", "/meja/?keadaan=undone", "/meja/?cari=rahasia", "/meja/?cari=draf",
                 LIVE, f"{LIVE}/halaman", "/meja/wilayah?cari=rahasia"):  # fmt: skip
        text = people["Dewi"].get(path).text.replace('value="rahasia"', "").replace('value="draf"', "")
        assert not [each for each in (*HIDDEN, "30 days", "Embargo <span>1") if each in text], path
        if path.startswith("/meja/?keadaan"):
            assert "Rahasia besar" in people["Eka"].get(path).text or "undone" not in path
    tried = [f"/{place}" for place in ("2026/01/rahasia/", "2026/01/rahasia/index.html", "feed.xml", "search/x.json")]
    for path in tried:
        assert people["Dewi"].get(path).status_code == 404
    answer = send(people["Dewi"], LIVE, f"{LIVE}/pratinjau", body="Lihat [ini](rahasia.md) dan [itu](draf.md).")
    assert not [each for each in ("Rahasia besar", "Masih draf") if each in answer.text]
    for typed in ({"body": "Lihat [ini](NAMA.md)."}, {"translation_of": "releases/2026/NAMA"}, {"slug": "NAMA"},
                  {"image.file": "NAMA.md", "image.alt": "x"}, {"aliases": "/2026/01/NAMA/"}):  # fmt: skip
        said = [
            send(
                people["Dewi"],
                LIVE,
                f"{LIVE}/pratinjau",
                **{key: word.replace("NAMA", name) for key, word in typed.items()},
            ).text.replace(name, "NAMA")
            for name in ("rahasia", "draf", "tidak-ada")
        ]
        assert said[0] == said[2], typed
        assert said[1] == said[2], typed
    new = people["Dewi"].get("/meja/rilis/baru").headers["location"]
    answer = send(
        people["Dewi"], new, new, title="Rahasia besar", body="Isi.", slug="rahasia", **{"date.day": "2026-01-22"}
    )
    assert not [each for each in ("2026/rahasia", "Isi rahasia") if each in answer.text]
    assert people["Dewi"].get("/meja/orang").status_code == 403


def test_typing_is_each_persons_own(people: dict[str, httpx.Client]) -> None:
    """Two who write in one release do not see, lose or mix what the other has not saved yet."""
    for name in ("Ani", "Budi"):
        answer = send(people[name], LIVE, f"{LIVE}/ketikan", title=f"Judul {name}", body="Isi.")
        assert answer.status_code == 200
    for name, other in (("Ani", "Budi"), ("Budi", "Ani")):
        page = people[name].get(LIVE).text
        assert f"Judul {name}" in page
        assert f"Judul {other}" not in page
        assert f"Judul {other}" not in people[name].get(f"{LIVE}/versi").text
        assert send(people[name], LIVE, f"{LIVE}/buang").status_code == 303


def ended(client: httpx.Client, answer: httpx.Response) -> str:
    """The page of a publication that began, when it has ended."""
    assert answer.status_code == 303, answer.text
    end = time.monotonic() + 3 * PATIENCE
    while 'data-state="running"' in (page := client.get(answer.headers["location"]).text):
        assert time.monotonic() < end
        time.sleep(0.2)
    return page


def live(newsroom: SiteTest) -> str:
    """All pages that readers see."""
    root = newsroom.root.parent / "tayang"
    place = root / "current" if (root / "current").exists() else root
    return "".join(file.read_text(encoding="utf-8") for file in sorted(place.rglob("*.html")))


def test_nothing_becomes_public_without_a_second_pair_of_eyes(  # noqa: PLR0915 - the way of one release, step by step
    newsroom: SiteTest, people: dict[str, httpx.Client]
) -> None:
    """Who wrote in it approves it nowhere, not even as publisher; another does; one more byte voids it; a photo that is
    swapped voids it too; and what was approved is what readers see.
    """
    ani, budi, eka, citra = (people[name] for name in ("Ani", "Budi", "Eka", "Citra"))
    new = ani.get("/meja/rilis/baru").headers["location"]
    saved = send(ani, new, new, title="Jembatan dibuka", body="Jembatan dibuka untuk umum.", summary="Dibuka.")
    form = saved.headers["location"]
    stands = f"{form}/persetujuan"
    assert send(eka, stands, f"{form}/setujui").status_code == 409  # it was not sent
    assert send(ani, stands, f"{form}/kirim").status_code == 303
    assert "Waiting for approval" in eka.get("/meja/").text
    assert send(ani, stands, f"{form}/setujui").status_code == 403
    assert send(budi, form, form, body="Jembatan dibuka untuk umum, Sabtu.").status_code == 303
    assert send(eka, stands, f"{form}/setujui").status_code == 409  # what was sent is not what is there
    assert send(budi, stands, f"{form}/kirim").status_code == 303
    assert send(budi, stands, f"{form}/setujui").status_code == 403
    assert "You have a hand in this version" in budi.get(stands).text
    assert send(eka, stands, f"{form}/kembalikan", catatan="").status_code == 422
    assert send(eka, stands, f"{form}/kembalikan", catatan="Sebutkan jamnya.").status_code == 303
    assert "Sebutkan jamnya." in ani.get(form).text
    assert send(ani, form, form, body="Jembatan dibuka untuk umum, Sabtu pukul 09.00.").status_code == 303
    assert send(ani, stands, f"{form}/kirim").status_code == 303
    assert citra.get(f"{form}/terbitkan").headers["location"] == stands
    stale = {"kata": word_of(eka.get(stands)), "versi": "0" * 64}
    assert eka.post(f"{form}/setujui", data=stale).status_code == 409
    assert send(eka, stands, f"{form}/setujui").status_code == 303
    assert "Approved by Eka" in ani.get(form).text
    assert send(ani, form, form, body="Jembatan dibuka untuk umum, Sabtu pukul 09.01.").status_code == 303
    forced = {"kata": word_of(citra.get("/meja/")), "versi": "", "kapan": "kini"}
    version = citra.get(stands).text.partition('name="versi" value="')[2][:64]
    assert citra.post(f"{form}/terbitkan", data=forced | {"versi": version}).status_code in (303, 409)
    assert "Jembatan dibuka" not in live(newsroom)
    assert send(ani, stands, f"{form}/kirim").status_code == 303
    assert send(citra, stands, f"{form}/setujui").status_code == 303
    assert "Published" in ended(citra, send(citra, f"{form}/terbitkan", f"{form}/terbitkan", kapan="kini"))
    assert "Sabtu pukul 09.01" in live(newsroom)
    assert send(ani, form, form, body="Jembatan dibuka untuk umum, Sabtu pukul 10.00.").status_code == 303
    assert send(ani, stands, f"{form}/kirim").status_code == 303
    shown = eka.get(stands).text
    assert "<del>09.01</del>" in re.sub(r"\s", "", shown) or "09.01" in shown
    assert send(eka, stands, f"{form}/setujui").status_code == 303
    page = ended(citra, send(citra, f"{form}/terbitkan", f"{form}/terbitkan"))
    assert "Published" in page, page
    assert "Sabtu pukul 10.00" in live(newsroom)
    said = next((newsroom.root / "desk/journal").iterdir()).read_text(encoding="utf-8")
    for who, act in (("Ani", "create"), ("Ani", "send"), ("Eka", "return"), ("Eka", "approve"), ("Citra", "publish")):
        assert f'"who":"{who}","act":"{act}"' in said


def test_check_build_and_deploy_refuse_what_nobody_approved(
    newsroom: SiteTest, people: dict[str, httpx.Client]
) -> None:
    """Edited at the terminal or by a merge, and where the journal does not say what was approved, or was changed."""
    assert warta("build", site=newsroom.root).returncode == 0
    file = newsroom.root / "content/releases/2026/terbit.md"
    good = file.read_bytes()
    journal = next((newsroom.root / "desk/journal").iterdir())
    said = journal.read_bytes()
    try:
        file.write_bytes(good + b" ")
        for words in (("check",), ("build",), ("deploy", "--yes")):
            done = warta(*words, site=newsroom.root)
            assert done.returncode == 1, words
            assert "content/releases/2026/terbit.md" in done.stderr
            assert "menyetujui" in done.stderr or "approved" in done.stderr
        assert warta("build", "--drafts", "--output", str(newsroom.root / "lihat"), site=newsroom.root).returncode == 0
        file.write_bytes(good)
        journal.write_bytes(said.replace(b'"act":"accept"', b'"act":"approve"', 1))
        assert "desk/journal" in warta("check", site=newsroom.root).stderr
        journal.unlink()
        assert "desk/journal" in warta("check", site=newsroom.root).stderr
    finally:
        file.write_bytes(good)
        journal.write_bytes(said)
    assert warta("check", site=newsroom.root).returncode == 0


def test_after_a_going_back_nothing_is_published_until_somebody_says_on(
    newsroom: SiteTest, people: dict[str, httpx.Client]
) -> None:
    """Neither by the clock, nor by a timer that deploys, nor with another release; then all of it goes on."""
    citra, eka = people["Citra"], people["Eka"]
    word = {"kata": word_of(citra.get("/meja/"))}
    ended(citra, citra.post("/meja/terbitan", data=word))
    first = live(newsroom)
    form = LIVE
    send(eka, form, form, title="Sudah terbit lama")
    send(eka, f"{form}/persetujuan", f"{form}/kirim")
    assert send(people["Budi"], f"{form}/persetujuan", f"{form}/setujui").status_code == 303
    assert "Published" in ended(citra, send(citra, f"{form}/terbitkan", f"{form}/terbitkan"))
    assert "Sudah terbit lama" in live(newsroom)
    page = ended(citra, citra.post("/meja/terbitan/kembali", data=word))
    assert 'data-state="done"' in page, page
    assert live(newsroom) == first
    assert citra.post("/meja/terbitan", data=word).headers["location"] == "/meja/terbitan"
    assert "Publishing has stopped" in citra.get("/meja/terbitan").text
    answer = citra.post(f"{form}/cabut", data=word | {"alasan": "Keliru."})
    assert answer.status_code == 422
    assert "until somebody says" in answer.text
    assert warta("build", site=newsroom.root).returncode == 0
    assert warta("deploy", "--yes", site=newsroom.root).returncode == 1
    assert live(newsroom) == first
    assert "Published" in ended(citra, citra.post("/meja/terbitan", data=word | {"nyalakan": "1"}))
    assert "Sudah terbit lama" in live(newsroom)


def test_people_come_change_and_go(newsroom: SiteTest, desk: OfficeDesk, people: dict[str, httpx.Client]) -> None:
    """A publisher proves once more who asks; the new one chooses a password before anything else; who is switched off is
    out at once; and nobody changes the own role.
    """
    citra = people["Citra"]
    proof = {"kata": word_of(citra.get("/meja/orang")), "sandi": password_of("Citra")}
    assert citra.post("/meja/orang", data=proof | {"sandi": "x", "apa": "baru", "nama": "Fitri"}).status_code == 403
    answer = citra.post("/meja/orang", data=proof | {"apa": "baru", "nama": "Fitri", "peran": "writer"})
    told = re.search(r'class="told">([^<]+)<', answer.text)
    assert told
    with contextlib.closing(desk.sign_in("Fitri", told[1])) as fitri:
        assert fitri.get("/meja/").headers["location"] == "/meja/sandi"
        assert fitri.get(LIVE).status_code == 303
        word = word_of(fitri.get("/meja/sandi"))
        new = {"kata": word, "sandi": told[1], "baru": "ikan pari di laut dalam", "lagi": "ikan pari di laut dalam"}
        assert fitri.post("/meja/sandi", data=new | {"lagi": "lain"}).status_code == 422
        assert fitri.post("/meja/sandi", data=new | {"sandi": "lain"}).status_code == 403
        assert fitri.post("/meja/sandi", data=new).status_code == 303
        assert fitri.get("/meja/").status_code == 200
        crafted = {"kata": word_of(fitri.get("/meja/")), "apa": "peran", "nama": "Fitri", "peran": "publisher"}
        assert fitri.post("/meja/orang", data=crafted | {"sandi": "ikan pari di laut dalam"}).status_code == 403
        answer = citra.post("/meja/orang", data=proof | {"apa": "peran", "nama": "Citra", "peran": "writer"})
        assert answer.status_code == 422
        assert citra.post("/meja/orang", data=proof | {"apa": "mati", "nama": "Fitri"}).status_code == 200
        assert fitri.get("/meja/").status_code == 401
    said = next((newsroom.root / "desk/journal").iterdir()).read_text(encoding="utf-8")
    assert '"note":"baru Fitri writer"' in said
    assert told[1] not in said


def test_the_door_gives_nothing_away(desk: OfficeDesk, people: dict[str, httpx.Client]) -> None:
    """Unknown names and wrong passwords are answered alike; a cookie that was planted is no session afterwards; who
    signs in comes to a page of this desk and nowhere else; and nobody is invited into an office.
    """
    with desk.client() as client:
        unknown = client.post("/meja/masuk", data={"nama": "Tidak Ada", "sandi": "salah salah salah"})
        wrong = client.post("/meja/masuk", data={"nama": "Dewi", "sandi": "salah salah salah"})
        assert (unknown.status_code, wrong.status_code) == (403, 403)
        assert unknown.text.replace("Tidak Ada", "Dewi") == wrong.text
        cookie = next(each for each in people["Dewi"].cookies if not each.endswith("-kenal"))
        client.cookies.set(cookie, "A" * 43, domain="127.0.0.1", path="/")
        for goes in ("https://evil.example/", "//evil.example", "/meja/../x", "javascript:alert(1)", "/meja/?x=//e"):
            answer = client.post("/meja/masuk", data={"nama": "Dewi", "sandi": password_of("Dewi"), "ke": goes})
            assert answer.headers["location"] == "/meja/", goes
        assert client.cookies[cookie] != "A" * 43
        for header in answer.headers.get_list("set-cookie"):
            assert "HttpOnly" in header
            assert "SameSite=strict" in header
        assert client.post("/meja/undang", headers={"x-kunci": ""}).status_code == 403
        foreign = {"origin": "http://evil.example"}
        assert client.post("/meja/masuk", data={"nama": "Dewi"}, headers=foreign).status_code == 403
        assert client.get("/meja/", headers={"x-forwarded-host": "evil.example", "host": "evil"}).status_code == 403
        big = client.post("/meja/masuk", data={"nama": "Dewi", "sandi": "x" * 100_000})
        assert big.status_code in (400, 403, 413)


def test_two_desks_of_a_newsroom_are_not_open_at_once(
    newsroom: SiteTest, desk: OfficeDesk, private: Path, tmp_path: Path
) -> None:
    """Neither by the same person, who is led to the one that is open, nor by another account of the machine."""
    for words, home in ((("desk", "--no-open"), private), (("desk", "--no-open", "--office"), private),
                        (("desk", "--no-open"), tmp_path)):  # fmt: skip
        env = environment(XDG_CONFIG_HOME=str(home), WARTA_LANG="en")
        done = run(command(*words, "--port", "0", site=newsroom.root), env=env)
        assert done.returncode == 1, done.stdout
        assert "open" in done.stderr
        assert "kunci=" not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--listen", "192.0.2.7"), "no account yet"),
        (("--listen", "0.0.0.0"), "every address"),
        (("--listen", "meja"), "an address in numbers"),
        (("--address", "https://meja.example/jalan"), "without a path"),
        (("--address", "ftp://meja.example"), "without a path"),
    ],
)
def test_an_office_is_not_opened_to_everybody(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """Without accounts no other machine reaches it; and an address that nobody could type is refused."""
    site = SiteTest(tmp_path)
    env = environment(XDG_CONFIG_HOME=str(tmp_path / "private"), WARTA_LANG="en")
    done = run(command("desk", "--office", "--no-open", "--port", "0", *words, site=site.root), env=env)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr


def test_passwords_go_unencrypted_over_no_network_unless_it_is_said(tmp_path: Path) -> None:
    """Nor are they given on a command line; and accounts that others could read open no desk."""
    site = SiteTest(tmp_path)
    add_people(site.root, tmp_path / "private", {"Citra": "publisher"})
    env = environment(XDG_CONFIG_HOME=str(tmp_path / "private"), WARTA_LANG="en")
    done = run(
        command("desk", "--office", "--no-open", "--port", "0", "--listen", "192.0.2.7", site=site.root), env=env
    )
    assert done.returncode == 2
    assert "unencrypted" in done.stderr
    given = env | {"WARTA_DESK_PASSWORD": password_of("Dodi")}
    assert run(command("desk", "accounts", "add", "Dodi", site=site.root), env=given).returncode == 0
    assert run(command("desk", "accounts", "off", "dodi", site=site.root), env=env).returncode == 0
    done = run(command("desk", "accounts", "add", "Dodi", site=site.root), env=env)
    assert done.returncode == 2
    assert "nobody to ask" in done.stderr
    assert run(command("desk", "accounts", "list", site=site.root), env=env).stdout == (
        "Citra: Publisher\nDodi: Writer (off)\n"
    )
    if os.name == "posix":
        file = next((tmp_path / "private").rglob("accounts.json"))
        file.chmod(0o644)
        done = run(command("desk", "--office", "--no-open", "--port", "0", site=site.root), env=env)
        assert done.returncode == 1
        assert "chmod 600" in done.stderr


def test_behind_a_proxy_only_what_the_proxy_adds_is_believed(tmp_path: Path) -> None:
    """The name that people type, HTTPS and its cookie come from the command; who asks is the last address of the one
    header; and nobody but the proxy is answered.
    """
    site = SiteTest(tmp_path)
    words = ("--address", "https://meja.example.go.id", "--proxy", "127.0.0.1")
    with OfficeDesk(site.root, tmp_path / "private", {"Citra": "publisher"}, "en", *words) as desk:
        assert desk.start == "https://meja.example.go.id/meja/masuk"
        running = next((tmp_path / "private").rglob("running.json")).read_text(encoding="utf-8")
        port = re.search(r'"port": (\d+)', running)
        assert port
        base = f"http://127.0.0.1:{port[1]}"
        head = {"host": "meja.example.go.id", "origin": "https://meja.example.go.id"}
        with httpx.Client(base_url=base, headers=head, trust_env=False, timeout=PATIENCE) as client:
            good = {"nama": "Citra", "sandi": password_of("Citra")}
            answer = client.post("/meja/masuk", data=good)
            assert answer.status_code == 303
            assert all("Secure" in each for each in answer.headers.get_list("set-cookie"))
            assert all(each.startswith("__Host-") for each in answer.headers.get_list("set-cookie"))
            for wrong in ({"host": f"127.0.0.1:{port[1]}"}, {"origin": "http://meja.example.go.id"},
                          {"host": "evil.example", "x-forwarded-host": "meja.example.go.id"}):  # fmt: skip
                assert client.get("/meja/masuk", headers=wrong).status_code in (403,) or "host" not in wrong
            assert (
                client.post("/meja/masuk", data=good, headers={"origin": "http://meja.example.go.id"}).status_code
                == 403
            )
            client.cookies.clear()
            for at in range(25):
                told = {"x-forwarded-for": f"10.9.9.{at}, 203.0.113.7"}
                answer = client.post(
                    "/meja/masuk", data={"nama": f"Siapa {at}", "sandi": "salah salah salah"}, headers=told
                )
            assert answer.status_code == 429  # the address that was made up did not count
            other = {"x-forwarded-for": "203.0.113.7, 203.0.113.8"}
            assert client.post("/meja/masuk", data=good, headers=other).status_code == 303


def test_the_roles_are_those_of_the_docs() -> None:
    """The page that people read names each role."""
    page = (Path(__file__).resolve().parents[2] / "docs/desk.md").read_text(encoding="utf-8")
    assert [each for each in ROLES if f"`{each}`" not in page] == []

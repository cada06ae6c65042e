"""Turns the parts `deploy` and `announce` of config.yaml into places to deploy to, and channels to announce on.

They are read here and not with the other settings, since where a site goes must not change what it says.
Each kind of host has its own keys and checks, all in this module, which is why it is long.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from warta.datatree import Node, read_yaml
from warta.deploy.announcing.settings import Announce, read_announce
from warta.deploy.credentials import Credentials
from warta.deploy.host import Place
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.hosts.ftp import FtpPlace
from warta.deploy.hosts.git import GitPlace
from warta.deploy.hosts.rsync import RsyncPlace
from warta.deploy.hosts.s3 import S3Place
from warta.deploy.hosts.sftp import SftpPlace
from warta.deploy.neighbours import Neighbour, read_neighbours
from warta.errors import Problem, ProblemsFound, UsageError, meant
from warta.fields import Fields, shown
from warta.messages import msg
from warta.settings import FILE_NAME, Settings, read_settings

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SECRET = re.compile(r"pass(word|phrase)?|secret(_key)?|seal|token|key_id|access_key", re.IGNORECASE)

KEEP = 3
"""How many deploys are kept on this machine, unless a target says otherwise."""


class Destination(msgspec.Struct, frozen=True):
    """A target as config.yaml names it: where it leads, the address under which readers find the site there, and where
    its secrets are. `keep` is how many deploys are kept on this machine, to go back to.
    """

    name: str
    place: Place
    url: str
    credentials: Credentials
    keep: int = KEEP

    @property
    def signing_key(self) -> str:
        """The secret that signs manifests, called `seal` in the settings; empty when there is none."""
        return self.credentials.find("seal") or ""


class Publishing(msgspec.Struct, frozen=True):
    """Everything that is said about publishing."""

    config: Settings
    targets: dict[str, Destination]
    announce: Announce | None
    neighbours: tuple[Neighbour, ...] = ()

    def target(self, name: str | None) -> Destination:
        """The target of this name, or the only one. Raises UsageError."""
        if not self.targets:
            raise UsageError(
                msg(
                    "no-targets",
                    "%(file)s names no target. Write one under 'deploy:', such as %(line)s (see docs/deploy.md).",
                    file=FILE_NAME,
                    line="hosting: {to: ftp, host: ftp.example.go.id, user: humas, path: public_html}",
                )
            )
        if name is None:
            if len(self.targets) == 1:
                return next(iter(self.targets.values()))
            raise UsageError(
                msg(
                    "which-target",
                    "Which target? %(file)s has %(targets)s: deploy TARGET.",
                    file=FILE_NAME,
                    targets=tuple(self.targets),
                )
            )
        if name not in self.targets:
            there_are = msg("targets-are", "There are: %(targets)s.", targets=tuple(self.targets))
            raise UsageError(
                msg(
                    "no-such-target",
                    "%(file)s names no target '%(got)s'.",
                    meant(name, self.targets) or there_are,
                    file=FILE_NAME,
                    got=name,
                )
            )
        return self.targets[name]


def read_publishing(site: Path) -> Publishing:
    """What config.yaml says about publishing. Raises ProblemsFound with every problem of it."""
    config = read_settings(site)
    problems: list[Problem] = []
    tree = read_yaml((site / FILE_NAME).read_text(encoding="utf-8-sig"), FILE_NAME)
    whole = Fields(FILE_NAME, tree, problems, what="setting")
    targets = {}
    for name, node in whole.pairs("deploy"):
        if not _NAME.fullmatch(name):
            message = msg(
                "target-name", "a target's name must be letters, digits and hyphens (got '%(got)s').", got=name
            )
            whole.problem(node.line, message)
            continue
        targets[name] = _Reader(site, config, name, whole.nested(node, "deploy"), node).read()
    announce = _announce(whole, targets, site, config.hub)
    neighbours = read_neighbours(whole, config.url)
    if problems:
        raise ProblemsFound(problems)
    return Publishing(config, {name: each for name, each in targets.items() if each}, announce, neighbours)


def _announce(whole: Fields, targets: dict[str, Destination | None], site: Path, hub: str) -> Announce | None:
    """Announcements follow the deploys to one target, so that none is made twice."""
    line = whole.line_of("announce")
    announce = read_announce(whole.mapping("announce"), site, hub)
    if announce is None:
        return None
    if not announce.target and len(targets) == 1:
        return msgspec.structs.replace(announce, target=next(iter(targets)))
    if announce.target not in targets:
        names = tuple(targets)
        if not names:
            message = msg("announce-no-targets", "'announce' needs 'target', and none is there under 'deploy'.")
        elif announce.target:
            message = msg(
                "announce-target",
                "'announce' needs 'target': one of those under 'deploy', %(targets)s (got '%(got)s').",
                targets=names,
                got=announce.target,
            )
        else:
            message = msg(
                "announce-needs-target",
                "'announce' needs 'target': one of those under 'deploy', %(targets)s.",
                targets=names,
            )
        whole.problem(line, message)
    return announce


class _Reader:
    """Reads one target."""

    def __init__(self, site: Path, config: Settings, name: str, fields: Fields, node: Node) -> None:
        self._site = site
        self._config = config
        self._name = name
        self._fields = fields
        self._node = node
        self._credentials = Credentials(name, site)

    def read(self) -> Destination | None:
        """The target; None with problems."""
        fields = self._fields
        self._refuse_secrets()
        kind = fields.choice("to", _KINDS)
        if kind is None:
            if isinstance(self._node.value, dict) and "to" not in self._node.value:
                fields.missing("to", msg("target-to", "Write to: one of %(kinds)s.", kinds=tuple(_KINDS)))
            return None
        place = _KINDS[kind](self)
        url = fields.address("url") or self._config.url
        most = fields.number("connections", place.connections, least=1, most=32)
        keep = fields.number("keep", KEEP, most=100)
        fields.close()
        if most != place.connections:
            if kind in ("rsync", "git", "folder"):
                message = msg(
                    "target-one-connection",
                    "a target to '%(kind)s' has one connection; leave 'connections' out.",
                    kind=kind,
                )
                fields.problem(fields.line, message)
            place = msgspec.structs.replace(place, connections=most)  # type: ignore[type-var]
        return Destination(self._name, place, url, self._credentials, keep)

    def _refuse_secrets(self) -> None:
        pairs = self._node.value if isinstance(self._node.value, dict) else {}
        for key, node in pairs.items():
            if _SECRET.fullmatch(key):
                self._fields.take(key)
                variable = self._credentials.variable(key)
                message = msg(
                    "secret-in-settings",
                    "'%(key)s' is a secret, and this file is no place for one. Set %(variable)s in the environment "
                    "instead, and change the secret if this file was ever shared.",
                    key=key,
                    variable=variable,
                )
                self._fields.problem(node.line, message)

    def _path(self, default: str = "") -> str:
        """A folder on the host, from the user's own where it does not begin with `/`; `..` is nowhere needed."""
        line = self._fields.line_of("path")
        text = self._fields.text("path") or default
        if ".." in text.split("/") or "\n" in text:
            message = msg("target-path", "'path' must be a folder such as public_html (got '%(got)s').", got=text)
            self._fields.problem(line, message)
        return text.removeprefix("~/")

    def _switch(self, *, default: bool) -> bool:
        return self._fields.flag("switch") if self._fields.has("switch") else default

    def _host(self) -> str:
        line = self._fields.line_of("host")
        text = self._fields.required(
            "host", msg("target-write-host", "Write the server's name, without ftp:// or a path.")
        )
        if text and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.:_-]*", text):
            message = msg(
                "target-host", "'host' must be a server's name such as ftp.example.go.id (got '%(got)s').", got=text
            )
            self._fields.problem(line, message)
        return text

    def _user(self) -> str:
        line = self._fields.line_of("user")
        text = self._fields.required("user")
        if text.startswith("-"):
            self._fields.problem(line, msg("target-user", "'user' must be a name (got '%(got)s').", got=text))
        return text

    def folder(self) -> Place:
        """`to: folder`"""
        text = self._fields.required("path", msg("target-write-path", "Write the folder of the web server."))
        path = Path(text).expanduser()
        return FolderPlace(path if path.is_absolute() else self._site / path, self._switch(default=True))

    def rsync(self) -> Place:
        """`to: rsync`"""
        return RsyncPlace(
            host=self._host(),
            user=self._user(),
            path=self._path() or self._fields.required("path"),
            credentials=self._credentials,
            port=self._fields.number("port", 22, least=1, most=65535),
            host_key=self._fields.text("host_key") or "",
            key=self._fields.text("key") or "",
            switch=self._switch(default=True),
        )

    def sftp(self) -> Place:
        """`to: sftp`"""
        return SftpPlace(
            host=self._host(),
            user=self._user(),
            path=self._path(".") or ".",
            credentials=self._credentials,
            port=self._fields.number("port", 22, least=1, most=65535),
            host_key=self._fields.text("host_key") or "",
            key=self._fields.text("key") or "",
        )

    def ftp(self) -> Place:
        """`to: ftp`"""
        return FtpPlace(
            host=self._host(),
            user=self._user(),
            path=self._path("/"),
            credentials=self._credentials,
            port=self._fields.number("port", 21, least=1, most=65535),
            tls=self._fields.flag("tls") if self._fields.has("tls") else True,
            fingerprint=self._fingerprint(),
            passive=self._fields.flag("passive") if self._fields.has("passive") else True,
        )

    def _fingerprint(self) -> str:
        line = self._fields.line_of("fingerprint")
        text = self._fields.text("fingerprint") or ""
        if text and not re.fullmatch(r"[0-9a-fA-F]{64}", text.replace(":", "")):
            message = msg(
                "target-fingerprint",
                "'fingerprint' must be the SHA-256 of a certificate: 64 digits (got '%(got)s').",
                got=text,
            )
            self._fields.problem(line, message)
        return text

    def s3(self) -> Place:
        """`to: s3`"""
        return S3Place(
            bucket=self._fields.required("bucket"),
            credentials=self._credentials,
            path=self._path(),
            endpoint=self._fields.address("endpoint"),
            region=self._fields.text("region") or "",
        )

    def git(self) -> Place:
        """`to: git`"""
        line = self._fields.line_of("repository")
        repository = self._fields.required("repository", msg("target-write-repository", "Write what 'git push' takes."))
        if repository.startswith("-") or re.match(r"\w+://[^/]*:[^/]*@", repository):
            message = msg(
                "target-repository",
                "'repository' must be an address without a password in it (got %(got)s).",
                got=shown(Node("...", line)),
            )
            self._fields.problem(line, message)
        return GitPlace(
            repository=repository,
            credentials=self._credentials,
            cache=self._site.absolute() / ".warta" / "deploy" / f"{self._name}.git",
            branch=self._fields.text("branch") or "gh-pages",
            path=self._path(),
        )


_KINDS: dict[str, Callable[[_Reader], Place]] = {
    "folder": _Reader.folder,
    "rsync": _Reader.rsync,
    "sftp": _Reader.sftp,
    "ftp": _Reader.ftp,
    "s3": _Reader.s3,
    "git": _Reader.git,
}

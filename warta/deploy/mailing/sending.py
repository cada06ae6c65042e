"""Turns messages into mails that a server has taken, with a line in the journal before and after each."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
import time
from collections.abc import Callable, Iterable

import msgspec

from warta.deploy.host import CannotDeploy
from warta.deploy.mailing.journal import BEGUN, LATER, REFUSED, SENT, Journal, Line, digest_of
from warta.deploy.mailing.lists import Person
from warta.deploy.mailing.settings import NONE, STARTTLS, TLS, Mailing
from warta.errors import WartaError, reason
from warta.messages import Message, msg

_TIMEOUT = 60.0  # seconds
_IN_A_ROW = 5
"""So many messages refused one after the other say that the server wants none of them."""
_CLOSING = 421  # RFC 5321, 3.8: the server says goodbye, whatever it was asked


class Outcome(msgspec.Struct, frozen=True):
    """What became of a run: who got the message, who was refused for good or for now, of whom nobody knows; `stopped`
    says why others were not tried.
    """

    sent: tuple[Person, ...] = ()
    refused: tuple[tuple[Person, int], ...] = ()
    later: tuple[tuple[Person, int], ...] = ()
    uncertain: tuple[Person, ...] = ()
    left: int = 0
    stopped: Message | None = None


class _Broken(WartaError):
    """The connection ended before anything could have been taken."""


class _Unknown(WartaError):
    """The connection ended after the message was handed over: nobody can know whether it was taken."""


class _No(WartaError):
    """The server refused one message, with its answer."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


class Server:
    """A connection to the server that sends. A context: it says goodbye at the end. Raises CannotDeploy."""

    def __init__(self, mailing: Mailing) -> None:
        self._mailing = mailing
        self._password = mailing.credentials.need("password") if mailing.user else ""
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Server:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def open(self) -> None:
        """Connect, encrypted and with a certificate that holds, and log in."""
        self._close()
        try:
            self._smtp = self._connected(ssl.create_default_context())
            if self._mailing.user:
                self._smtp.login(self._mailing.user, self._password)
        except (OSError, smtplib.SMTPException) as error:
            raise CannotDeploy(_why(error, self._mailing)) from None

    def _connected(self, context: ssl.SSLContext) -> smtplib.SMTP:
        mailing = self._mailing
        name = mailing.sender[1].rpartition("@")[2]  # that of this machine is nobody's business
        if mailing.security == TLS:
            return smtplib.SMTP_SSL(mailing.server, mailing.port, name, timeout=_TIMEOUT, context=context)
        server = smtplib.SMTP(mailing.server, mailing.port, name, timeout=_TIMEOUT)
        if mailing.security == STARTTLS:
            try:
                server.starttls(context=context)
            except BaseException:
                server.close()
                raise
        server.ehlo_or_helo_if_needed()
        return server

    def send(self, person: Person, data: bytes, begun: Callable[[], None]) -> None:
        """Hand a message over; `begun` is called before the first byte that could count.

        Raises _Broken, _No, _Unknown.
        """
        smtp = self._smtp
        if smtp is None:
            raise _Broken
        try:
            for answer in (smtp.mail(self._mailing.sender[1]), smtp.rcpt(person.mail)):
                self._must(answer[0])
        except (OSError, smtplib.SMTPServerDisconnected):
            raise _Broken from None
        begun()
        try:
            code, _ = smtp.data(data)
        except smtplib.SMTPDataError as error:
            code = error.smtp_code
        except (OSError, smtplib.SMTPException):
            self._close()
            raise _Unknown from None
        if code < 200:  # no answer that means anything
            self._close()
            raise _Unknown
        self._must(code)

    def _must(self, code: int) -> None:
        if 200 <= code < 300:
            return
        if code == _CLOSING or code < 0:
            raise _Broken
        assert self._smtp is not None
        try:
            self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._close()
        raise _No(code)

    def _close(self) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
            self._smtp = None


def send_all(
    server: Server, journal: Journal, messages: Iterable[tuple[Person, Line, Callable[[], bytes]]], per_minute: int,
    clock: Callable[[], dt.datetime], told: Callable[[int, int], None],
) -> Outcome:  # fmt: skip
    """Send each message once. `messages` are who gets it, what the journal says of it, and what makes its bytes."""
    run = _Run(server, journal, clock)
    every = list(messages)
    for done, (person, line, make) in enumerate(every):
        if done:
            time.sleep(60 / per_minute)
        try:
            run.one(person, line, make())
        except WartaError as error:
            return run.outcome(len(every) - run.count, error.message)
        told(done + 1, len(every))
        if run.in_a_row >= _IN_A_ROW:
            stopped = msg("mail-many-refused", "The server refused %(count)s messages in a row.", count=_IN_A_ROW)
            return run.outcome(len(every) - run.count, stopped)
    return run.outcome(0, None)


class _Run:
    """What became of the messages so far."""

    def __init__(self, server: Server, journal: Journal, clock: Callable[[], dt.datetime]) -> None:
        self._server = server
        self._journal = journal
        self._clock = clock
        self._sent: list[Person] = []
        self._refused: list[tuple[Person, int]] = []
        self._later: list[tuple[Person, int]] = []
        self._uncertain: list[Person] = []
        self.in_a_row = 0

    @property
    def count(self) -> int:
        """How many messages were dealt with."""
        return len(self._sent) + len(self._refused) + len(self._later) + len(self._uncertain)

    def one(self, person: Person, line: Line, data: bytes) -> None:
        """Send one message; where the connection broke before anything could be taken, once more on a new one."""
        try:
            self._once(person, line, data)
        except _Broken:
            self._server.open()
            try:
                self._once(person, line, data)
            except _Broken:
                broken = msg("mail-broken", "The server ends every connection before it takes a message.")
                raise CannotDeploy(broken) from None

    def _once(self, person: Person, line: Line, data: bytes) -> None:
        def write(step: str, code: int = 0) -> None:
            at = self._clock().isoformat(timespec="seconds")
            try:
                self._journal.add(msgspec.structs.replace(line, at=at, to=digest_of(person.key), step=step, code=code))
            except OSError as error:
                said = reason(error)
                raise CannotDeploy(
                    msg("mail-journal", "the journal cannot be written: %(reason)s", reason=said)
                ) from None

        try:
            self._server.send(person, data, lambda: write(BEGUN))
        except _No as no:
            later = no.code < 500
            write(LATER if later else REFUSED, no.code)
            (self._later if later else self._refused).append((person, no.code))
            self.in_a_row += 1
        except _Unknown:
            self._uncertain.append(person)
            self.in_a_row = 0
            self._server.open()
        else:
            try:
                write(SENT)
            except CannotDeploy:
                self._uncertain.append(person)
                raise
            self._sent.append(person)
            self.in_a_row = 0

    def outcome(self, left: int, stopped: Message | None) -> Outcome:
        """All of it."""
        return Outcome(
            tuple(self._sent), tuple(self._refused), tuple(self._later), tuple(self._uncertain), left, stopped
        )


def _why(error: OSError | smtplib.SMTPException, mailing: Mailing) -> Message:
    """Why there is no connection by which mails could be sent."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        answer = str(error.smtp_code)
        return msg("mail-login", "the mail server does not take user and password (answer %(answer)s).", answer=answer)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _UNENCRYPTED if mailing.security != NONE else _NO_LOGIN
    if isinstance(error, ssl.SSLCertVerificationError):
        return msg(
            "mail-certificate",
            "the certificate of %(server)s does not hold: %(reason)s",
            server=mailing.server,
            reason=f"{error.verify_message}.",
        )
    if isinstance(error, smtplib.SMTPResponseException):
        answer = str(error.smtp_code)
        return msg("mail-answer", "the mail server refuses the connection (answer %(answer)s).", answer=answer)
    return msg(
        "mail-unreachable",
        "no connection to %(server)s, port %(port)s: %(reason)s",
        server=mailing.server,
        port=str(mailing.port),
        reason=reason(error) if isinstance(error, OSError) else f"{type(error).__name__}.",
    )


_UNENCRYPTED = msg("mail-unencrypted", "the mail server offers no encryption or no login, so nothing is sent by it.")
_NO_LOGIN = msg("mail-no-login", "the mail server offers no login. Take 'user' out of the settings.")

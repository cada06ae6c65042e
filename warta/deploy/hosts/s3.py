"""Makes a bucket of an S3-compatible store a host; the one module that knows boto3.

Objects are replaced whole by nature. Each gets its type and how long it may be kept, since a bucket has no server
settings; a page that only leads to another address becomes a redirect.
"""

from __future__ import annotations

import contextlib
import functools
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any
from urllib.parse import quote

import msgspec

from warta.deploy.credentials import Credentials
from warta.deploy.headers import cache_control
from warta.deploy.host import CannotDeploy, Dropped, Host, Refused
from warta.deploy.output import File
from warta.extras import install
from warta.messages import Message, msg
from warta.plan.kinds import media_type

_MOST_DELETES = 1000
_LEADS_ON = re.compile(rb"""<meta\s[^>]*http-equiv=["']?refresh["']?[^>]*url=([^"'>\s]+)""", re.IGNORECASE)
_STUB = 4096
_one_at_a_time = threading.Lock()
_DENIED = frozenset(("InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "403", "401"))
_BUSY = frozenset(("SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable", "500", "502", "503"))


class S3Place(msgspec.Struct, frozen=True):
    """`path` is put before every key. `endpoint` is the address of a store that is not Amazon's."""

    bucket: str
    credentials: Credentials
    path: str = ""
    endpoint: str = ""
    region: str = ""
    connections: int = 8
    batch: int = 1

    def open(self) -> Host:
        """See `host.Place`."""
        return S3Host(self)


class S3Host:
    """See `host.Host`."""

    def __init__(self, place: S3Place) -> None:
        self._place = place
        self._prefix = f"{place.path.strip('/')}/" if place.path.strip("/") else ""
        self._bucket = _bucket(place)

    def begin(self) -> None:
        """Readers see each object as it is put."""

    def unfinished(self) -> bool:
        """Never."""
        return False

    def finish(self, name: str) -> None:
        """Nothing is left to do."""

    def read(self, path: str) -> bytes | None:
        """See `host.Host`."""
        with self._translated_errors(path):
            try:
                answer: bytes = self._bucket.get_object(Key=self._prefix + path)["Body"].read()
                return answer
            except Exception as error:
                if _code(error) in ("NoSuchKey", "404"):
                    return None
                raise

    def put(self, files: Sequence[File]) -> None:
        """See `host.Host`."""
        for file in files:
            data = file.read()
            more = {}
            kind = media_type(file.kind, file.path)
            leads_to = redirect(kind, data)
            if leads_to:
                more["WebsiteRedirectLocation"] = leads_to
            with self._translated_errors(file.path):
                self._bucket.put_object(
                    Key=self._prefix + file.path,
                    Body=data,
                    ContentType=kind,
                    CacheControl=cache_control(file.path, kind),
                    **more,
                )

    def delete(self, paths: Sequence[str]) -> None:
        """See `host.Host`."""
        for start in range(0, len(paths), _MOST_DELETES):
            some = paths[start : start + _MOST_DELETES]
            with self._translated_errors():
                keys = [{"Key": self._prefix + path} for path in some]
                answer = self._bucket.delete_objects(Delete={"Objects": keys, "Quiet": True})
            for failed in answer.get("Errors", ()):
                raise Refused(
                    msg(
                        "not-deleted",
                        "%(path)s cannot be deleted: %(words)s.",
                        path=str(failed.get("Key")),
                        words=str(failed.get("Message")),
                    )
                )

    def sweep(self, folders: Iterable[str]) -> None:
        """An interrupted upload leaves nothing."""

    def names(self) -> list[str]:
        """See `host.Host`; at most the first thousand."""
        with self._translated_errors():
            answer = self._bucket.list_objects_v2(Prefix=self._prefix, Delimiter="/")
        folders = [each["Prefix"] for each in answer.get("CommonPrefixes", ())]
        keys = [each["Key"] for each in answer.get("Contents", ())]
        return sorted(each.removeprefix(self._prefix) for each in (*folders, *keys))

    def read_note(self, name: str) -> bytes | None:
        """See `host.Host`."""
        return self.read(name)

    def write_note(self, name: str, data: bytes) -> None:
        """See `host.Host`."""
        with self._translated_errors(name):
            self._bucket.put_object(Key=self._prefix + name, Body=data, CacheControl="no-store")

    def claim_note(self, name: str, data: bytes) -> bool:
        """A conditional write; a store that does not know it is asked first, which leaves a moment's gap."""
        if self.read(name) is not None:
            return False
        with self._translated_errors(name):
            try:
                self._bucket.put_object(Key=self._prefix + name, Body=data, IfNoneMatch="*", CacheControl="no-store")
            except Exception as error:
                if _code(error) in ("PreconditionFailed", "ConditionalRequestConflict", "412", "409"):
                    return False
                if _code(error) not in ("NotImplemented", "InvalidArgument", "501"):
                    raise
                self._bucket.put_object(Key=self._prefix + name, Body=data, CacheControl="no-store")
        return True

    def drop_note(self, name: str) -> None:
        """See `host.Host`."""
        with self._translated_errors(name):
            self._bucket.delete_object(Key=self._prefix + name)

    def close(self) -> None:
        """See `host.Host`."""
        with contextlib.suppress(Exception):
            self._bucket.close()

    @contextlib.contextmanager
    def _translated_errors(self, about: str = "") -> Iterator[None]:
        """Raise the errors of `host.py` in the place of the store's."""
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

        try:
            yield
        except NoCredentialsError:
            raise CannotDeploy(_no_keys(self._place)) from None
        except ClientError as error:
            raise _as_host_error(self._place, about, error) from None
        except BotoCoreError as error:
            raise Dropped(_said(self._place, about, error)) from None


def redirect(kind: str, data: bytes) -> str:
    """The address that a file of a media type leads to, if that is all it does, as a header can say it: in ASCII."""
    found = _LEADS_ON.search(data) if kind.startswith("text/html") and len(data) <= _STUB else None
    return quote(unescape(found[1].decode("utf-8", "replace")), safe="%/:?#[]@!$&'()*+,;=~") if found else ""


def _code(error: BaseException) -> str:
    response = getattr(error, "response", {})
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""


def _said(place: S3Place, about: str, error: Exception) -> Message:
    if about:
        return msg(
            "bucket-says-of",
            "bucket %(bucket)s: %(path)s: %(words)s",
            bucket=place.bucket,
            path=about,
            words=str(error),
        )
    return msg("bucket-says", "bucket %(bucket)s: %(words)s", bucket=place.bucket, words=str(error))


def _as_host_error(place: S3Place, about: str, error: Exception) -> Exception:
    code = _code(error)
    if code == "NoSuchBucket":
        return CannotDeploy(
            msg(
                "no-bucket",
                "there is no bucket '%(bucket)s'. Make it, or mend 'bucket' of this target.",
                bucket=place.bucket,
            )
        )
    if code in _DENIED:
        return CannotDeploy(
            msg(
                "bucket-refused-key",
                "bucket %(bucket)s: the store refused the key (%(answer)s).",
                _no_keys(place),
                bucket=place.bucket,
                answer=code,
            )
        )
    return (Dropped if code in _BUSY else Refused)(_said(place, about, error))


def _no_keys(place: S3Place) -> Message:
    find = place.credentials.variable
    return msg(
        "bucket-keys",
        "Set %(id)s and %(secret)s (or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY).",
        id=find("key id"),
        secret=find("secret key"),
    )


class _Bucket:
    """A client that is always asked of the same bucket."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def __getattr__(self, action: str) -> Any:
        method = getattr(self._client, action)
        if action == "close":
            return method
        return lambda **words: method(Bucket=self._name, **words)


def _bucket(place: S3Place) -> _Bucket:
    try:
        from botocore.config import Config
    except ImportError:
        how = install("s3")
        raise CannotDeploy(msg("bucket-package", "a bucket needs a library that is not installed.", how)) from None
    key, secret = place.credentials.find("key id"), place.credentials.find("secret key")
    config = Config(
        retries={"total_max_attempts": 1},  # `Connection` tries again
        connect_timeout=30,
        read_timeout=60,
        request_checksum_calculation="when_required",  # stores that are not Amazon's know no other
        response_checksum_validation="when_required",
        s3={"addressing_style": "path"} if place.endpoint else None,
    )
    with _one_at_a_time:
        client = _session(key, secret).client(
            "s3", endpoint_url=place.endpoint or None, region_name=place.region or "us-east-1", config=config
        )
    return _Bucket(client, place.bucket)


@functools.lru_cache(maxsize=2)
def _session(key: str | None, secret: str | None) -> Any:
    """Kept, since it reads a description of the whole service; it makes clients for one thread at a time."""
    import boto3

    return boto3.session.Session(key, secret) if key and secret else boto3.session.Session()

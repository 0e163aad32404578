"""HTTP header fields: what is sent, and what an answer's fields mean."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from evreader import __version__
from evreader.config import CONTACT
from evreader.fetch.result import FetchKind
from evreader.model import Validators
from evreader.text import clean_line

USER_AGENT = f"evreader/{__version__} (+{CONTACT})"

_ACCEPT: dict[FetchKind, bytes] = {
    "feed": (
        b"application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
        b"application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
    ),
    "page": b"text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
    "image": b"image/webp, image/png, image/jpeg, image/*;q=0.5",
    "robots": b"text/plain, */*;q=0.1",
}
_VALIDATOR = re.compile(r"[\x21-\x7e\x80-\xff]([\t\x20-\x7e\x80-\xff]{0,1998}[\x21-\x7e\x80-\xff])?")
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?([0-9]{1,18})", re.IGNORECASE)
_NO_CACHE = re.compile(r"\bno-(cache|store)\b", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,18}")

Fields = Mapping[str, str]
"""Header fields by lower-case name, decoded as Latin-1; of repeated ones the first, lists joined by commas."""


def request_headers(
    host: bytes, kind: FetchKind, validators: Validators, authorization: bytes | None
) -> list[tuple[bytes, bytes]]:
    """The fields of a request: no cookie, no referrer, gzip only."""
    headers = [
        (b"Host", host),
        (b"User-Agent", USER_AGENT.encode("ascii")),
        (b"Accept", _ACCEPT[kind]),
        (b"Accept-Encoding", b"gzip"),
    ]
    if validators.etag is not None and _VALIDATOR.fullmatch(validators.etag):
        headers.append((b"If-None-Match", validators.etag.encode("latin-1")))
    if validators.last_modified is not None and _VALIDATOR.fullmatch(validators.last_modified):
        headers.append((b"If-Modified-Since", validators.last_modified.encode("latin-1")))
    if authorization is not None:
        headers.append((b"Authorization", authorization))
    return headers


def read_fields(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """An answer's header fields."""
    fields: dict[str, str] = {}
    for name, value in raw:
        key = name.decode("latin-1").lower()
        text = value.decode("latin-1")
        if key not in fields:
            fields[key] = text
        elif key in ("cache-control", "content-encoding"):
            fields[key] += ", " + text
    return fields


def read_validators(fields: Fields) -> Validators:
    """The validators an answer carries, byte for byte; absurdly long ones are left out."""
    etag, last_modified = fields.get("etag"), fields.get("last-modified")
    return Validators(
        etag=etag if etag and _VALIDATOR.fullmatch(etag) else None,
        last_modified=last_modified if last_modified and _VALIDATOR.fullmatch(last_modified) else None,
    )


def renewed(sent: Validators, fields: Fields) -> Validators:
    """The validators after a 304: those sent, replaced by the ones it carries (RFC 9111 section 4.3.4)."""
    new = read_validators(fields)
    return Validators(etag=new.etag or sent.etag, last_modified=new.last_modified or sent.last_modified)


def content_type(fields: Fields) -> str:
    """The media type with its parameters."""
    media, separator, parameters = clean_line(fields.get("content-type", ""), 200).partition(";")
    return media.strip().lower() + separator + parameters


def fresh_for(fields: Fields, now: datetime) -> int | None:
    """Seconds for which the answer says it stays fresh (RFC 9111 section 4.2.1); None where it says nothing."""
    control = fields.get("cache-control", "")[:1000]
    if _NO_CACHE.search(control):
        return 0
    if found := _MAX_AGE.search(control):
        age = fields.get("age", "")
        return max(int(found[1]) - (int(age) if _SECONDS.fullmatch(age) else 0), 0)
    if "expires" in fields:
        expires = parse_date(fields["expires"])
        sent = parse_date(fields.get("date", "")) or now
        return 0 if expires is None else max(int((expires - sent).total_seconds()), 0)
    return None


def retry_after(fields: Fields, now: datetime) -> int | None:
    """Seconds of the Retry-After field in either form; None where it is absent or unreadable.

    A date is counted from the answer's own Date, so that a wrong clock here does not matter.
    """
    value = fields.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return int(value)
    moment = parse_date(value)
    if moment is None:
        return None
    sent = parse_date(fields.get("date", "")) or now
    return max(int((moment - sent).total_seconds()), 0)


def parse_date(value: str) -> datetime | None:
    """An HTTP date in any form that RFC 9110 section 5.6.7 names; None where it is none."""
    if not value or len(value) > 60:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

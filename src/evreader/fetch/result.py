"""What a fetch comes to: a `Response`, or a `FetchError` that says in one sentence what went wrong."""

from typing import Literal

from msgspec import Struct

from evreader.model import FailureKind, Validators

FetchKind = Literal["feed", "page", "image", "robots"]
"""What is asked for; it decides the Accept header, the size allowed, the pace, and whether robots.txt is asked first.
The last is robots.txt itself."""


class Limits(Struct, frozen=True, kw_only=True):
    """How long, how much and how many at once. Times are in seconds, sizes in bytes after decoding."""

    connect: float = 10.0
    read: float = 15.0
    """Between two pieces of an answer."""
    total: float = 60.0
    """For one address with all its redirects, not counting the wait for its turn."""
    feed_bytes: int = 15 * 1024 * 1024
    page_bytes: int = 5_000_000
    image_bytes: int = 5_000_000
    robots_bytes: int = 2_000_000
    redirects: int = 5
    connections: int = 16
    """Requests under way at once, to all hosts together."""
    per_host: int = 2
    loopback_connections: int = 48
    """Requests under way at once to this machine itself, where no publisher needs sparing; not part of the above."""
    page_delay: float = 1.0
    """Between two pages of one host, which come one at a time; a longer Crawl-delay of robots.txt is kept to."""
    large_bodies: int = 4
    """Bodies over 1 MiB read at once: the rest wait, so that memory stays bounded."""
    offline: float = 15.0
    """How long hosts that could not be reached count for the machine being offline."""
    open_hosts: int = 32
    """Hosts whose idle connections are kept."""


class Response(Struct, frozen=True, kw_only=True):
    """A successful answer: 200 with a body, or 304 without."""

    status: int
    url: str
    """Where the body came from in the end, without credentials."""
    permanent_url: str | None = None
    """Where a chain of permanent redirects (301, 308) led, if it held no other kind: the address to store once its
    body has proved to be a feed. It keeps the credentials of the address asked for."""
    body: bytes = b""
    """Decoded from gzip."""
    content_type: str = ""
    """The media type, lower case, with its parameters as given."""
    validators: Validators = Validators()
    """What to store for the next request once the body was read: for a 304 those sent, with what the answer renewed."""
    fresh_for: int | None = None
    """Seconds for which the server says nothing will change, unclamped; None where it says nothing."""
    truncated: bool = False
    """The body broke off: `body` is what came, and there are no validators, so that the next request is for all."""
    private: bool = False
    """The host is on this machine or a private network, so the subscription must keep its `private_host`."""


class FetchError(Exception):
    """An address could not be fetched; the message is one sentence for people, without credentials.

    `retry_after`: seconds the server asks to be left alone, for `rate_limited`, and `host` the host that asks, which
    after a redirect is another than that of the address. `status`: the HTTP status, if any.
    `connectivity`: the network itself may be at fault (see `is_connectivity`).
    """

    def __init__(
        self,
        kind: FailureKind,
        message: str,
        *,
        retry_after: int | None = None,
        host: str = "",
        status: int | None = None,
        connectivity: bool = False,
    ) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.message = message
        self.retry_after = retry_after
        self.host = host
        self.status = status
        self.connectivity = connectivity or kind == "offline"


def is_connectivity(error: FetchError) -> bool:
    """Whether this machine's network may be at fault rather than the feed.

    Certain for kind `offline`. For other kinds it is so only if nothing else could be reached either: when every
    feed of a refresh failed this way, the machine is offline and no feed is to blame.
    """
    return error.connectivity

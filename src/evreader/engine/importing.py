"""Subscription lists: reading one, and subscribing to what it names."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from evreader.engine.addresses import typed_address
from evreader.engine.errors import EngineError
from evreader.feeds import FeedError, read_subscriptions
from evreader.model import Subscription
from evreader.store import Library
from evreader.text import clean_line, without_credentials

LARGEST_LIST = 15 * 1024 * 1024
"""Bytes. A list of 10,000 feeds has about 2 MB."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of the addresses of a list."""

    added: int
    existing: int
    refused: list[str]
    """A sentence for each address that cannot be fetched."""
    private: list[str]
    """Addresses on this machine or the local network, which were not taken."""


def read_list(path: Path) -> list[Subscription]:
    """The feeds that an OPML file or a newsboat urls file names. Raises `EngineError`."""
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST_LIST + 1)
    except OSError as error:
        raise EngineError(f"{path} cannot be read: {error.strerror}.") from error
    return parse_list(body, str(path))


def parse_list(body: bytes, name: str) -> list[Subscription]:
    """The feeds that a subscription list names. Raises `EngineError`."""
    if len(body) > LARGEST_LIST:
        raise EngineError(f"{name} is larger than {LARGEST_LIST // 1024 // 1024} MB and was not read.")
    try:
        return read_subscriptions(body)
    except FeedError as error:
        raise EngineError(f"{name}: {error.message}") from error


def import_subscriptions(library: Library, listed: Sequence[Subscription], *, allow_private: bool) -> Outcome:
    """Subscribe to every address that may be fetched; those on private networks only with `allow_private`."""
    now = datetime.now(UTC)
    added = existing = 0
    refused: list[str] = []
    private: list[str] = []
    for subscription in listed:
        try:
            url, private_host = typed_address(subscription.url)
        except EngineError as error:
            refused.append(str(error))
            continue
        if private_host is not None and not allow_private:
            private.append(clean_line(without_credentials(url), 200))
            continue
        _, existed = library.feeds.add(
            url,
            title=subscription.title,
            folder=subscription.folder,
            site_url=subscription.site_url,
            private_host=private_host,
            now=now,
        )
        existing += existed
        added += not existed
    return Outcome(added=added, existing=existing, refused=refused, private=private)

"""Fetching one address in a test, without a loop of its own."""

import asyncio
from typing import Any

from evreader.fetch import Fetcher, FetchError, Limits, Response

LOOPBACK = "127.0.0.1"


def fetch(url: str, *, limits: Limits | None = None, private_host: str | None = LOOPBACK, **options: Any) -> Response:
    """What `Fetcher.get` gives or raises, the test server's host allowed."""

    async def once() -> Response:
        async with Fetcher(limits) as fetcher:
            return await fetcher.get(url, private_host=private_host, **options)

    return asyncio.run(once())


def failure(url: str, **options: Any) -> FetchError:
    """The error that fetching an address ends in."""
    try:
        response = fetch(url, **options)
    except FetchError as error:
        return error
    raise AssertionError(f"{url} was fetched: {response}")


class Names:
    """A resolver that knows a few names, and records what it was asked; the rest do not exist."""

    def __init__(self, **known: list[str] | OSError) -> None:
        self.known: dict[str, list[str] | OSError] = {name.replace("__", "."): to for name, to in known.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str) -> list[str]:
        """The addresses of a host."""
        self.asked.append(host)
        found = self.known.get(host, [host] if host == LOOPBACK else OSError("no such name"))
        if isinstance(found, OSError):
            raise found
        return found

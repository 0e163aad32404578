"""One request and its answer: connected only to addresses that were checked, read only within bounds."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import NamedTuple

import httpx

from evreader.fetch.address import is_named, is_private_host, private_refusal
from evreader.fetch.body import Body, BodyTooBig
from evreader.fetch.connections import Connections, host_name
from evreader.fetch.failures import from_exception, from_lookup, is_broken_connection
from evreader.fetch.headers import Fields
from evreader.fetch.hosts import Host
from evreader.fetch.result import FetchError, Limits

Resolve = Callable[[str], Awaitable[list[str]]]
"""A host's name to its network addresses; raises `OSError`."""

_ADDRESSES_LIFE = 60.0
_MAX_ADDRESSES = 4
_FIRST_TRIES = 3.0
"""Seconds for each address of a host but the last: often IPv6 is offered where it does not work."""
_TRIES = 2
_LARGE = 1024 * 1024
_LEFTOVER = 16 * 1024


class LargePlace(NamedTuple):
    """A large body's place among the few in memory at once: what holds it, and the clock that stops meanwhile."""

    held: contextlib.AsyncExitStack
    clock: asyncio.Timeout

    async def take(self, places: asyncio.Semaphore) -> None:
        """Wait for a place. The wait is no fault of the publisher's, so its time does not count."""
        loop = asyncio.get_running_loop()
        when = self.clock.when()
        left = None if when is None else when - loop.time()
        self.clock.reschedule(None)
        await self.held.enter_async_context(places)
        if left is not None:
            self.clock.reschedule(loop.time() + left)


class Exchange:
    """Sends requests. Names are resolved here, and the connection goes to the very address that was checked, so that
    a name which changes its meaning between check and connection (DNS rebinding) gains nothing."""

    def __init__(self, limits: Limits, connections: Connections, resolve: Resolve) -> None:
        self._limits = limits
        self._connections = connections
        self._resolve = resolve
        self._large = asyncio.Semaphore(limits.large_bodies)

    @contextlib.asynccontextmanager
    async def send(
        self, url: httpx.URL, host: Host, headers: Sequence[tuple[bytes, bytes]], private_host: str | None
    ) -> AsyncIterator[tuple[httpx.Response, bool]]:
        """The answer to a GET, its body not yet read, and whether it comes from a private network.

        Raises `FetchError`. A connection that breaks before any answer is tried once more; so is each address of the
        host in turn.
        """
        proxy = self._connections.proxy_for(url)
        proxy_host = host_name(proxy) if proxy is not None else None
        async with self._connections.to(url, proxy) as transport:
            response, private = None, False
            tries = 1
            while response is None:
                try:
                    if proxy is None:
                        response, private = await self._send_directly(transport, url, host, headers, private_host)
                    else:
                        private = is_private_host(host.name)
                        response = await self._request(transport, url, url, headers, self._limits.connect)
                except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                    if tries == _TRIES or not is_broken_connection(error):
                        raise from_exception(error, host.name, proxy_host) from error
                    tries += 1
            try:
                yield response, private
            finally:
                await _stream(response).aclose()

    async def _send_directly(
        self,
        transport: httpx.AsyncHTTPTransport,
        url: httpx.URL,
        host: Host,
        headers: Sequence[tuple[bytes, bytes]],
        private_host: str | None,
    ) -> tuple[httpx.Response, bool]:
        addresses = await self._addresses(host, is_named(host.name, private_host))
        for number, address in enumerate(addresses, start=1):
            wait = self._limits.connect
            if number < len(addresses):
                wait = min(wait, _FIRST_TRIES)
            try:
                response = await self._request(transport, url, _pinned(url, address), headers, wait)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == len(addresses):
                    host.addresses = []
                    raise
                continue
            if number > 1:
                host.addresses = [address, *(other for other in addresses if other != address)]
            return response, is_private_host(address)
        raise private_refusal(host.name)

    async def _addresses(self, host: Host, named: bool) -> list[str]:
        """The host's addresses that may be connected to. Raises `FetchError` if there are none."""
        now = asyncio.get_running_loop().time()
        if not host.addresses or now > host.addresses_until:
            try:
                async with asyncio.timeout(self._limits.connect):
                    found = await self._resolve(host.name)
            except TimeoutError:
                message = f"The name {host.name} could not be looked up in time; try again later."
                raise FetchError("dns", message, connectivity=True) from None
            except OSError as error:
                raise from_lookup(error, host.name) from error
            host.addresses = [address for address in found if "%" not in address]
            host.addresses_until = now + _ADDRESSES_LIFE
        allowed = [address for address in host.addresses if named or not is_private_host(address)]
        if not allowed:
            raise private_refusal(host.name)
        return allowed[:_MAX_ADDRESSES]

    async def _request(
        self,
        transport: httpx.AsyncHTTPTransport,
        url: httpx.URL,
        connect_to: httpx.URL,
        headers: Sequence[tuple[bytes, bytes]],
        connect: float,
    ) -> httpx.Response:
        read = self._limits.read
        extensions = {
            "timeout": {"connect": connect, "read": read, "write": read, "pool": self._limits.total},
            "sni_hostname": host_name(url),
        }
        request = httpx.Request("GET", connect_to, headers=headers, extensions=extensions)
        return await transport.handle_async_request(request)

    async def read(
        self, response: httpx.Response, fields: Fields, host: str, limit: int, place: LargePlace
    ) -> tuple[bytes, bool]:
        """The body, decoded, and whether all of it came. Raises `FetchError`.

        A large body waits for its place among the few that are in memory at once.
        """
        body = Body(limit, encoded=_is_gzip(fields, host))
        whole, large = True, False
        try:
            async for piece in _stream(response):
                for _ in body.feed(piece):
                    if body.size >= _LARGE and not large:
                        large = True
                        await place.take(self._large)
            body.finish()
        except httpx.TimeoutException as error:
            raise from_exception(error, host, None) from error
        except httpx.HTTPError:
            whole = False
        except BodyTooBig:
            message = f"{host} sent more than {_size(limit)}, which evreader does not read."
            raise FetchError("too_big", message, status=response.status_code) from None
        return body.content, whole and body.complete


async def finish(response: httpx.Response) -> None:
    """End an answer that has no body (304), so that its connection can serve again."""
    with contextlib.suppress(httpx.HTTPError):
        async for _ in _stream(response):
            return


async def drain(response: httpx.Response) -> None:
    """Read off the short body of an answer that is not wanted, so that its connection can serve again."""
    received = 0
    with contextlib.suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(1.0):
            async for piece in _stream(response):
                received += len(piece)
                if received > _LEFTOVER:
                    return


def _stream(response: httpx.Response) -> httpx.AsyncByteStream:
    stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    return stream


def _pinned(url: httpx.URL, address: str) -> httpx.URL:
    """The same request, to a network address instead of a name."""
    return url if url.host == address else url.copy_with(host=address)


def _is_gzip(fields: Fields, host: str) -> bool:
    """Whether the body is encoded. Raises `FetchError` for every encoding but gzip, which alone was asked for."""
    codings = {coding.strip().lower() for coding in fields.get("content-encoding", "").split(",")} - {"", "identity"}
    if codings - {"gzip", "x-gzip"}:
        raise FetchError("http", f"{host} sent its answer in an encoding that evreader had not asked for.", status=200)
    return bool(codings)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.0f} MB" if count >= 1_000_000 else f"{count} bytes"

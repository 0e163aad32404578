"""The one place that speaks HTTP: guarded, bounded, and polite to publishers."""

import asyncio
import base64
import contextlib
from datetime import UTC, datetime
from types import TracebackType

import httpx
from msgspec import Struct

from evreader.fetch import headers
from evreader.fetch.address import check_address, check_parts, normal_host
from evreader.fetch.connections import Connections, host_name
from evreader.fetch.exchange import Exchange, LargePlace, Resolve, drain, finish
from evreader.fetch.failures import from_status
from evreader.fetch.hosts import Host, Hosts
from evreader.fetch.lookup import look_up
from evreader.fetch.result import FetchError, FetchKind, Limits, Response
from evreader.fetch.robots import ALLOW_ALL, UNAVAILABLE, Robots, read_robots
from evreader.fetch.schedule import MAXIMUM, RATE_LIMIT_DEFAULT
from evreader.model import Validators

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_SUCCESS = frozenset({200, 203, 226})
_OFFLINE_HOSTS = 3


class _Asked(Struct):
    """What is asked for, and how far it has come."""

    kind: FetchKind
    validators: Validators
    private_host: str | None
    max_bytes: int
    seconds_left: float
    held: contextlib.AsyncExitStack | None = None
    """Where a large body keeps its place until the caller is done with it; None: until it was read."""
    redirects: int = 0
    permanent: bool = True
    """Whether every redirect so far was a permanent one."""


class Fetcher:
    """Fetches feeds, pages and images; an async context manager, for one event loop.

    It keeps no cookies and no answers. It remembers each host's turn, pauses and robots.txt, so use one for a whole
    run.
    """

    def __init__(self, limits: Limits | None = None, *, resolve: Resolve = look_up) -> None:
        self._limits = limits or Limits()
        self._hosts = Hosts(self._limits)
        self._connections = Connections(self._limits)
        self._exchange = Exchange(self._limits, self._connections, resolve)
        self._unreached: set[str] = set()
        self._unreached_at = 0.0

    async def __aenter__(self) -> "Fetcher":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._connections.close()

    @property
    def seems_offline(self) -> bool:
        """Whether several hosts in a row could not be reached through the network's fault, and none answered since.

        Then it is of no use to go on, and no feed is to blame. This machine itself does not count. It holds for a
        quarter of a minute after the last try, so that new tries find out when the network is back.
        """
        return len(self._unreached) >= _OFFLINE_HOSTS and self._is_recent()

    def _is_recent(self) -> bool:
        return asyncio.get_running_loop().time() - self._unreached_at < self._limits.offline

    def _note_unreached(self, host: str) -> None:
        if not self._is_recent():
            self._unreached.clear()
        self._unreached.add(host)
        self._unreached_at = asyncio.get_running_loop().time()

    def pause(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long: requests to it fail as `rate_limited` without being sent."""
        until = asyncio.get_running_loop().time() + min(seconds, MAXIMUM)
        entry = self._hosts.get(normal_host(host))
        entry.paused_until = max(entry.paused_until, until)

    async def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        private_host: str | None = None,
        kind: FetchKind = "feed",
        max_bytes: int | None = None,
        held: contextlib.AsyncExitStack | None = None,
    ) -> Response:
        """Fetch one address, redirects followed. Raises `FetchError`.

        `validators` make the request conditional; `private_host` is the one host the user named, which may be on a
        private network. A user name and password in a feed's address are used for that host. Pages come one at a time
        from a host, with a delay, and only where robots.txt allows. Only a few large bodies are in memory at once:
        each keeps its place until it was read, or with `held` until that stack ends.
        """
        check_address(url, private_host, credentials=kind == "feed")
        asked = _Asked(
            kind=kind,
            validators=validators or Validators(),
            private_host=private_host,
            max_bytes=max_bytes or self._default_bytes(kind),
            seconds_left=self._limits.total,
            held=held,
        )
        try:
            address = httpx.URL(url.partition("#")[0])
        except httpx.InvalidURL:
            raise FetchError("address", "The address cannot be read; check its spelling.") from None
        return await self._follow(address, asked)

    def _default_bytes(self, kind: FetchKind) -> int:
        limits = self._limits
        return {
            "feed": limits.feed_bytes,
            "page": limits.page_bytes,
            "image": limits.image_bytes,
            "robots": limits.robots_bytes,
        }[kind]

    async def _follow(self, address: httpx.URL, asked: _Asked) -> Response:
        first = host_name(address)
        seen = {str(address)}
        while asked.redirects <= self._limits.redirects:
            try:
                check_parts(address.scheme, host_name(address), address.port, asked.private_host)
                answer = await self._ask(address, asked)
            except FetchError as error:
                if asked.redirects and error.kind == "address":
                    message = f"{first} redirects to where evreader does not go: {error.message}"
                    raise FetchError("redirect", message) from error
                raise
            if isinstance(answer, Response):
                return answer
            address = answer
            if str(address) in seen:
                raise FetchError("redirect", f"{first} redirects in a circle; its server is set up wrongly.")
            seen.add(str(address))
            asked.redirects += 1
        raise FetchError("redirect", f"{first} redirects more than {self._limits.redirects} times in a row.")

    async def _ask(self, address: httpx.URL, asked: _Asked) -> Response | httpx.URL:
        """One request when its turn has come: the answer, or where it redirects to."""
        with self._hosts.use(host_name(address)) as host:
            if asked.kind != "page":
                return await self._ask_in_turn(address, host, asked)
            async with host.page_turn():
                robots = await self._robots(address, host, asked.private_host)
                host.slow_down(robots.crawl_delay)
                if robots is UNAVAILABLE:
                    message = f"{host.name} has a fault of its own and cannot give its robots.txt; try again later."
                    raise FetchError("http", message)
                if not robots.allows(address.raw_path.decode("ascii", "replace")):
                    message = f"{host.name} asks programs not to fetch this page (robots.txt); open it in the browser."
                    raise FetchError("blocked", message)
                return await self._ask_in_turn(address, host, asked)

    async def _ask_in_turn(self, address: httpx.URL, host: Host, asked: _Asked) -> Response | httpx.URL:
        loop = asyncio.get_running_loop()
        async with host.turn():
            pause = host.paused_until - loop.time()
            if pause > 0:
                message = f"{host.name} asked to be left alone for a while; evreader waits before asking again."
                raise FetchError("rate_limited", message, retry_after=int(pause) + 1, host=host.name)
            started = loop.time()
            try:
                async with asyncio.timeout(asked.seconds_left) as clock:
                    return await self._send(address, host, asked, clock)
            except TimeoutError:
                message = f"{host.name} took longer than {self._limits.total:.0f} seconds; it may be overloaded."
                raise FetchError("timeout", message) from None
            except FetchError as error:
                if error.connectivity and not host.is_loopback:
                    self._note_unreached(host.name)
                raise
            finally:
                asked.seconds_left -= loop.time() - started

    async def _send(
        self, address: httpx.URL, host: Host, asked: _Asked, clock: asyncio.Timeout
    ) -> Response | httpx.URL:
        sent = headers.request_headers(address.netloc, asked.kind, asked.validators, _authorization(address))
        async with (
            contextlib.AsyncExitStack() as until_read,
            self._exchange.send(address, host, sent, asked.private_host) as (response, private),
        ):
            if not host.is_loopback:
                self._unreached.clear()
            status = response.status_code
            fields = headers.read_fields(response.headers.raw)
            if status in _REDIRECTS and fields.get("location"):
                await drain(response)
                asked.permanent = asked.permanent and status in _PERMANENT
                return _redirect_target(address, fields["location"])
            body, whole = b"", True
            if status == 304 and asked.validators != Validators():
                await finish(response)
                validators = headers.renewed(asked.validators, fields)
            elif status in _SUCCESS:
                place = LargePlace(asked.held or until_read, clock)
                body, whole = await self._exchange.read(response, fields, host.name, asked.max_bytes, place)
                if not body:
                    raise _no_body(host.name, whole)
                validators = headers.read_validators(fields) if whole else Validators()
            else:
                await drain(response)
                raise self._refused(status, fields, host, asked.kind)
        return Response(
            status=304 if status == 304 else 200,
            url=str(address.copy_with(userinfo=b"") if address.userinfo else address),
            permanent_url=str(address) if asked.redirects and asked.permanent else None,
            body=body,
            content_type=headers.content_type(fields),
            validators=validators,
            fresh_for=headers.fresh_for(fields, datetime.now(UTC)),
            truncated=not whole,
            private=private,
        )

    def _refused(self, status: int, fields: headers.Fields, host: Host, kind: FetchKind) -> FetchError:
        if status in (204, 205):
            return FetchError("empty", f"{host.name} answered without any content.", status=status)
        error = from_status(status, fields, host.name, kind, datetime.now(UTC))
        if error.kind == "rate_limited":
            self.pause(host.name, RATE_LIMIT_DEFAULT if error.retry_after is None else error.retry_after)
        return error

    async def _robots(self, address: httpx.URL, host: Host, private_host: str | None) -> Robots:
        """What the host's robots.txt says, asked for once. Raises `FetchError` where the host cannot be reached."""
        origin = f"{address.scheme}://{address.netloc.decode('ascii')}"
        async with host.robots_lock:
            robots = host.known_robots(origin)
            if robots is None:
                robots = await self._fetch_robots(httpx.URL(f"{origin}/robots.txt"), private_host)
                host.remember_robots(origin, robots)
            return robots

    async def _fetch_robots(self, address: httpx.URL, private_host: str | None) -> Robots:
        asked = _Asked(
            kind="robots",
            validators=Validators(),
            private_host=private_host,
            max_bytes=self._default_bytes("robots"),
            seconds_left=self._limits.total,
        )
        try:
            return read_robots((await self._follow(address, asked)).body)
        except FetchError as error:
            # RFC 9309, section 2.3.1: what is not there allows all, a server in trouble allows nothing.
            if error.kind == "http" and (error.status or 0) >= 500:
                return UNAVAILABLE
            if error.kind in ("http", "gone", "blocked", "empty", "redirect", "too_big"):
                return ALLOW_ALL
            raise


def _no_body(host: str, whole: bool) -> FetchError:
    if whole:
        return FetchError("empty", f"{host} answered with an empty body.", status=200)
    return FetchError("cut_off", f"{host} broke off before it had sent anything.", status=200)


def _authorization(address: httpx.URL) -> bytes | None:
    """The user name and password in an address, as HTTP's basic authentication."""
    if not address.userinfo:
        return None
    return b"Basic " + base64.b64encode(f"{address.username}:{address.password}".encode())


def _redirect_target(address: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads. Credentials are kept for the same host only. Raises `FetchError`."""
    try:
        target = address.join(location.encode("latin-1").decode("utf-8", "replace")).copy_with(fragment=None)
    except httpx.InvalidURL:
        raise FetchError("redirect", f"{host_name(address)} redirects to an address that cannot be read.") from None
    if target.userinfo and target.userinfo != address.userinfo:
        raise FetchError("redirect", f"{host_name(address)} redirects to an address with a user name or password.")
    if address.scheme == "https" and target.scheme == "http":
        message = f"{host_name(address)} redirects from https to plain http, which evreader does not follow."
        raise FetchError("redirect", message)
    same_port = address.port == target.port
    if address.userinfo and host_name(address) == host_name(target) and same_port:
        return target.copy_with(userinfo=address.userinfo)
    return target.copy_with(userinfo=b"")

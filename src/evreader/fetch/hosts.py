"""What is known of each host during a run: whose turn it is, its pauses, addresses and robots.txt."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator

from evreader.fetch.address import is_loopback_host
from evreader.fetch.result import Limits
from evreader.fetch.robots import UNAVAILABLE, Robots

_REMEMBERED = 4096
_ORIGINS = 8
_ROBOTS_LIFE = 3600.0
_FAILED_ROBOTS_LIFE = 600.0


class Host:
    """One host's turns, pauses, addresses and robots.txt."""

    def __init__(self, name: str, limits: Limits, total: asyncio.Semaphore, loopback: asyncio.Semaphore) -> None:
        self.name = name
        self.is_loopback = is_loopback_host(name)
        # This machine has no publisher to spare and no line to share: only its own bound applies.
        self.slots = loopback if self.is_loopback else asyncio.Semaphore(limits.per_host)
        self.page_slots = asyncio.Semaphore(limits.loopback_connections if self.is_loopback else 1)
        self.page_delay = 0.0 if self.is_loopback else limits.page_delay
        self.next_page_at = 0.0
        """On the loop's clock."""
        self.paused_until = 0.0
        """On the loop's clock."""
        self.addresses: list[str] = []
        self.addresses_until = 0.0
        self._robots: dict[str, tuple[Robots, float]] = {}
        self.robots_lock = asyncio.Lock()
        self.users = 0
        self._total = contextlib.nullcontext() if self.is_loopback else total

    def slow_down(self, delay: float) -> None:
        """Keep to the delay between pages that robots.txt asks for."""
        if not self.is_loopback:
            self.page_delay = max(self.page_delay, delay)

    def known_robots(self, origin: str) -> Robots | None:
        """What an origin (a scheme and port of this host) said lately."""
        robots, until = self._robots.get(origin, (None, 0.0))
        return robots if asyncio.get_running_loop().time() < until else None

    def remember_robots(self, origin: str, robots: Robots) -> None:
        """Keep what an origin says; a host has few of them."""
        if len(self._robots) >= _ORIGINS:
            self._robots.clear()
        life = _FAILED_ROBOTS_LIFE if robots is UNAVAILABLE else _ROBOTS_LIFE
        self._robots[origin] = robots, asyncio.get_running_loop().time() + life

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a request may go out, and hold its place."""
        async with self.slots, self._total:
            yield

    @contextlib.asynccontextmanager
    async def page_turn(self) -> AsyncIterator[None]:
        """Wait until a page may be asked for: one at a time, with a delay between them."""
        loop = asyncio.get_running_loop()
        async with self.page_slots:
            wait = self.next_page_at - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                self.next_page_at = loop.time() + self.page_delay


class Hosts:
    """The hosts of a run; those longest unused are forgotten beyond some thousands."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._total = asyncio.Semaphore(limits.connections)
        self._loopback = asyncio.Semaphore(limits.loopback_connections)
        self._hosts: OrderedDict[str, Host] = OrderedDict()

    @contextlib.contextmanager
    def use(self, name: str) -> Iterator[Host]:
        """The host of that name, not forgotten while in use."""
        host = self.get(name)
        host.users += 1
        try:
            yield host
        finally:
            host.users -= 1

    def get(self, name: str) -> Host:
        """The host of that name."""
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = Host(name, self._limits, self._total, self._loopback)
        self._hosts.move_to_end(name)
        if len(self._hosts) > _REMEMBERED:
            oldest = next(iter(self._hosts.values()))
            if oldest.users == 0:
                del self._hosts[oldest.name]
        return host

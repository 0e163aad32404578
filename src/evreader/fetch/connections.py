"""Connections to hosts: one small pool a host, few kept open, proxies from the environment."""

import contextlib
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from urllib.request import getproxies_environment, proxy_bypass

import httpx

from evreader.fetch.address import is_loopback_host, normal_host
from evreader.fetch.result import FetchError, Limits

_KEEP_ALIVE = 15.0
_POOL_SIZE = 2
_POOL_LIMITS = httpx.Limits(
    max_connections=_POOL_SIZE, max_keepalive_connections=_POOL_SIZE, keepalive_expiry=_KEEP_ALIVE
)


def host_name(url: httpx.URL) -> str:
    """The host of an address as connections name it: in ASCII, normalised."""
    return normal_host(url.raw_host.decode("ascii"))


def _unusable_proxy() -> FetchError:
    message = "The proxy of the environment is of a kind evreader cannot use; name an http proxy in HTTP_PROXY."
    return FetchError("connect", message, connectivity=True)


class _Pool:
    def __init__(self, transport: httpx.AsyncHTTPTransport) -> None:
        self.transport = transport
        self.users = 0


class Connections:
    """Small pools of connections for each host (and scheme), the idle ones longest unused closed.

    httpx's pool looks through all its connections several times a request, so that many small pools are faster than
    a large one; and its transports alone, without its client, neither follow redirects nor keep cookies nor decode
    bodies unasked.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pools: OrderedDict[tuple[str, str, str], list[_Pool]] = OrderedDict()
        self._proxies = getproxies_environment()
        self._secure: ssl.SSLContext | None = None

    def proxy_for(self, url: httpx.URL) -> httpx.URL | None:
        """The proxy the environment names for an address; this machine itself needs none. Raises `FetchError`."""
        if not self._proxies or is_loopback_host(host_name(url)):
            return None
        if proxy_bypass(url.netloc.decode("ascii")):
            return None
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        if not proxy:
            return None
        try:
            return httpx.URL(proxy if "://" in proxy else f"http://{proxy}")
        except httpx.InvalidURL:
            raise _unusable_proxy() from None

    @contextlib.asynccontextmanager
    async def to(self, url: httpx.URL, proxy: httpx.URL | None) -> AsyncIterator[httpx.AsyncHTTPTransport]:
        """The transport for a host, held open while in use. Raises `FetchError` for a proxy that cannot be used."""
        key = (url.scheme, host_name(url), str(proxy or ""))
        pools = self._pools.setdefault(key, [])
        self._pools.move_to_end(key)
        pool = next((pool for pool in pools if pool.users < _POOL_SIZE), None)
        if pool is None:
            pool = _Pool(self._open(url, proxy))
            pools.append(pool)
        pool.users += 1
        try:
            yield pool.transport
        finally:
            pool.users -= 1
            await self._close_idle()

    def _open(self, url: httpx.URL, proxy: httpx.URL | None) -> httpx.AsyncHTTPTransport:
        try:
            return httpx.AsyncHTTPTransport(
                verify=self._context(secure=url.scheme == "https" or proxy is not None),
                limits=_POOL_LIMITS,
                proxy=proxy,
            )
        except (ImportError, ValueError):  # SOCKS, which needs a package more, or an unknown scheme
            raise _unusable_proxy() from None

    def _context(self, *, secure: bool) -> ssl.SSLContext:
        """One context for all, loaded when first needed; for plain http an empty one that trusts nobody."""
        if not secure:
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self._secure is None:
            self._secure = httpx.create_ssl_context()
        return self._secure

    async def _close_idle(self) -> None:
        excess = len(self._pools) - self._limits.open_hosts
        if excess <= 0:
            return
        idle = [key for key, pools in self._pools.items() if not any(pool.users for pool in pools)]
        # All are taken out before the first is closed: closing lets other tasks run, and they may come here too.
        closing = [pool for key in idle[:excess] for pool in self._pools.pop(key)]
        for pool in closing:
            await pool.transport.aclose()

    async def close(self) -> None:
        """Close everything."""
        while self._pools:
            for pool in self._pools.popitem()[1]:
                await pool.transport.aclose()

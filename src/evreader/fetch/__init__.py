"""Polite and guarded HTTP. Only `Fetcher` needs httpx, which is imported when that name is first used."""

from typing import TYPE_CHECKING, Any

from evreader.fetch.address import check_address, host_of, is_loopback_host, is_private_host
from evreader.fetch.result import FetchError, Limits, Response, is_connectivity

if TYPE_CHECKING:
    from evreader.fetch.fetcher import Fetcher

__all__ = [
    "FetchError",
    "Fetcher",
    "Limits",
    "Response",
    "check_address",
    "host_of",
    "is_connectivity",
    "is_loopback_host",
    "is_private_host",
]


def __getattr__(name: str) -> Any:
    if name == "Fetcher":
        from evreader.fetch.fetcher import Fetcher

        return Fetcher
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

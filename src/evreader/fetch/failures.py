"""What an error of the network or a refusing answer means, as a `FetchError` with a sentence for people."""

import errno
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime

import httpx

from evreader.fetch.headers import Fields, retry_after
from evreader.fetch.result import FetchError, FetchKind

_NO_NETWORK = frozenset({errno.ENETUNREACH, errno.ENETDOWN})
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})

OFFLINE = "There is no network connection; what is stored stays readable, and evreader tries again later."


def offline() -> FetchError:
    """The error for a machine without a network."""
    return FetchError("offline", OFFLINE)


def has_route() -> bool:
    """Whether this machine has a route to the internet at all. Sends nothing: a UDP `connect` only looks one up.

    The addresses stand for any on the internet; they are those of the root name server A.
    """
    for family, address in ((socket.AF_INET, "198.41.0.4"), (socket.AF_INET6, "2001:503:ba3e::2:30")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
        except OSError:
            continue
        return True
    return False


def from_lookup(error: OSError, host: str) -> FetchError:
    """The host's name could not be resolved."""
    if not has_route():
        return offline()
    if isinstance(error, socket.gaierror) and error.errno in _NO_SUCH_NAME:
        return FetchError("dns", f"{host} does not exist; check the spelling of the address.")
    return FetchError("dns", f"The name {host} could not be looked up just now; try again later.", connectivity=True)


def from_exception(error: Exception, host: str, proxy: str | None) -> FetchError:
    """An exception of httpx while asking `host`, through the proxy of that host name if there is one."""
    if isinstance(error, httpx.ConnectTimeout):
        return FetchError("timeout", f"{_peer(host, proxy)} did not accept a connection in time.", connectivity=True)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return FetchError("timeout", f"{host} did not answer in time; it may be overloaded.")
    if isinstance(error, httpx.ProxyError):
        return FetchError("connect", f"{_peer(host, proxy)} would not pass the request on; check HTTP_PROXY.")
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = getattr(cause, "verify_message", "") or "it cannot be verified"
            return FetchError("tls", f"The certificate of {host} is not valid: {reason.rstrip('.')}.")
        if isinstance(cause, ssl.SSLError):
            return FetchError("tls", f"No secure connection could be made to {host}.")
        if isinstance(cause, socket.gaierror):
            return _proxied(from_lookup(cause, proxy or host), proxy)
        if isinstance(cause, OSError) and cause.errno in _NO_NETWORK and not has_route():
            return offline()
        if isinstance(cause, ConnectionRefusedError):
            message = f"{_peer(host, proxy)} refused the connection; its server may be down."
            return _proxied(FetchError("connect", message), proxy)
    if isinstance(error, httpx.ConnectError):
        return FetchError("connect", f"{_peer(host, proxy)} cannot be reached.", connectivity=True)
    if isinstance(error, httpx.LocalProtocolError | httpx.InvalidURL | httpx.UnsupportedProtocol):
        return FetchError("address", "The address cannot be asked for over HTTP; check its spelling.")
    if is_broken_connection(error):
        return FetchError("connect", f"{host} closed the connection without an answer.")
    return FetchError("connect", f"{host} answered with something that is not HTTP.")


def is_broken_connection(error: Exception) -> bool:
    """Whether a connection ended before any answer, as one kept open may at any time: worth one more try."""
    if isinstance(error, httpx.RemoteProtocolError):
        return "disconnected" in str(error)
    return isinstance(error, httpx.ReadError | httpx.WriteError | httpx.CloseError)


def _proxied(error: FetchError, proxy: str | None) -> FetchError:
    """An unreachable proxy cuts off everything, so it is the network's fault and no feed's."""
    if proxy is not None:
        error.connectivity = True
    return error


def _peer(host: str, proxy: str | None) -> str:
    return host if proxy is None else f"The proxy {proxy}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what led to it, groups opened, at most 20."""
    waiting = [error]
    for _ in range(20):
        if not waiting:
            return
        current = waiting.pop(0)
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        waiting.extend(e for e in (current.__cause__, current.__context__) if e is not None)


def from_status(status: int, fields: Fields, host: str, kind: FetchKind, now: datetime) -> FetchError:
    """An answer that is neither a success nor a redirect."""
    what = "file" if kind == "robots" else kind
    wait = retry_after(fields, now)
    if fields.get("cf-mitigated", "").strip().lower() == "challenge":
        message = f"{host} asks visitors to prove that they are no program, so evreader cannot get this {what}."
        return FetchError("blocked", message, status=status)
    if status == 429 or (status == 503 and wait is not None):
        asked = "" if wait is None else f" and asks to be left alone for {_duration(wait)}"
        message = f"{host} says it is asked too often{asked}; evreader waits before asking again."
        if status == 503:
            message = f"{host} is not available{asked}; evreader waits before asking again."
        return FetchError("rate_limited", message, status=status, retry_after=wait, host=host)
    if status == 410:
        message = f"{host} says this {what} has ended for good (410); what is stored stays."
        return FetchError("gone", message, status=status)
    known = {
        401: f"{host} wants a user name and password for this {what} (401); put them in its address.",
        402: f"{host} wants payment for this {what} (402).",
        403: f"{host} refuses access to this {what} (403); it may block programs or need a subscription.",
        404: f"{host} has no {what} at this address (404); it may have moved.",
        407: "The proxy wants a user name and password (407); put them in HTTP_PROXY.",
        451: f"{host} withholds this {what} for legal reasons (451).",
    }
    message = known.get(status, "")
    if not message and status >= 500:
        message = f"{host} has a fault of its own ({status}); evreader tries again later."
    return FetchError("http", message or f"{host} answered with status {status} instead of the {what}.", status=status)


def _duration(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} seconds"
    if seconds < 7200:
        return f"{round(seconds / 60)} minutes"
    return f"{round(seconds / 3600)} hours" if seconds < 172_800 else f"{min(round(seconds / 86_400), 9999)} days"

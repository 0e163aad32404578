"""Addresses as people type them and lists carry them."""

import re

from evreader.engine.errors import EngineError
from evreader.fetch import FetchError, check_address, host_of, is_private_host
from evreader.text import clean_line, without_credentials

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_USER = re.compile(r"\A[^/?#]*@")


def typed_address(text: str) -> tuple[str, str | None]:
    """The address a person means, and its host where that is on a private network: naming it allows it.

    A missing scheme becomes https, or http for this machine and the local network; `feed:` is taken off.
    Raises `EngineError` where it cannot be fetched.
    """
    address = text.strip()
    if not address:
        raise EngineError("The address is empty.")
    if address.lower().startswith("feed:"):
        address = address[5:].removeprefix("//")
    if not _SCHEME.match(address):
        scheme = "http" if is_private_host(host_of(f"http://{address}")) else "https"
        address = f"{scheme}://{address}"
    host = host_of(address)
    try:
        check_address(address, private_host=host)
    except FetchError as error:
        raise EngineError(f"{shown_address(text)}: {error.message}") from error
    return address, host if is_private_host(host) else None


def shown_address(text: str) -> str:
    """An address, or what was typed for one, as a message may show it: one line, no user name or password."""
    return clean_line(_USER.sub("", without_credentials(text.strip())), 200)

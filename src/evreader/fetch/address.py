"""Which addresses may be fetched at all: http and https, and nothing on a private network that nobody named."""

import re
import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from evreader.fetch.result import FetchError
from evreader.text import clean_line

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_NUMERIC_HOST = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)

# Names that resolve inside a machine or a local network only: RFC 6761, RFC 6762, RFC 8375, ICANN's ".internal", and
# the endings that home routers and companies use.
_LOCAL_ENDINGS = (
    ".localhost",
    ".localdomain",
    ".local",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".home.arpa",
    ".corp",
    ".private",
)

# Within the addresses that `ipaddress` calls global these still are not: the old relay anycast of 6to4 (RFC 7526).
_IPV4_SPECIAL = (ip_network("192.88.99.0/24"), ip_network("192.0.0.0/24"))
_IPV6_PUBLIC = IPv6Network("2000::/3")  # all that IANA has opened for global unicast
_IPV6_SPECIAL = (
    IPv6Network("2001::/23"),  # protocol assignments, Teredo among them (RFC 2928)
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),  # documentation (RFC 9637)
)
_6TO4 = IPv6Network("2002::/16")
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits


def check_address(url: str, private_host: str | None = None, *, credentials: bool = True) -> None:
    """Refuse what may not be fetched, as far as the text tells; names are resolved and checked when connecting.

    `private_host` is the one host the user named, which may be private. Without `credentials` an address with a user
    name or password is refused too. Raises `FetchError` of kind `address`.
    """
    if _UNSAFE.search(url):
        raise FetchError("address", "The address holds a space, backslash or control character; check its spelling.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError("address", "The address cannot be read; check its spelling.") from None
    if not credentials and (parts.username is not None or parts.password is not None):
        raise FetchError("address", "The address carries a user name or password that you did not give.")
    check_parts(parts.scheme, parts.hostname or "", port, private_host)


def check_parts(scheme: str, host: str, port: int | None, private_host: str | None) -> None:
    """`check_address` for an address already taken apart."""
    if scheme.lower() not in ("http", "https"):
        named = clean_line(scheme, 20)
        message = f"evreader fetches http and https addresses only, not {named}." if named else _NO_SCHEME
        raise FetchError("address", message)
    if not host:
        raise FetchError("address", "The address names no host; check its spelling.")
    if port == 0:
        raise FetchError("address", "The address names port 0, which cannot be connected to.")
    if is_private_host(host) and not is_named(host, private_host):
        raise private_refusal(host)


_NO_SCHEME = "The address has no scheme; it should begin with https://."


def private_refusal(host: str) -> FetchError:
    """The error for a host on a private network that nobody named."""
    return FetchError(
        "address",
        f"{clean_line(host, 80)} is on this machine or a private network, and evreader goes there only "
        "for a feed or page whose address you typed yourself.",
    )


def is_named(host: str, private_host: str | None) -> bool:
    """Whether `host` is the one host the user named."""
    return private_host is not None and normal_host(host) == normal_host(private_host)


def normal_host(host: str) -> str:
    """A host name for comparing: lower case, without brackets and final dot."""
    return host.strip("[]").rstrip(".").lower()


def host_of(url: str) -> str:
    """The host of an address, normalised; "" where there is none."""
    try:
        return normal_host(urlsplit(url).hostname or "")
    except ValueError:
        return ""


@lru_cache(maxsize=1024)
def is_private_host(host: str) -> bool:
    """Whether a host is on this machine or a local network, as far as its name or number tells; nothing is resolved."""
    name = normal_host(host)
    literal = literal_address(name)
    if literal is not None:
        return not is_public(literal)
    return "." not in name or name.endswith(_LOCAL_ENDINGS)


@lru_cache(maxsize=1024)
def is_loopback_host(host: str) -> bool:
    """Whether a host is this very machine by its name or number."""
    name = normal_host(host)
    literal = literal_address(name)
    if literal is not None:
        return literal.is_loopback
    return name == "localhost" or name.endswith(".localhost")


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address a host is written as, in any spelling that resolvers take (127.1, 0x7f000001); else None."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    if _NUMERIC_HOST.fullmatch(host):
        try:
            return IPv4Address(socket.inet_aton(host))
        except OSError:
            return None
    return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet.

    False for loopback, private, link-local, carrier-grade NAT, multicast, reserved and documentation ranges (IANA's
    special-purpose registries), also where IPv6 merely wraps such an IPv4 address (mapped, 6to4, NAT64).
    """
    if isinstance(address, IPv4Address):
        special = any(address in network for network in _IPV4_SPECIAL)
        return address.is_global and not address.is_multicast and not special
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if address in _6TO4:
        return is_public(IPv4Address((int(address) >> 80) & 0xFFFFFFFF))
    return address in _IPV6_PUBLIC and not any(address in network for network in _IPV6_SPECIAL)

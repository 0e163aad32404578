"""A base for relative addresses that can be told from every real one, and taken out again.

feedparser joins links and ids with the document's address. Ids must not be: one that is no address would change when
the feed moves, and every story would be new. So feedparser is told this base instead, and what it joined with it is
made relative again; `stories` then resolves links, and leaves ids alone.
"""

import re
from urllib.parse import urljoin

_DEPTH = 3
_STEP = "/.evreader"
_ORIGIN = "gopher://relative.invalid"
BASE = f"{_ORIGIN}{_STEP * _DEPTH}/"
"""A scheme that no feed has, so that joining leaves all others as they are; deep enough for "../"."""

_ABSOLUTE = re.compile(r"(?!gopher:)[A-Za-z][A-Za-z0-9+.-]*:", re.IGNORECASE)
_SLASHES = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")


def relative(address: str) -> str:
    """`address` as it was before it was joined with `BASE`; others as they are."""
    if not address.startswith("gopher://"):
        return address
    if address.startswith(BASE):
        return address[len(BASE) :]
    if not address.startswith(_ORIGIN):
        return address[len("gopher:") :]
    path = address[len(_ORIGIN) :]
    steps = 0
    while path.startswith(f"{_STEP}/"):
        path = path[len(_STEP) :]
        steps += 1
    return "../" * (_DEPTH - steps) + path[1:] if steps else path


def joined(base: str, address: str) -> str:
    """feedparser's joining of addresses."""
    if base is BASE and _ABSOLUTE.match(address) and _is_simple(address):
        return address
    address = _SLASHES.sub(r"\1\3", address)
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _is_simple(address: str) -> bool:
    """Whether an absolute address needs no mending and cannot fail to be taken apart."""
    return address.isascii() and "///" not in address and "[" not in address and "]" not in address

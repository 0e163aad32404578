"""Addresses found in documents: absolute, http or https, without characters that do not belong there."""

import re
from urllib.parse import urljoin, urlsplit

from evreader.feeds.limits import MAX_ADDRESS
from evreader.text import clean

_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?::[1-9]\d{1,3})?(?:/[A-Za-z0-9_.~!$'()*+,;:@%/?&=#-]*)?")
_LINE_BREAKS = re.compile(r"[\t\r\n]+")
_UNSAFE = {ord(c): f"%{ord(c):02X}" for c in ' "<>\\^`{|}'} | {0xA0: "%C2%A0"}
_SLASHES = re.compile(r"(?i)^(https?:)/*")


def absolute(url: str, base: str = "") -> str:
    """`url` as an address that may be stored and opened, resolved against `base`; "" where it is none.

    Anything but http and https, hosts that cannot be hosts, and addresses over the limit give "". User names and
    passwords are taken out: they serve only to disguise the host.
    """
    if len(url) <= MAX_ADDRESS and _PLAIN.fullmatch(url):
        return url
    url = _LINE_BREAKS.sub("", clean(url)).strip()
    if not url or len(url) > MAX_ADDRESS:
        return ""
    url = _SLASHES.sub(r"\1//", url)
    if url.endswith("://"):
        return ""
    try:
        url = urljoin(base, url) if base else url
        url = url.translate(_UNSAFE)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "%" in parts.netloc:
            return ""
        if parts.port == 0:
            return ""
        if "@" in parts.netloc:
            url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    except ValueError:
        return ""
    return url if len(url) <= MAX_ADDRESS else ""

"""Web addresses as pages write them: made absolute, cleaned, refused where they are not http(s)."""

import re
from urllib.parse import urljoin, urlsplit

from evreader.text import clean

MAX_LENGTH = 2_000
_UNSAFE = re.compile(r"[\s\x00-\x20\x7f\"<>\\^`{|}]")


def absolute(address: str | None, base: str) -> str:
    """The address as an absolute http(s) one without control characters; "" where it is none. Never raises."""
    if not address or len(address) > MAX_LENGTH:
        return ""
    address = clean(address).strip()
    if not address or address.startswith("#"):
        return ""
    try:
        joined = urljoin(base, re.sub(r"[\t\n]", "", address))
        parts = urlsplit(joined)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), joined)

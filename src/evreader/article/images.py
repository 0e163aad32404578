"""Which picture an image element shows: the real address of lazy images, nothing for tracking pixels."""

import re

from lxml.html import HtmlElement

from evreader.article.address import absolute

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-url", "data-hi-res-src", "data-image")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PLACEHOLDER = re.compile(
    r"(?:^data:|blank\.(?:gif|png)|spacer|placeholder|pixel\.(?:gif|png)|/1x1|transparent\.|lazy[-_]?load)",
    re.IGNORECASE,
)
_TRACKER = re.compile(
    r"(?:\bfeeds\.feedburner\.com/~|\bfeedsportal\.com|doubleclick\.net|scorecardresearch|google-analytics|/wp-includes/images/smilies"
    r"|stats\.wordpress\.com|pixel\.wp\.com|/(?:beacon|pixel|track(?:ing)?|counter|open)(?:[./?]|$)|[?&]utm_pixel|gravatar\.com/avatar)",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)[wx](?:,(.*))?$", re.DOTALL)
MAX_SOURCE_SET = 20_000
"""Characters of a `srcset` that are read."""
SMALLEST = 40
"""Pixels: icons, avatars and tracking images are smaller than any picture of an article."""


def picture_address(image: HtmlElement, base: str) -> str:
    """The address of the picture an `img` (or `amp-img`) shows, absolute; "" for icons and tracking pixels."""
    if any(0 <= _pixels(image.get(side)) < SMALLEST for side in ("width", "height")):
        return ""
    candidates = [image.get(name) for name in _LAZY]
    candidates += [largest(image.get(name)) for name in _LAZY_SETS]
    candidates.insert(0, image.get("src") if not _PLACEHOLDER.search(image.get("src") or "data:") else None)
    parent = image.getparent()
    if parent is not None and parent.tag == "picture":
        candidates += [
            largest(source.get("srcset") or source.get("data-srcset")) for source in parent.iterchildren("source")
        ]
    for candidate in candidates:
        address = absolute(candidate, base)
        if address and not _PLACEHOLDER.search(address):
            return "" if _TRACKER.search(address) else address
    return ""


def largest(source_set: str | None) -> str:
    """The widest candidate of a `srcset`. Linear, whatever it is given."""
    candidates: list[tuple[float, str]] = []
    address = ""
    for token in (source_set or "")[:MAX_SOURCE_SET].split():
        size = _SIZE.match(token)
        if size and address:
            candidates.append((float(size.group(1)), address))
            address = size.group(2) or ""  # no white space after the comma
        else:
            if address:
                candidates.append((0.0, address))
            address = token
    if address:
        candidates.append((0.0, address))
    # The first of the widest ones: `max` keeps the order.
    return max(candidates, key=lambda candidate: candidate[0], default=(0.0, ""))[1].rstrip(",")


def _pixels(value: str | None) -> int:
    """A width or height in pixels; -1 where it is not given as such."""
    found = re.fullmatch(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*", value or "")
    return int(found.group(1)) if found else -1

"""robots.txt as RFC 9309 defines it: the most specific group for us, the longest matching rule, `*` and `$`."""

import re
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

PRODUCT = "evreader"
"""The token by which a robots.txt can name this program."""
MAX_BYTES = 500 * 1024
"""What of a robots.txt is read, as the RFC asks for."""

_MAX_RULES = 5000
_MAX_CRAWL_DELAY = 30.0
_TOKEN = re.compile(r"[A-Za-z_-]+")


class _Rule(Struct, frozen=True):
    allow: bool
    pattern: str


class Robots(Struct, frozen=True):
    """What a host's robots.txt says to this program."""

    rules: tuple[_Rule, ...] = ()
    crawl_delay: float = 0.0
    """Seconds the host asks to leave between pages, at most 30."""

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be fetched. The longest pattern that matches decides; Allow wins a tie."""
        best, allowed = -1, True
        for rule in self.rules:
            length = len(rule.pattern)
            if length < best or (length == best and (allowed or not rule.allow)):
                continue
            if _matches(rule.pattern, target):
                best, allowed = length, rule.allow
        return allowed


ALLOW_ALL = Robots()
UNAVAILABLE = Robots(rules=(_Rule(allow=False, pattern=""),))
"""What holds while a server in trouble cannot give its robots.txt (RFC 9309 section 2.3.1.4): nothing is allowed."""


def read_robots(body: bytes) -> Robots:
    """Read a robots.txt; what cannot be understood is passed over."""
    ours = _Group()
    everyones = _Group()
    current: list[_Group] = []
    naming: Literal["agents", "rules"] = "rules"
    lines = body[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    for line in lines:
        key, separator, value = line.partition("#")[0].partition(":")
        if not separator:
            continue
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            if naming == "rules":
                current, naming = [], "agents"
            token = _TOKEN.match(value)
            if token is not None and token[0].lower() == PRODUCT:
                ours.present = True
                current.append(ours)
            elif value.startswith("*"):
                current.append(everyones)
        elif key in ("allow", "disallow", "crawl-delay"):
            naming = "rules"
            for group in current:
                group.add(key, value)
    return (ours if ours.present else everyones).frozen()


class _Group:
    def __init__(self) -> None:
        self.present = False
        self.rules: list[_Rule] = []
        self.crawl_delay = 0.0

    def add(self, key: str, value: str) -> None:
        if key == "crawl-delay":
            if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value):
                self.crawl_delay = min(float(value), _MAX_CRAWL_DELAY)
        elif value and len(self.rules) < _MAX_RULES:
            pattern = value if value.isascii() else quote(value, safe="/%?=&*$:@!,;+()'~")
            self.rules.append(_Rule(allow=key == "allow", pattern=pattern[:2000]))

    def frozen(self) -> Robots:
        return Robots(rules=tuple(self.rules), crawl_delay=self.crawl_delay)


def _matches(pattern: str, target: str) -> bool:
    """Whether a pattern matches the start of a target, or with a final `$` all of it; `*` stands for anything.

    Each piece between stars is looked for once, left to right, so that no pattern takes exponential time.
    """
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    if not rest:
        return not anchored or len(target) == len(first)
    position = len(first)
    if anchored:
        *rest, last = rest
        if len(target) - len(last) < position or not target.endswith(last):
            return False
        target = target[: len(target) - len(last)]
    for piece in rest:
        found = target.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return True

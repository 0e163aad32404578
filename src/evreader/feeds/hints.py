"""How long a publisher asks to wait between two visits: ttl, sy:updatePeriod and skipHours.

Read from the words of the document's head, the same for every parser. Rules: RSS 2.0 specification (ttl in minutes,
skipHours), RSS 1.0 syndication module (updatePeriod, updateFrequency).
"""

import re

_HEAD_BYTES = 32 * 1024
_FIRST_ENTRY = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:item|entry)[\s>/]")
_TTL = re.compile(rb"<ttl>\s*(\d{1,7})\s*</ttl>")
_PERIOD = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?updatePeriod>\s*([a-zA-Z]{4,8})\s*<")
_FREQUENCY = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?updateFrequency>\s*(\d{1,5})\s*<")
_SKIP_HOURS = re.compile(rb"<skipHours>([^\x00]{0,2000}?)</skipHours>", re.IGNORECASE)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)

_PERIOD_SECONDS = {
    b"hourly": 3_600,
    b"daily": 86_400,
    b"weekly": 7 * 86_400,
    b"monthly": 30 * 86_400,
    b"yearly": 365 * 86_400,
}


def refresh_after(data: bytes) -> int | None:
    """Seconds, the longest of what the document asks for; None where it says nothing that can be meant.

    Without a clock, hours to skip count as what they make on average: a feed to be left alone 12 hours a day is worth
    a visit every two hours.
    """
    head = data[:_HEAD_BYTES]
    if b"ttl>" not in head and b"updatePeriod" not in head and b"kipHours" not in head:
        return None
    first = _FIRST_ENTRY.search(head)
    if first is not None:
        head = head[: first.start()]
    waits = []
    ttl = _TTL.search(head)
    if ttl is not None:
        waits.append(int(ttl[1]) * 60)
    period = _PERIOD.search(head)
    if period is not None:
        frequency = _FREQUENCY.search(head)
        times = max(int(frequency[1]), 1) if frequency is not None else 1
        waits.append(_PERIOD_SECONDS.get(period[1].lower(), 0) // times)
    skipped = _SKIP_HOURS.search(head)
    if skipped is not None:
        hours = {int(hour) % 24 for hour in _HOUR.findall(skipped[1])}
        if hours:
            waits.append(86_400 // max(24 - len(hours), 1))
    return max(waits, default=0) or None

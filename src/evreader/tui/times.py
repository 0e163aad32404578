"""Moments as the screen shows them, in the reader's own time zone."""

from datetime import datetime

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_WORDS_A_MINUTE = 230
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def age(now: int, then: int) -> str:
    """How old something is, in as few cells as possible: `now`, `5m`, `2h`, `3d`, `6w`, `2y`."""
    seconds = max(now - then, 0)
    if seconds < _MINUTE:
        return "now"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE}m"
    if seconds < _DAY:
        return f"{seconds // _HOUR}h"
    days = seconds // _DAY
    if days < 14:
        return f"{days}d"
    return f"{days // 7}w" if days < 365 else f"{days // 365}y"


def ago(now: int, then: int) -> str:
    """The same in words: `just now`, `12 min ago`, `3 days ago`."""
    seconds = max(now - then, 0)
    if seconds < _MINUTE:
        return "just now"
    return f"{_span(seconds)} ago"


def since(now: int, then: int) -> str:
    """How long something has lasted: `5 min`, `3 days`."""
    return _span(max(now - then, _MINUTE))


def _span(seconds: int) -> str:
    for unit, name in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "min")):
        if seconds >= unit:
            count = seconds // unit
            return f"{count} {name}" if name == "min" or count == 1 else f"{count} {name}s"
    return "1 min"


def moment(then: datetime, now: datetime) -> tuple[str, str]:
    """A date in full, `Sun 22 Nov 16:00`, and short, `22 Nov 16:00`; the year where it is not this one."""
    there, here = then.astimezone(), now.astimezone()
    day = f"{there.day} {_MONTHS[there.month - 1]}"
    if there.year != here.year:
        return f"{_DAYS[there.weekday()]} {day} {there.year}", f"{day} {there.year}"
    clock = f"{there.hour:02}:{there.minute:02}"
    return f"{_DAYS[there.weekday()]} {day} {clock}", f"{day} {clock}"


def clock(then: int) -> str:
    """The time of day."""
    there = datetime.fromtimestamp(then)
    return f"{there.hour:02}:{there.minute:02}"


def minutes_to_read(words: int) -> str:
    """How long a text takes to read."""
    return f"{max(round(words / _WORDS_A_MINUTE), 1)} min"

"""Moments: the store keeps whole seconds since 1970, the rest of the program aware UTC datetimes."""

from datetime import UTC, datetime

_EARLIEST = int(datetime(1, 1, 2, tzinfo=UTC).timestamp())
_LATEST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


def to_seconds(moment: datetime | int) -> int:
    """A moment as the store keeps it; fractions of a second are dropped."""
    return moment if isinstance(moment, int) else int(moment.timestamp() // 1)


def to_seconds_or_none(moment: datetime | int | None) -> int | None:
    """`to_seconds`, where there may be none."""
    return None if moment is None else to_seconds(moment)


def to_datetime(seconds: int) -> datetime:
    """A moment as the rest of the program has it; what no datetime can hold becomes the nearest it can."""
    return datetime.fromtimestamp(min(max(seconds, _EARLIEST), _LATEST), tz=UTC)


def to_datetime_or_none(seconds: int | None) -> datetime | None:
    """`to_datetime`, where there may be none."""
    return None if seconds is None else to_datetime(seconds)

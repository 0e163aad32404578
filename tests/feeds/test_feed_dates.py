"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.feeds.dates import date_in_address, parse_date

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
READ = [
    ("Mon, 23 Nov 2026 12:00:00 GMT", NOON),
    ("Mon, 23 Nov 2026 13:00:00 +0100", NOON),
    ("Mon, 23 Nov 2026 07:00:00 EST", NOON),
    ("Mon, 23 Nov 2026 07:00:00  EST", NOON),
    ("Mon 23 Nov 2026 12:00:00 GMT", NOON),
    ("23 Nov 2026 12:00:00 Z", NOON),
    ("23 Nov 26 12:00 GMT", NOON),
    ("Monday, 23 November 2026 12:00:00", NOON),
    ("Nov 23, 2026 12:00 PM", NOON),
    ("November 23rd, 2026 at 12:00pm UTC", NOON),
    ("Mon Nov 23 12:00:00 2026", NOON),
    ("Mon Nov 23 12:00:00 UTC 2026", NOON),
    ("Mon, 23 Nov 2026 12:00:00 UTC+0000", NOON),
    ("Mon, 23 Nov 2026 14:00:00 GMT+02:00", NOON),
    ("Mon, 23 Nov 2026 04:00:00 -0800 (PST)", NOON),
    ("23 Nov 26 04:00 -0800", NOON),
    ("2026-11-23T12:00:00Z", NOON),
    ("2026-11-23T12:00:00.000Z", NOON),
    ("2026-11-23T07:00:00-05:00", NOON),
    ("2026-11-23 12:00:00", NOON),
    ("2026-11-23 12:00:00 +0000 UTC", NOON),
    ("2026/11/23 12:00:00", NOON),
    ("2026-11-23T12:00", NOON),
    ("20261123T120000Z", NOON),
    ("23.11.2026 12:00", NOON),
    ("23/11/2026 12:00", NOON),
    ("11/23/2026 12:00 PM", NOON),
    ("lun, 23 nov 2026 13:00:00 +0100", NOON),
    ("Mo, 23 Dez 2026 12:00:00 GMT", datetime(2026, 12, 23, 12, tzinfo=UTC)),
    ("23 Noviembre 2026", MIDNIGHT),
    ("23 février 2026", datetime(2026, 2, 23, tzinfo=UTC)),
    ("Δευ, 23 Νοε 2026 12:00:00 GMT", NOON),
    ("2026年11月23日 12:00", NOON),
    ("2026-11-23", MIDNIGHT),
    ("23 Nov 2026", MIDNIGHT),
    ("23-Nov-2026 12:00:00", NOON),
    ("23-Nov-26 12:00:00 GMT", NOON),
    ("23-Dec-2026 12:00:00 -0500", datetime(2026, 12, 23, 17, tzinfo=UTC)),
    ("23 Nov 2026 14:00 UTC+2", NOON),
    ("1795435200", NOON),
    ("1795435200000", NOON),
    ("2026-11-23T12:00:60Z", NOON.replace(second=59)),
    ("Mon, 23 Nov 2026 12:00:60 GMT", NOON.replace(second=59)),
    ("Sun, 22 Nov 2026 24:00:00 GMT", MIDNIGHT),
    ("  2026-11-23T12:00:00Z\n", NOON),
]
NOT_READ = [
    "",
    "yesterday",
    "0000-00-00T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "9999999-01-01T00:00:00Z",
    "Mon, 31 Feb 2026 25:61:61 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Mon, 23 Nov 10000 10:00:00 GMT",
    "Mon, 23 Nov 2126 10:00:00 GMT",
    "2026-11-23T10:00:00+99:99",
    "-0044-03-15T00:00:00Z",
    "03/04/2026",
    "1e400",
    "-1",
    "2026",
    "9" * 20,
    "9" * 3000,
    "٢٠٢٦-11-23",
    "Nov 2026",
    "12:00",
]


@pytest.mark.parametrize(("text", "moment"), READ)
def test_a_date_is_read(text: str, moment: datetime) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize("text", NOT_READ)
def test_nonsense_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://axle.example/2026/11/23/recall/", MIDNIGHT),
        ("https://axle.example/news/2026-11-23/recall.html", MIDNIGHT),
        ("https://axle.example/2026/13/40/recall/", None),
        ("https://axle.example/2026/11/recall/", None),
    ],
)
def test_an_address_may_hold_the_day(url: str, day: datetime | None) -> None:
    assert date_in_address(url) == day


@given(st.text(max_size=90))
@settings(deadline=None, max_examples=120)
def test_any_text_gives_utc_or_nothing(text: str) -> None:
    found = parse_date(text)
    assert found is None or (found.tzinfo is UTC and 1971 <= found.year <= 2100)

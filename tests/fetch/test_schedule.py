"""When feeds are asked again: bounds that hold whatever servers and clocks say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.fetch import schedule
from evreader.model import Failure, FailureKind, Feed, Validators

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86_400

waits = st.none() | st.integers(min_value=-(10**30), max_value=10**30)
kinds = st.sampled_from([None, "http", "timeout", "dns", "connect", "rate_limited", "parse", "blocked", "too_big"])
moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))


def wait(**options: Any) -> float:
    moment = schedule.next_check(NOW, **options)
    assert moment is not None
    return (moment - NOW).total_seconds()


def make_feed(**fields: Any) -> Feed:
    return Feed(id=1, url="https://news.example/feed", title="News", **fields)


def failed(kind: FailureKind) -> Failure:
    return Failure(kind=kind, message="It failed.", since=NOW - timedelta(days=2), count=3)


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        ({}, HOUR),
        ({"interval": 30 * MINUTE}, 30 * MINUTE),
        ({"interval": 0}, 10 * MINUTE),
        ({"interval": 30 * MINUTE, "has_validators": False}, HOUR),
        ({"interval": 3 * HOUR, "has_validators": False}, 3 * HOUR),
        ({"interval": 30 * MINUTE, "fresh_for": 20 * MINUTE}, 30 * MINUTE),
        ({"fresh_for": 2 * HOUR}, 2 * HOUR),
        ({"refresh_after": 4 * HOUR, "fresh_for": 2 * HOUR}, 4 * HOUR),
        ({"fresh_for": 16 * 365 * DAY}, DAY),
        ({"refresh_after": 30 * DAY}, DAY),
        ({"fresh_for": 0}, HOUR),
        ({"jitter": 1.0}, HOUR + HOUR / 10),
        ({"kind": "http", "failure_count": 1}, HOUR),
        ({"kind": "timeout", "failure_count": 2}, 2 * HOUR),
        ({"kind": "dns", "failure_count": 4}, 8 * HOUR),
        ({"kind": "connect", "failure_count": 6}, DAY),
        ({"kind": "parse", "failure_count": 10**9}, DAY),
        ({"kind": "http", "failure_count": 1, "interval": 10 * MINUTE}, 10 * MINUTE),
        ({"kind": "http", "failure_count": 1, "retry_after": 5 * HOUR}, 5 * HOUR),
        ({"kind": "rate_limited"}, 10 * MINUTE),
        ({"kind": "rate_limited", "retry_after": 30}, 10 * MINUTE),
        ({"kind": "rate_limited", "retry_after": 3 * HOUR, "failure_count": 9}, 3 * HOUR),
        ({"kind": "rate_limited", "retry_after": 10 * 365 * DAY}, DAY),
    ],
)
def test_the_wait(options: dict[str, Any], seconds: float) -> None:
    assert wait(**options) == seconds


def test_a_feed_that_is_gone_is_asked_no_more() -> None:
    assert schedule.next_check(NOW, kind="gone", failure_count=1) is None


@given(kinds, st.integers(0, 10**6), st.integers(0, 10**9), waits, waits, waits, st.booleans(), st.floats(0, 1))
@settings(deadline=None, max_examples=150)
def test_no_wait_is_shorter_than_ten_minutes_or_longer_than_a_day(
    kind: FailureKind | None,
    count: int,
    interval: int,
    refresh_after: int | None,
    fresh_for: int | None,
    retry_after: int | None,
    has_validators: bool,
    jitter: float,
) -> None:
    seconds = wait(
        kind=kind,
        failure_count=count,
        interval=interval,
        refresh_after=refresh_after,
        fresh_for=fresh_for,
        retry_after=retry_after,
        has_validators=has_validators,
        jitter=jitter,
    )
    assert 10 * MINUTE <= seconds <= DAY


@given(waits, st.floats(0, 1))
@settings(deadline=None, max_examples=50)
def test_a_server_that_names_a_time_is_never_asked_before(retry_after: int | None, jitter: float) -> None:
    asked = min(retry_after or 0, DAY)
    assert wait(kind="rate_limited", retry_after=retry_after, jitter=jitter) >= asked
    assert wait(kind="http", failure_count=1, retry_after=retry_after, jitter=jitter) >= asked


@given(st.integers(1, 60), st.integers(10 * MINUTE, DAY))
@settings(deadline=None, max_examples=50)
def test_each_failure_in_a_row_waits_at_least_as_long_as_the_one_before(count: int, interval: int) -> None:
    first, second = (wait(kind="http", failure_count=n, interval=interval) for n in (count, count + 1))
    assert second == min(2 * first, DAY)


def test_a_new_feed_is_due() -> None:
    assert schedule.is_due(make_feed(), NOW)


@pytest.mark.parametrize(
    ("minutes_ago", "next_in", "background", "by_hand"),
    [
        (61, -1, True, True),
        (60, 0, True, True),
        (30, 30, False, True),
        (9, 51, False, False),
        (9, -1, False, False),  # ten minutes hold whatever was planned
        (0, 60, False, False),
        (60, 20 * 60, False, True),
    ],
)
def test_what_is_due(minutes_ago: int, next_in: int, background: bool, by_hand: bool) -> None:
    feed = make_feed(checked_at=NOW - timedelta(minutes=minutes_ago), next_check_at=NOW + timedelta(minutes=next_in))
    assert schedule.is_due(feed, NOW) is background
    assert schedule.is_due(feed, NOW, by_hand=True) is by_hand
    assert schedule.is_due(feed, NOW, force=True)


def test_starting_the_program_five_times_in_a_minute_asks_once() -> None:
    feed, asked = make_feed(), 0
    for second in range(0, 60, 12):
        now = NOW + timedelta(seconds=second)
        if schedule.is_due(feed, now, by_hand=True):
            asked += 1
            feed = make_feed(checked_at=now, next_check_at=schedule.next_check(now))
    assert asked == 1


def test_a_feed_that_is_gone_is_asked_by_force_only() -> None:
    feed = make_feed(checked_at=NOW - timedelta(days=9), failure=failed("gone"))
    assert not schedule.is_due(feed, NOW)
    assert not schedule.is_due(feed, NOW, by_hand=True)
    assert schedule.is_due(feed, NOW, force=True)


def test_a_feed_that_asked_for_a_pause_gets_it_also_by_hand() -> None:
    feed = make_feed(
        checked_at=NOW - timedelta(hours=1), next_check_at=NOW + timedelta(hours=2), failure=failed("rate_limited")
    )
    assert not schedule.is_due(feed, NOW, by_hand=True)
    other = make_feed(
        checked_at=NOW - timedelta(hours=1), next_check_at=NOW + timedelta(hours=2), failure=failed("http")
    )
    assert schedule.is_due(other, NOW, by_hand=True)


@given(moments, moments, st.floats(0, 1))
@settings(deadline=None, max_examples=100)
def test_a_clock_that_jumps_never_silences_a_feed_for_more_than_a_day(
    then: datetime, now: datetime, jitter: float
) -> None:
    """Checked when the clock said `then`; it says `now`: at the latest a day of right clock later it is due."""
    feed = make_feed(checked_at=then, next_check_at=schedule.next_check(then, jitter=jitter))
    later = now + timedelta(days=1, minutes=2)
    assert schedule.is_due(feed, later) or schedule.is_due(feed, later + timedelta(minutes=20))


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=3650), timedelta(days=-3650)])
def test_after_a_jump_of_the_clock_and_back_feeds_are_asked_again(jump: timedelta) -> None:
    wrong = NOW + jump
    feed = make_feed(checked_at=wrong, next_check_at=schedule.next_check(wrong))
    assert schedule.is_due(feed, NOW + timedelta(hours=2))


@pytest.mark.parametrize(
    ("retry_after", "seconds"), [(None, 600), (0, 0), (45, 45), (3600, 3600), (10**18, DAY), (-5, 0)]
)
def test_how_long_a_host_is_left_alone(retry_after: int | None, seconds: int) -> None:
    until = schedule.pause_until(NOW, retry_after)
    assert until == NOW + timedelta(seconds=seconds)
    assert schedule.is_paused(until, NOW) is (seconds > 0)
    assert not schedule.is_paused(until, until)


def test_a_pause_left_by_a_wrong_clock_does_not_hold() -> None:
    assert not schedule.is_paused(NOW + timedelta(days=3650), NOW)
    assert not schedule.is_paused(None, NOW)


def test_validators_older_than_eight_days_are_not_sent() -> None:
    validators = Validators(etag='"1"')
    for age, sent in ((timedelta(days=7, hours=23), True), (timedelta(days=8, seconds=1), False)):
        found = schedule.validators_to_send(validators, NOW - age, NOW, "news.example")
        assert (found == validators) is sent
    assert schedule.validators_to_send(validators, None, NOW, "news.example") == validators


@pytest.mark.parametrize(
    ("host", "strict"),
    [("rachelbythebay.com", True), ("www.rachelbythebay.com", True), ("openrss.org", True), ("notopenrss.org", False)],
)
def test_hosts_that_count_full_requests_as_faults_keep_their_validators(host: str, strict: bool) -> None:
    validators = Validators(etag='"1"')
    found = schedule.validators_to_send(validators, NOW - timedelta(days=30), NOW, host)
    assert (found == validators) is strict

"""When to ask a feed again: arithmetic on moments, nothing else. All moments are aware UTC datetimes."""

from datetime import datetime, timedelta

from evreader.model import FailureKind, Feed, Validators

MINIMUM = 10 * 60
"""Seconds between two requests for one feed, whoever asks (readers known as polite keep 9 to 10 minutes)."""
DEFAULT = 60 * 60
"""Seconds between checks where neither the user nor the publisher says otherwise."""
MAXIMUM = 24 * 60 * 60
"""No feed is left alone longer, whatever its headers claim: a max-age of 16 years has been seen."""
RATE_LIMIT_DEFAULT = 10 * 60
"""Seconds to leave a host alone that says 429 without saying for how long."""
VALIDATORS_LIFE = timedelta(days=8)
"""After this a feed is fetched once in full: some servers answer 304 for ever."""
JITTER = 0.1
"""The share of a delay by which checks are spread, so that feeds do not come due all at once."""

_STRICT_HOSTS = ("rachelbythebay.com", "openrss.org")
# Publishers who count every unconditional request as a fault, and whose 304 can be relied on.


def next_check(
    now: datetime,
    *,
    kind: FailureKind | None = None,
    failure_count: int = 0,
    interval: int = DEFAULT,
    refresh_after: int | None = None,
    fresh_for: int | None = None,
    retry_after: int | None = None,
    has_validators: bool = True,
    jitter: float = 0.0,
) -> datetime | None:
    """The moment from which a feed may be asked again; None after 410, when it is asked no more.

    `kind` is why this attempt failed, None for success or 304; `failure_count` counts failures in a row, this one
    included. `interval` is the user's wish, `refresh_after` the feed's (ttl and its kin), `fresh_for` the answer's
    (max-age, Expires), `retry_after` the server's on refusal, all in seconds. `jitter` is a random number from 0 to 1.
    """
    if kind == "gone":
        return None
    if kind == "rate_limited":
        wait = RATE_LIMIT_DEFAULT if retry_after is None else retry_after
        return now + _seconds(max(wait, MINIMUM) + int(60 * jitter), 0.0)
    if kind is not None:
        doubled = max(interval, MINIMUM) << min(max(failure_count - 1, 0), 16)
        return now + _seconds(max(doubled, retry_after or 0), jitter)
    wishes = [interval, refresh_after or 0, fresh_for or 0]
    if not has_validators:
        wishes.append(DEFAULT)  # every request transfers the whole feed
    return now + _seconds(max(wishes), jitter)


def _seconds(wait: int, jitter: float) -> timedelta:
    """A wait within the bounds, spread by jitter."""
    bounded = min(max(wait, MINIMUM), MAXIMUM)
    return timedelta(seconds=min(bounded * (1 + JITTER * min(max(jitter, 0.0), 1.0)), MAXIMUM))


def is_due(feed: Feed, now: datetime, *, by_hand: bool = False, force: bool = False) -> bool:
    """Whether to ask a feed now.

    In the background when its next check has come; `by_hand` whenever the last check is ten minutes past; `force`
    always. A moment that the clock makes impossible (a check in the future, a wait beyond the maximum, left behind
    by a clock that was wrong) counts as past. A feed that is gone is asked only by force.
    """
    if force:
        return True
    if feed.failure is not None and feed.failure.kind == "gone":
        return False
    if feed.checked_at is not None and timedelta(0) <= now - feed.checked_at < timedelta(seconds=MINIMUM):
        return False
    if by_hand and not _is_rate_limited(feed):
        return True
    if feed.next_check_at is None or now >= feed.next_check_at:
        return True
    return feed.next_check_at - now > timedelta(seconds=MAXIMUM + 60)


def _is_rate_limited(feed: Feed) -> bool:
    return feed.failure is not None and feed.failure.kind == "rate_limited"


def pause_until(now: datetime, retry_after: int | None) -> datetime:
    """Until when a host that said "too many requests" is left alone with all its feeds and pages."""
    wait = RATE_LIMIT_DEFAULT if retry_after is None else retry_after
    return now + timedelta(seconds=min(max(wait, 0), MAXIMUM))


def is_paused(until: datetime | None, now: datetime) -> bool:
    """Whether a host's pause holds; one that lies further ahead than any pause can comes from a wrong clock."""
    return until is not None and now < until <= now + timedelta(seconds=MAXIMUM)


def validators_to_send(validators: Validators, obtained_at: datetime | None, now: datetime, host: str) -> Validators:
    """The validators for the next request: none once they are eight days old, so that the feed comes in full once.

    `obtained_at` is when the last full answer came. Two hosts are excepted that are known to answer truthfully and
    to count such requests as faults. A moment in the future is one of a wrong clock, and counts as long past.
    """
    if obtained_at is None or any(host == strict or host.endswith(f".{strict}") for strict in _STRICT_HOSTS):
        return validators
    if -timedelta(seconds=MINIMUM) <= now - obtained_at <= VALIDATORS_LIFE:
        return validators
    return Validators()

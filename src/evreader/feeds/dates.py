"""Dates as feeds write them: RFC 822, ISO 8601 and what people and their programs write instead.

Nothing here depends on the machine's locale, time zone or clock.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from evreader.text import fold

EARLIEST_YEAR = 1971
"""Below it lies the zero of unset clocks (1 January 1970) and of empty database fields (year 1)."""
LATEST_YEAR = 2100

_LONGEST = 80

_MONTHS = {
    1: "january jan janvier janv januar janner enero ene gennaio gen januari janeiro sty ιαν ιανουαριος янв января",
    2: "february feb fevrier fevr februar febrero febbraio februari fevereiro fev luty lut φεβ φεβρουαριος фев февраля",
    3: "march mar mars marz maerz mrz marzo maart mrt marco marzec μαρ μαρτιος мар марта",
    4: "april apr avril avr abril abr aprile kwiecien kwi απρ απριλιος апр апреля",
    5: "may mai mayo maggio mag mei maio maj μαι μαιος мая май",
    6: "june jun juin juni junio giugno giu junho czerwiec cze ιουν ιουνιος июн июня",
    7: "july jul juillet juil juli julio luglio lug julho lipiec lip ιουλ ιουλιος июл июля",
    8: "august aug aout agosto ago augustus sierpien sie αυγ αυγουστος авг августа",
    9: "september sep sept septembre septiembre settembre set setembro wrzesien wrz σεπ σεπτεμβριος сен сентября",
    10: "october oct octobre oktober okt octubre ottobre ott outubro out pazdziernik paz οκτ οκτωβριος окт октября",
    11: "november nov novembre noviembre novembro listopad lis νοε νοεμβριος ноя ноября",
    12: "december dec decembre dezember dez diciembre dic dicembre dezembro grudzien gru δεκ δεκεμβριος дек декабря",
}
_MONTH_OF = {name: month for month, names in _MONTHS.items() for name in names.split()}

_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "ist": 5.5,
    "cet": 1, "met": 1, "cest": 2, "mest": 2, "eet": 2, "eest": 3, "msk": 3,
    "edt": -4, "est": -5, "et": -5, "cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7, "mt": -7,
    "pdt": -7, "pst": -8, "pt": -8, "adt": -3, "ast": -4, "akdt": -8, "akst": -9, "hst": -10, "brt": -3,
    "jst": 9, "kst": 9, "sgt": 8, "hkt": 8, "awst": 8, "acst": 9.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
"""Hours east of Greenwich. Where a name means several zones, the one of English-language feeds."""

_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3},? +)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) +"
    r"(?:([+-])(\d\d):?(\d\d)|([A-Za-z]{1,4}))",
    re.ASCII,
)
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})[:.h](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?(?!\d)\s*([ap]\.?m\b\.?)?|(?<!\d)(\d{1,2})\s*([ap]\.?m)\b",
    re.ASCII,
)
_OFFSET = re.compile(r"(?:(?:gmt|utc)\s*)?([+-])(\d\d?):?(\d\d)?\b", re.ASCII)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)", re.ASCII)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\d:])\d{1,4}(?![\d:])", re.ASCII)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/-])", re.ASCII)


def parse_date(text: str) -> datetime | None:
    """The moment that `text` names, in UTC; None where it names none, or one that cannot be meant.

    A date without a time of day is its midnight, a time without a zone is UTC.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    match = _RFC_822.fullmatch(text)
    if match is not None:
        found = _from_rfc_822(match)
        if found is not None:
            return _within_reason(found)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return None if text.isdigit() and len(text) != 8 else _within_reason(found)
    try:
        return _within_reason(_from_words(text))
    except (ValueError, OverflowError):
        return None


def date_in_address(url: str) -> datetime | None:
    """The day in an article's address such as `/2026/11/23/`: for feeds that give their entries no date at all."""
    match = _IN_ADDRESS.search(url)
    if match is None:
        return None
    try:
        return _within_reason(datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC))
    except ValueError:
        return None


def _within_reason(found: datetime | None) -> datetime | None:
    if found is None:
        return None
    try:
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def _from_rfc_822(match: re.Match[str]) -> datetime | None:
    day, month_name, year, hour, minute, second, sign, zone_hours, zone_minutes, zone_name = match.groups()
    month = _MONTH_OF.get(month_name.lower())
    zone = _offset(sign, zone_hours, zone_minutes) if sign else _named_zone(zone_name)
    if month is None or zone is None:
        return None
    try:
        return datetime(int(year), month, int(day), int(hour), int(minute), min(int(second), 59), tzinfo=zone)
    except ValueError:
        return None


def _from_words(text: str) -> datetime | None:
    """Find year, month, day, time and zone wherever they stand."""
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    folded = fold(text).replace("오전", "am").replace("오후", "pm")
    date, rest = _date_part(folded)
    if date is None:
        return None
    hour, minute, second, rest = _time_part(rest)
    zone = _zone_part(rest)
    if zone is None:
        return None
    midnight = datetime(*date, tzinfo=zone)
    if hour == 24 and minute == second == 0:
        return midnight + timedelta(days=1)
    return midnight.replace(hour=hour, minute=minute, second=min(second, 59) if second == 60 else second)


def _date_part(text: str) -> tuple[tuple[int, int, int] | None, str]:
    """Year, month and day, and `text` without them."""
    match = _YEAR_FIRST.search(text)
    if match:
        return (int(match[1]), int(match[2]), int(match[3])), _without(text, match)
    match = _DAY_FIRST.search(text)
    if match:
        first, separator, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
        if separator == "." or first > 12 or first == second:
            return (year, second, first), _without(text, match)
        if second > 12:
            return (year, first, second), _without(text, match)
        return None, text  # 3/4/2026 is March or April: better no date than a wrong one
    for word in _WORD.finditer(text):
        month = _MONTH_OF.get(word[0])
        if month is not None:
            break
    else:
        return None, text
    time = _TIME.search(text)
    blanked = _without(text, time) if time else text
    numbers = [number for number in _NUMBER.finditer(blanked) if not _is_offset(blanked, number)]
    years = [number for number in numbers if len(number[0]) == 4 and 1900 <= int(number[0]) < 2200]
    small = [number for number in numbers if len(number[0]) <= 2]
    if years and small:
        return (int(years[0][0]), month, int(small[0][0])), _without(text, word, years[0], small[0])
    if len(small) >= 2:
        year = int(small[1][0])
        return (year + (1900 if year >= 70 else 2000), month, int(small[0][0])), _without(text, word, *small[:2])
    return None, text


def _is_offset(text: str, number: re.Match[str]) -> bool:
    """Whether the number is the hours of a zone: -0800, (+02, UTC+2. In 23-Nov-2026 a letter or digit is before it."""
    before = text[: number.start()]
    return before.endswith(("+", "-")) and before[:-1].endswith((" ", "(", "gmt", "utc", "z"))


def _time_part(text: str) -> tuple[int, int, int, str]:
    match = _TIME.search(text)
    if match is None:
        return 0, 0, 0, text
    hour = int(match[1] or match[5])
    half = (match[4] or match[6] or "")[:1]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(match[2] or 0), int(match[3] or 0), _without(text, match)


def _zone_part(text: str) -> timezone | None:
    for match in _OFFSET.finditer(text):
        if match.start() > 0 and text[match.start() - 1] not in " (":
            continue
        return _offset(match[1], match[2], match[3])
    for word in _WORD.findall(text):
        if word in _ZONES:
            return _named_zone(word)
    return UTC


def _named_zone(name: str) -> timezone | None:
    hours = _ZONES.get(name.lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def _offset(sign: str, hours: str, minutes: str | None) -> timezone | None:
    shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if shift > timedelta(hours=15) or int(minutes or 0) > 59:
        return None
    return timezone(-shift if sign == "-" else shift)


def _without(text: str, *matches: re.Match[str]) -> str:
    """The text with blanks for what was matched, so that places in it stay what they are."""
    for match in matches:
        text = f"{text[: match.start()]}{' ' * (match.end() - match.start())}{text[match.end() :]}"
    return text

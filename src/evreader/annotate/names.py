"""Where names stand in a text: runs of capitalised words, cut where a title, a date or another name begins."""

import re
from dataclasses import dataclass

from evreader.annotate.given_names import FEMALE_NAMES, MALE_NAMES
from evreader.annotate.lexicon import (
    CALENDAR,
    FUNCTION_WORDS,
    ORGANISATION_HEADS,
    ORGANISATION_WORDS,
    PERSON_NOUNS,
    SAYING,
    TITLES,
)

GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES

_UPPER = "A-ZÀ-ÖØ-ÞĆČĎĐĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŸŹŻŽ"
"""Capital letters of names in the Latin script."""
_PLAIN = (
    rf"(?:(?:[{_UPPER}]\.)+|[{_UPPER}][\w-]*(?:['’][{_UPPER}]\w+)*"
    rf"(?:(?:(?<=\b[MDS][rst])|(?<=\bMrs)|(?<=\bSen)|(?<=\bRep)|(?<=\bGov)|(?<=\bGen)|(?<=\bProf))\.)?)"
)
_WORD = rf"(?:{_PLAIN}|(?:al-|el-|d['’]){_PLAIN})"
_LINK = r"(?:de|van|von|der|den|di|da|del|della|dos|du|al|el|bin|ibn|ben|ter|zu|of|of the|for)"
_RUN = re.compile(rf"(?<!\w){_PLAIN}(?:[ \u00a0](?:{_LINK}[ \u00a0]){{0,3}}{_WORD}|[ ]?&[ ]?{_WORD})*")
_NAME_LIKE = re.compile(rf"(?:al-|el-|d['’])?[{_UPPER}]")
_TOKEN = re.compile(r"\S+")
_ROLE_WORDS = TITLES | PERSON_NOUNS
_SINGLE_REFUSED = (TITLES | PERSON_NOUNS | CALENDAR) - {"may", "march"}
_TITLES_AND_SURNAMES = frozenset(["king", "prince", "bishop", "pope", "judge", "dean", "lord", "major", "head"])


@dataclass(slots=True)
class Run:
    """A run of words that can be a name, without the titles in front of it."""

    line: int
    start: int
    end: int
    words: tuple[str, ...]
    titles: tuple[str, ...]


def find_runs(number: int, text: str) -> list[Run]:
    """Every run of capitalised words that can be a name."""
    runs: list[Run] = []
    for match in _RUN.finditer(text):
        word = match.group()
        if " " not in word and "\u00a0" not in word:
            lower = word.lower()
            if lower in FUNCTION_WORDS or lower in _SINGLE_REFUSED or len(word) == 1:
                continue
            if lower in SAYING and _opens(text, match.start()):
                continue
            runs.append(Run(number, match.start(), match.end(), (word,), ()))
            continue
        tokens = [
            (m.start() + match.start(), m.end() + match.start(), m.group()) for m in _TOKEN.finditer(match.group())
        ]
        opens = _opens(text, match.start())
        while tokens and (
            tokens[0][2].lower() in FUNCTION_WORDS
            or (opens and tokens[0][2].lower() in SAYING)
            or _is_date(tokens[0][2])
        ):
            if tokens[0][2].lower() in ("will", "may") and len(tokens) > 1:
                break
            tokens = tokens[1:]
        while tokens and (
            _is_date(tokens[-1][2]) or not _NAME_LIKE.match(tokens[-1][2]) or tokens[-1][2].lower() in FUNCTION_WORDS
        ):
            tokens = tokens[:-1]
        if not tokens:
            continue
        for number_of_group, group in enumerate(_split_links(tokens)):
            for titles, named in _split_titles(group, number_of_group > 0):
                if named:
                    runs.append(Run(number, named[0][0], named[-1][1], tuple(t[2] for t in named), tuple(titles)))
    return runs


def _opens(text: str, start: int) -> bool:
    """Whether a sentence or a quotation starts here, where any word has a capital."""
    return not start or text[start - 1] in "\"“‘'«" or text[max(0, start - 2)] in ".!?:•"


def _split_links(tokens: list[tuple[int, int, str]]) -> list[list[tuple[int, int, str]]]:
    """Cut "Jane Doe of Acme" in two, but not "Department of Energy"."""
    groups: list[list[tuple[int, int, str]]] = [[]]
    for position, token in enumerate(tokens):
        if token[2] in ("of", "for") and position and tokens[position - 1][2].lower() not in ORGANISATION_HEADS:
            groups.append([])
        elif not (token[2] == "the" and not groups[-1]):
            groups[-1].append(token)
    return [group for group in groups if group]


def _split_titles(
    tokens: list[tuple[int, int, str]], after_link: bool
) -> list[tuple[list[str], list[tuple[int, int, str]]]]:
    """A run such as "Tesla CEO Elon Musk" as its name and the words before it that are no part of the name."""
    last_title = -1
    for position, (_, _, word) in enumerate(tokens[:-1]):
        following = tokens[position + 1][2].lower().strip(".")
        is_surname = position + 2 == len(tokens) and following in _TITLES_AND_SURNAMES
        if (
            word.lower().strip(".") in TITLES
            and following not in ORGANISATION_WORDS
            and (following not in TITLES or is_surname)
        ):
            last_title = position
    if last_title < 0:
        given = _given_name(tokens, after_link)
        if given:
            return [([], tokens[:given]), ([], tokens[given:])]
        if len(tokens) == 1 and tokens[0][2].lower().strip(".") in _ROLE_WORDS:
            return []
        return [([], tokens)]
    if tokens[last_title + 1][2].lower() in ("of", "for", "the"):
        return []
    parts: list[tuple[list[str], list[tuple[int, int, str]]]] = []
    before = tokens[: last_title + 1]
    body = [t for t in before if t[2].lower().strip(".") not in TITLES]
    if body and body == before[: len(body)]:
        parts.append(([], body))
    named = tokens[last_title + 1 :]
    if given := _given_name(named, False):
        parts.append(([], named[:given]))
        named = named[given:]
    parts.append(([t[2] for t in before], named))
    return parts


def _given_name(tokens: list[tuple[int, int, str]], after_link: bool) -> int:
    """Where a person's name starts inside a run that begins with something else, or 0.

    `after_link`: the run follows "of", as in "Governor of Washington Chris Gregoire".
    """
    for position in range(1, len(tokens) - 1):
        word = tokens[position][2].lower()
        if word in GIVEN_NAMES:
            before = tokens[position - 1][2].lower()
            if before in GIVEN_NAMES or before.endswith(".") or len(tokens) - position > 3:
                return 0
            following = tokens[position + 1][2].lower()
            if position > 1 or after_link or (before in ORGANISATION_WORDS and following not in ORGANISATION_WORDS):
                return position
            return 0
    return 0


def _is_date(word: str) -> bool:
    return word.lower().strip(".") in CALENDAR and word not in ("May", "March")


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name, without titles in front and possessive endings."""
    runs = find_runs(0, text)
    return runs[-1].words if runs else ()

"""Who is who in an article: full names, short names, roles and genders, gathered before any quote is looked at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from evreader.annotate.given_names import FAMILY_NAMES_FIRST, FEMALE_NAMES, MALE_NAMES
from evreader.annotate.lexicon import (
    GENDERED_NOUNS,
    HONORIFICS,
    NAME_PARTICLES,
    NAME_SUFFIXES,
    ORGANISATION_WORDS,
    words,
)
from evreader.annotate.marks import Line
from evreader.annotate.names import GIVEN_NAMES, Run, find_runs
from evreader.annotate.roles import role_at

_PLACES_SEARCHED = 4
_NAMESAKES = 30
"""More people of one name than any article has; beyond it the text is noise."""
_ABBREVIATED = re.compile(r"\s*\(\s*(?:the\s+)?[“\"']?([A-Z][A-Za-z&]{1,7})[”\"']?\s*\)")
_NAMING_RELATIONS = frozenset(["subject", "inverted", "according", "label", "dash"])
_COMPANY_ENDINGS = words("inc corp co ltd llc plc ag gmbh se sa nv group holdings motors motor automotive auto company")
"""What a company's name is shortened by: "Acme" for "Acme Motors"."""


@dataclass(slots=True)
class Person:
    """Somebody or some body that the article names; `is_body` tells an organisation from a person."""

    name: str
    words: tuple[str, ...]
    is_body: bool
    unclear: bool = False
    """Called by a single word, which may be either."""
    gender: str = ""
    """"m", "f", or "" where nothing tells."""
    role: str = ""
    """Set where a title is all there is; `People.role_of` looks further."""
    full_at: list[tuple[int, int, int]] = field(default_factory=list)
    appearances: list[tuple[int, int, int]] = field(default_factory=list)
    """Line, start and end of each place that gives the name, in full or in part."""
    full_count: int = 0

    @property
    def last(self) -> str:
        """The word the article calls them by after the first time."""
        return self.words[-1]


class People:
    """The people and bodies of one article, found by any form of their name."""

    def __init__(self, lines: Sequence[Line], title: str = "") -> None:
        self.lines = lines
        self.all: list[Person] = []
        self._by_full: dict[tuple[str, ...], Person] = {}
        self._by_last: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        self._by_abbreviation: dict[str, Person] = {}
        self._noted: dict[str, Person] = {}
        self._at: dict[tuple[int, int], Person] = {}
        self._roles: dict[int, str] = {}
        runs = [run for number, line in enumerate(lines) for run in find_runs(number, line.text)]
        runs_of_title = find_runs(-1, title)
        self._headlined: list[Person] = []
        for run in runs + runs_of_title:
            if len(run.words) > 1:
                self._add_full(run, title if run.line < 0 else lines[run.line].text)
        for run in runs:
            self._note(run)

    def _add_full(self, run: Run, text: str) -> None:
        key = _key(run.words)
        person = self._by_full.get(key)
        if (
            person is None
            and key[0] in NAME_PARTICLES
            and any(set(key) < set(_key(p.words)) for p in self._by_last.get(key[-1], ()))
        ):
            return  # "Van den Berg", named in full before
        if person is None:
            is_body = _is_body(run.words) or text.startswith(", which ", run.end)
            person = Person(" ".join(run.words), run.words, is_body)
            if not is_body:
                person.gender = _gender(run)
            self.all.append(person)
            self._by_full[key] = person
            _append(self._by_last, key[-1], person)
            _append(self._by_first, key[0], person)
            if match := _ABBREVIATED.match(text, run.end):
                self._by_abbreviation[match[1]] = person
        elif not person.gender and not person.is_body:
            person.gender = _gender(run)
        if run.line < 0:
            self._headlined.append(person)
            return
        person.full_count += 1
        if person.full_count <= _PLACES_SEARCHED:
            person.full_at.append((run.line, run.start, run.end))

    def role_of(self, person: Person) -> str:
        """Who somebody is, in the article's words where it names them in full; "" where it does not say."""
        role = self._roles.get(id(person))
        if role is None:
            role = self._roles[id(person)] = self._read_role(person)
        return role

    def _read_role(self, person: Person) -> str:
        for line, start, end in (*person.full_at, *person.appearances[:_PLACES_SEARCHED]):
            if role := role_at(self.lines[line].text, start, end):
                return role
        return person.role

    def gender_of(self, person: Person) -> str:
        """ "m" or "f" by name, title or role; "" where nothing tells."""
        if not person.gender and not person.is_body and person.full_at:
            words = self.role_of(person).lower().split()
            person.gender = next((GENDERED_NOUNS[word] for word in words if word in GENDERED_NOUNS), "")
        return person.gender

    def _note(self, run: Run) -> None:
        if len(run.words) == 1 and not run.titles and (known := self._noted.get(run.words[0])):
            known.appearances.append((run.line, run.start, run.end))
            self._at[(run.line, run.start)] = known
            return
        person = self.named(run.words, gender=_honorific_gender(run.titles))
        if person is None:
            key = _key(run.words)
            unclear = len(run.words) == 1 and not run.titles and not _is_acronym(run.words[0])
            is_body = _is_body(run.words) and not run.titles
            person = Person(" ".join(run.words), run.words, is_body, unclear, _honorific_gender(run.titles))
            if run.titles:
                person.role = " ".join(w.strip(".") if w.lower() not in HONORIFICS else "" for w in run.titles).strip()
            self.all.append(person)
            self._by_full[key] = person
            _append(self._by_last, key[-1], person)
        person.appearances.append((run.line, run.start, run.end))
        self._at[(run.line, run.start)] = person
        if len(run.words) == 1 and not run.titles:
            self._noted[run.words[0]] = person
        if not person.gender and run.titles and not person.is_body:
            person.gender = _honorific_gender(run.titles)

    def named(self, words: Sequence[str], *, gender: str = "") -> Person | None:
        """The person a name stands for: in full, last name, first name or abbreviation."""
        key = _key(words)
        if not key:
            return None
        if person := self._by_full.get(key):
            if len(key) > 1 or not person.is_body:
                return person
            return self._fuller(key, gender) or person
        if len(key) == 1:
            if person := self._by_abbreviation.get(words[0]):
                return person
            return self._fuller(key, gender)
        for person in self._by_last.get(key[-1], ()):
            if person.words[0].lower() == key[0] or set(key) <= set(_key(person.words)):
                return person
        return None

    def _fuller(self, key: tuple[str, ...], gender: str) -> Person | None:
        persons = [p for p in self._by_last.get(key[0], ()) if len(p.words) > 1 and not p.is_body]
        if gender:
            persons = [p for p in persons if p.gender in ("", gender)]
        if persons:
            return max(persons, key=lambda p: p.full_count)
        firsts = [p for p in self._by_first.get(key[0], ()) if len(p.words) > 1]
        persons = [p for p in firsts if not p.is_body]
        if len(persons) == 1 and (key[0] in GIVEN_NAMES or key[0] in FAMILY_NAMES_FIRST):
            return persons[0]
        bodies = [p for p in firsts if p.is_body and _key(p.words)[1:] and set(_key(p.words)[1:]) <= _COMPANY_ENDINGS]
        return bodies[0] if len(bodies) == 1 and not persons else None

    def is_name(self, person: Person, relation: str) -> bool:
        """Whether a single word is more than the first of a sentence: given a verb, or written so inside one."""
        if relation in _NAMING_RELATIONS:
            return True
        for line, start, _ in person.appearances[:_NAMESAKES]:
            before = self.lines[line].text[max(0, start - 2) : start]
            if before[1:].isspace() and (before[0].isalnum() or before[0] in ",;’'”)"):
                return True
        return False

    def is_doubtful(self, person: Person) -> bool:
        """Whether nothing but capitals makes somebody a person: no role, no given name, no shorter form of the name."""
        if len(person.words) < 2 or person.gender or person.words[0].lower() in GIVEN_NAMES or self.role_of(person):
            return False
        length = len(person.name)
        return all(end - start >= length for _, start, end in person.appearances[:_NAMESAKES])

    def headlined(self, gender: str) -> Person | None:
        """The one person the headline names, if "he" or "she" can be that one."""
        found = [p for p in self._headlined if not p.is_body and p.gender in ("", gender)]
        return found[0] if len(found) == 1 else None

    def misspelt(self, word: str) -> Person | None:
        """The one person whose last name differs from `word` by a slip: "Buchtman" for "Buchtmann"."""
        if len(word) < 5:
            return None
        found = [
            person
            for last, persons in self._by_last.items()
            if last[0] == word[0].lower() and abs(len(last) - len(word)) <= 1 and last != word.lower()
            for person in persons
            if not person.is_body
            and len(person.words) > 1
            and SequenceMatcher(None, last, word.lower()).ratio() >= 0.88
        ]
        return found[0] if len(found) == 1 else None

    def at(self, line: int, start: int, end: int) -> Person | None:
        """The person named within a stretch of a line; the last one where there are several."""
        found = None
        for offset in range(start, min(end, start + 80)):
            found = self._at.get((line, offset), found)
        return found


def _append(table: dict[str, list[Person]], key: str, person: Person) -> None:
    namesakes = table.setdefault(key, [])
    if len(namesakes) < _NAMESAKES:
        namesakes.append(person)


def _key(words: Sequence[str]) -> tuple[str, ...]:
    key = tuple(w.lower().strip(".") for w in words)
    while len(key) > 1 and key[-1] in NAME_SUFFIXES:
        key = key[:-1]
    return key


def _is_body(words: Sequence[str]) -> bool:
    lowers = [w.lower().strip(".") for w in words]
    if any(character.isdigit() for word in words for character in word):
        return True  # a model: "Solveig S4"
    if lowers[0] in GIVEN_NAMES:
        return lowers[-1] in ORGANISATION_WORDS and len(words) > 2
    if any(w in ORGANISATION_WORDS for w in lowers) or "&" in words or "of" in lowers or "for" in lowers:
        return True
    return len(words) == 1


def _is_acronym(word: str) -> bool:
    return (word.isupper() and len(word) > 1) or word.lower() in ORGANISATION_WORDS


def _gender(run: Run) -> str:
    if told := _honorific_gender(run.titles):
        return told
    first = run.words[0].lower()
    if len(run.words) == 2 and re.search(r"-[a-z]", run.words[1]):
        return ""  # a family name comes first: Kim Jong-un
    male, female = first in MALE_NAMES, first in FEMALE_NAMES
    return "m" if male and not female else "f" if female and not male else ""


def _honorific_gender(titles: Sequence[str]) -> str:
    return next((HONORIFICS[t] for t in (w.lower().strip(".") for w in titles) if t in HONORIFICS), "")

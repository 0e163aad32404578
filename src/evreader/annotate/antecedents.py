"""Whom "he" or "she" stands for: weighed by nearness, by being a subject, by having just spoken, and by gender."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evreader.annotate.lexicon import GENDERED_NOUNS, PERSON_NOUNS
from evreader.annotate.people import People, Person
from evreader.annotate.reader import Reader
from evreader.annotate.relations import Mention
from evreader.annotate.tokens import is_possessive

LINES_BACK = 3
"""How many lines before a pronoun the one it stands for may be named."""

_NEAR = 40
"""How many mentions of an earlier line are looked at."""
_PLACES_SEARCHED = 6
_OPENING = 6
"""Tokens of a sentence before its subject: "At the rank in Skellet a driver"."""
_GENDER = {"he": "m", "she": "f"}
_SUBJECTS = frozenset(["subject", "inverted", "verb", "according", "label"])
_OPENING_PRONOUN = re.compile(r"[.!?”\"’»)]\s(?:He|She)\b")
_PLACE_RELATIONS = frozenset(["in:in", "in:at", "in:near", "in:across", "in:around"])
"""How a single word stands that is a place rather than anybody."""
_NEW = frozenset(["a", "an", "one", "another"])
"""Articles of somebody without a name who enters the story here."""


@dataclass(slots=True)
class Antecedent:
    """Who a pronoun stands for: a person with a name, or the words for somebody who has none."""

    person: Person | None
    nominal: Mention | None
    certainty: float


class Antecedents:
    """Finds what the pronouns of one article stand for."""

    def __init__(self, reader: Reader, people: People) -> None:
        self._reader = reader
        self._people = people
        self._genders: dict[int, str] = {}

    def find(self, mention: Mention, gender: str, last: Person | None, last_line: int) -> Antecedent | None:
        """Whom a "he" (`gender` "m") or "she" ("f") stands for; `last` spoke last, in `last_line`."""
        scores: dict[int, float] = {}
        candidates: dict[int, Person | Mention] = {}
        for candidate, score in self._weighed(mention, gender, last, last_line):
            key = id(candidate)
            candidates[key] = candidate
            scores[key] = max(scores.get(key, -99.0), score) + (0.15 if key in scores else 0.0)
        if not scores:
            headlined = self._people.headlined(gender)
            return Antecedent(headlined, None, 0.7) if headlined else None
        ranked = sorted(scores, key=lambda key: scores[key], reverse=True)
        best = ranked[0]
        margin = scores[best] - scores[ranked[1]] if len(ranked) > 1 else 2.0
        certainty = 0.95 if margin >= 1.5 else 0.85 if margin >= 0.7 else 0.7 if margin >= 0.3 else 0.55
        chosen = candidates[best]
        if isinstance(chosen, Mention):
            return Antecedent(None, chosen, min(certainty, 0.85))
        return Antecedent(chosen, None, certainty)

    def _weighed(
        self, mention: Mention, gender: str, last: Person | None, last_line: int
    ) -> Sequence[tuple[Person | Mention, float]]:
        """Everybody a pronoun may stand for, once for each time they are named, with a score set by hand."""
        found: list[tuple[Person | Mention, float]] = []
        passed = 0  # sentences between
        for line in range(mention.line, max(-1, mention.line - LINES_BACK - 1), -1):
            here = line == mention.line
            where = self._reader.lines[line]
            if not here and (where.kind == "quote" or where.role == "attribution"):
                continue  # whoever is quoted beside the text is not spoken of in it
            tokens = self._reader.tokens(line)
            end = mention.sentence if here else (tokens.sentences[-1] if len(tokens) else 0)
            near = self._reader.before(mention) if here else self._reader.mentions(line)[-_NEAR:]
            for other in reversed(near):
                if other.kind == "pronoun" or other.sentence > end:
                    continue
                distance = passed + end - other.sentence
                person = self._people.at(line, other.start, other.end)
                if other.kind == "noun" and (person is None or not is_possessive(tokens.texts[other.first])):
                    if here and self._is_new(other, gender):
                        found.append((other, 1.2 - 0.6 * min(distance, 6) + (0.8 if not distance else 0.0)))
                    continue
                if person is None:
                    continue
                known = self.gender_of(person)
                if (person.is_body and not person.unclear) or (known and known != gender):
                    continue
                is_place = other.relation in _PLACE_RELATIONS
                if person.unclear and not known and (is_place or not self._people.is_name(person, other.relation)):
                    continue
                found.append((person, self._score(other, person, distance, known)))
            passed += end + 1
        if last is not None and (not last.is_body or last.unclear) and mention.line - last_line <= 2:
            known = self.gender_of(last)
            if not known or known == gender:
                found.append((last, (2.0, 0.8, 0.4)[mention.line - last_line] + (1.0 if known else 0.0)))
        return found

    def _score(self, other: Mention, person: Person, distance: int, known: str) -> float:
        score = -0.6 * min(distance, 6) + (1.0 if known else 0.0)
        if other.kind == "noun":
            score += 0.2
        elif other.relation in _SUBJECTS or other.opens_sentence:
            score += 1.2
        if other.relation == "in" or other.relation.startswith("in:"):
            score -= 0.6
        elif other.relation in ("owner", "words"):
            score += 0.2
        if not known and (len(person.words) == 1 or self._people.is_doubtful(person)):
            score -= 0.8
        if not distance:
            score += 0.8
        first = person.appearances[0] if person.appearances else None
        if first and first[0] == other.line and first[1] >= other.start:
            # named here for the first time, and so likely to be quoted
            score += 0.9 if self._people.role_of(person) else 0.5
        return score

    def gender_of(self, person: Person) -> str:
        """ "m" or "f" by name, title or role, else by the pronouns that follow the name; "" where nothing tells."""
        known = self._people.gender_of(person)
        if known or (person.is_body and not person.unclear):
            return known
        key = id(person)
        if key not in self._genders:
            told = list(self._told(person))
            male = told.count("m")
            self._genders[key] = "" if 2 * male == len(told) else "m" if 2 * male > len(told) else "f"
        return self._genders[key]

    def _told(self, person: Person) -> Iterator[str]:
        """The gender of each "he" or "she" that opens the sentence after one which names this person alone."""
        for line, start, _ in person.appearances[:_PLACES_SEARCHED]:
            if not _OPENING_PRONOUN.search(self._reader.lines[line].text, start):
                continue
            mentions = self._reader.mentions(line)
            named = next((n for n, other in enumerate(mentions) if other.start <= start < other.end), -1)
            if named < 0 or mentions[named].relation.startswith("in:"):
                continue
            if not (mentions[named].opens_sentence or mentions[named].relation in _SUBJECTS):
                continue
            sentence = mentions[named].sentence
            if any(m.sentence == sentence and m.kind == "name" for m in mentions[max(0, named - 3) : named]):
                continue
            for other in mentions[named + 1 : named + 9]:
                if other.sentence > sentence + 1:
                    break
                if other.kind == "pronoun" and other.head in _GENDER:
                    if other.sentence > sentence and other.opens_sentence:
                        yield _GENDER[other.head]
                    break
                if other.kind == "name":
                    rival = self._people.at(line, other.start, other.end)
                    if rival is not None and rival is not person and (not rival.is_body or other.opens_sentence):
                        break

    def _is_new(self, noun: Mention, gender: str) -> bool:
        """Whether a noun brings in one person without a name: "a taxi driver"."""
        tokens = self._reader.tokens(noun.line)
        if tokens.lowers[noun.first] not in _NEW or noun.head not in PERSON_NOUNS - _NEW or noun.possessive:
            return False
        if GENDERED_NOUNS.get(noun.head, gender) != gender or (noun.first and tokens.texts[noun.first - 1] == ","):
            return False
        first = tokens.sentence_starts[noun.sentence]
        return noun.relation in _SUBJECTS or noun.first - first <= _OPENING

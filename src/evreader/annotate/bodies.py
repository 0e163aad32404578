"""Which organisation "the company" or "the association" is: the one called so, else the one spoken of just before."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from evreader.annotate.lexicon import AUXILIARIES, words
from evreader.annotate.people import People, Person
from evreader.annotate.reader import Reader
from evreader.annotate.relations import Mention
from evreader.annotate.tokens import Tokens

LINES_BACK = 3
"""How many lines before a description the body it stands for may be named, where nothing calls it that."""

_ANY_COMPANY = words("company firm business group maker manufacturer automaker carmaker startup start-up")
"""What any company can be called; the other nouns need a place that says so."""
_OTHER_BODIES = words(
    """
    association union operator council agency ministry committee utility consultancy supplier network retailer chain
    bank institute university party campaign foundation charity watchdog regulator federation coalition authority
    bureau department developer publisher insurer brand airline league organisation organization alliance commission
    cooperative lobby brokerage miner refiner recycler builder producer dealership unit
    """
)
NOUNS = _ANY_COMPANY | _OTHER_BODIES
_PAST = words(
    """
    cut set put hit built sold won lost made took gave got went came began kept held left paid bought brought met ran
    led saw spent grew fell rose drew shut spun chose drove sent sought struck wants plans expects says
    """
)
_PLACES_SEARCHED = 4
_LONGEST_PHRASE = 80
_OFTEN = 3
_RIVALS = 8
_BEHIND = re.compile(r"(?:,| is| was)\s+(?:an?|the|its|one of the|which is an?)\s([^,.;:“”\"()]{2,70})")
_INSIDE_PLACE = re.compile(r"\b(?:in|near|across|around|outside)\s$")
_SUBJECTS = frozenset(["subject", "inverted", "verb", "participle", "label"])


class Bodies:
    """The organisations of one article, found by what they are."""

    def __init__(self, reader: Reader, people: People) -> None:
        self._reader = reader
        self._people = people
        self._called_so: dict[str, list[tuple[tuple[int, int], Person]]] = {}
        self._counted: list[tuple[Person, int]] | None = None

    def described(self, mention: Mention, last: Person | None) -> tuple[Person, float] | None:
        """The body that "the" and the head of `mention` stand for, and how sure that is; `last` spoke just before."""
        if mention.head not in NOUNS:
            return None
        here = (mention.line, mention.start)
        called = {id(person): person for place, person in self._called(mention.head) if place < here}
        if called:
            nearest = max(called.values(), key=lambda person: _latest(person, here))
            return nearest, 0.9 if len(called) == 1 else 0.8
        if mention.head not in _ANY_COMPANY:
            return None
        if (subject := self._subject_before(mention)) is not None:
            return subject, 0.9
        if last is not None and last.is_body:
            return last, 0.85
        return self._spoken_of(mention)

    def _called(self, head: str) -> list[tuple[tuple[int, int], Person]]:
        """The bodies beside whose name the noun stands, "the operator, Gridline", each with its place."""
        found = self._called_so.get(head)
        if found is None:
            found = self._called_so[head] = []
            for person in self._people.all:
                if person.is_body and person.appearances:
                    found.extend((place, person) for place in self._places(person, head))
        return found

    def _places(self, person: Person, head: str) -> Iterator[tuple[int, int]]:
        if head not in _ANY_COMPANY and len(person.words) > 1 and head in [word.lower() for word in person.words]:
            yield person.appearances[0][:2]
        for line, start, end in person.appearances[:_PLACES_SEARCHED]:
            text = self._reader.lines[line].text
            before = text[max(0, start - 30) : start].lower().rstrip(" ,")
            if before.endswith(head) and not before[: -len(head)][-1:].isalnum():
                yield line, start
            behind = _BEHIND.match(text, end, min(len(text), end + _LONGEST_PHRASE))
            if behind and head in behind[1].lower().split():
                yield line, start

    def _body(self, mention: Mention) -> Person | None:
        """The organisation that a name stands for; None for people, places and words that open a sentence."""
        person = self._people.at(mention.line, mention.start, mention.end) if mention.kind == "name" else None
        if person is None or not person.is_body or self._is_place(person):
            return None
        if person.unclear and not self._people.is_name(person, mention.relation):
            return person if _has_verb(self._reader.tokens(mention.line), mention) else None
        return person

    def _is_subject(self, mention: Mention) -> bool:
        first = self._reader.tokens(mention.line).sentence_starts[mention.sentence]
        return mention.relation in _SUBJECTS or (not mention.relation and mention.first - first <= 1)

    def _subject_before(self, mention: Mention) -> Person | None:
        """The body that is the subject of the sentence before, or of the same one: "Voltera declined. "…," it said"."""
        for other in reversed(self._reader.before(mention, 12)):
            if mention.sentence - other.sentence > 1:
                break
            if self._is_subject(other) and (person := self._body(other)):
                return person
        return None

    def _spoken_of(self, mention: Mention) -> tuple[Person, float] | None:
        """The body that was a subject last, else the only one of the lines before."""
        bodies: dict[int, Person] = {}
        subject: Person | None = None
        for line in range(max(0, mention.line - LINES_BACK), mention.line + 1):
            here = line == mention.line
            for other in self._reader.before(mention) if here else self._reader.mentions(line)[-40:]:
                person = self._body(other)
                if person is None:
                    continue
                bodies[id(person)] = person
                if self._is_subject(other) and (here or not person.unclear):
                    subject = person
        if len(bodies) == 1:
            return next(iter(bodies.values())), 0.85
        if subject is not None:
            return subject, 0.75
        return None if bodies else self._most_named()

    def _most_named(self) -> tuple[Person, float] | None:
        """The body that the article is about: named at least twice as often as any other."""
        if self._counted is None:
            counts = Counter({n: len(p.appearances) for n, p in enumerate(self._people.all) if p.is_body})
            self._counted = [(self._people.all[n], count) for n, count in counts.most_common(_RIVALS)]
        named = [(person, count) for person, count in self._counted if not self._is_place(person)]
        if not named or named[0][1] < _OFTEN or (len(named) > 1 and named[0][1] < 2 * named[1][1]):
            return None
        return named[0][0], 0.7

    def _is_place(self, person: Person) -> bool:
        """Whether a single capitalised word is used as a place: "near Hanover"."""
        return person.unclear and any(
            _INSIDE_PLACE.search(self._reader.lines[line].text, max(0, start - 9), start)
            for line, start, _ in person.appearances[:_PLACES_SEARCHED]
        )


def _has_verb(tokens: Tokens, mention: Mention) -> bool:
    """Whether a verb follows at once, so that a capital at the start of a sentence is a name's: "Acme stopped"."""
    following = tokens.lowers[mention.after] if mention.after < len(tokens) else ""
    return following in AUXILIARIES or following in _PAST or following.endswith("ed")


def _latest(person: Person, place: tuple[int, int]) -> tuple[int, int, int]:
    """Where a body is named last before a place."""
    at = bisect_left(person.appearances, (*place, 0))
    return person.appearances[at - 1] if at else (-1, -1, -1)

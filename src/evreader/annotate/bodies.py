"""Which organisation "the company" or "the association" is: the one called so, else the one spoken of just before."""

import re
from operator import itemgetter

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
_PLACES_SEARCHED = 4
_LONGEST_PHRASE = 80
_OFTEN = 3
_BEHIND = re.compile(r"(?:,| is| was)\s+(?:an?|the|its|one of the|which is an?)\s([^,.;:“”\"()]{2,70})")
_INSIDE_PLACE = re.compile(r"\b(?:in|near|across|around|outside)\s$")
_SUBJECTS = frozenset(["subject", "inverted", "verb", "participle", "label"])


class Bodies:
    """The organisations of one article, found by what they are."""

    def __init__(self, reader: Reader, people: People) -> None:
        self._reader = reader
        self._people = people

    def described(self, mention: Mention, last: Person | None) -> tuple[Person, float] | None:
        """The body that "the" and the head of `mention` stand for, and how sure that is; `last` spoke just before."""
        if mention.head not in NOUNS:
            return None
        called = [p for p in self._people.all if self._is_called(p, mention)]
        if called:
            return max(called, key=lambda person: _latest(person, mention)), 0.9 if len(called) == 1 else 0.8
        if mention.head not in _ANY_COMPANY:
            return None
        if last is not None and last.is_body:
            return last, 0.85
        return self._spoken_of(mention)

    def _is_called(self, person: Person, mention: Mention) -> bool:
        """Whether the noun stands beside the body's name: "the operator, Gridline", "Gridline, an operator"."""
        first = next(iter(person.appearances), None)
        if first is None or (first[0], first[1]) >= (mention.line, mention.start):
            return False
        if not person.is_body:
            return False
        head = mention.head
        if head not in _ANY_COMPANY and len(person.words) > 1 and head in [w.lower() for w in person.words]:
            return True
        for line, start, end in person.appearances[:_PLACES_SEARCHED]:
            if line > mention.line:
                break
            text = self._reader.lines[line].text
            before = text[max(0, start - 30) : start].lower().rstrip(" ,")
            if before.endswith(head) and not before[: -len(head)][-1:].isalnum():
                return True
            behind = _BEHIND.match(text, end, min(len(text), end + _LONGEST_PHRASE))
            if behind and head in behind[1].lower().split():
                return True
        return False

    def _spoken_of(self, mention: Mention) -> tuple[Person, float] | None:
        """The body that was a subject last, else the only one of the lines before."""
        bodies: dict[int, Person] = {}
        subject: Person | None = None
        for line in range(max(0, mention.line - LINES_BACK), mention.line + 1):
            here = line == mention.line
            for other in self._reader.before(mention) if here else self._reader.mentions(line)[-40:]:
                person = self._people.at(line, other.start, other.end) if other.kind == "name" else None
                if person is None or not person.is_body or self._is_place(person):
                    continue
                tokens = self._reader.tokens(line)
                if person.unclear and not (_has_verb(tokens, other) or self._people.is_name(person, other.relation)):
                    continue
                bodies[id(person)] = person
                starts = tokens.sentence_starts
                if other.relation in _SUBJECTS or (not other.relation and other.first - starts[other.sentence] <= 1):
                    subject = person if here or not person.unclear else subject
        if len(bodies) == 1:
            return next(iter(bodies.values())), 0.85
        if subject is not None:
            return subject, 0.75
        return None if bodies else self._most_named(mention)

    def _most_named(self, mention: Mention) -> tuple[Person, float] | None:
        """The body that the article up to here is about: named at least twice as often as any other."""
        counted = [
            (sum((line, start) < (mention.line, mention.start) for line, start, _ in person.appearances), person)
            for person in self._people.all
            if person.is_body and not self._is_place(person)
        ]
        counted.sort(key=itemgetter(0), reverse=True)
        if not counted or counted[0][0] < _OFTEN or (len(counted) > 1 and counted[0][0] < 2 * counted[1][0]):
            return None
        return counted[0][1], 0.7

    def _is_place(self, person: Person) -> bool:
        """Whether a single capitalised word is used as a place: "near Hanover"."""
        return person.unclear and any(
            _INSIDE_PLACE.search(self._reader.lines[line].text, max(0, start - 9), start)
            for line, start, _ in person.appearances[:_PLACES_SEARCHED]
        )


def _has_verb(tokens: Tokens, mention: Mention) -> bool:
    """Whether a verb follows at once, so that a capital at the start of a sentence is a name's: "Acme stopped"."""
    following = tokens.lowers[mention.after] if mention.after < len(tokens) else ""
    return following in AUXILIARIES or following.endswith("ed")


def _latest(person: Person, mention: Mention) -> tuple[int, int]:
    """Where a body is named last before a mention."""
    before = [(line, start) for line, start, _ in person.appearances if (line, start) < (mention.line, mention.start)]
    return max(before, default=(-1, -1))

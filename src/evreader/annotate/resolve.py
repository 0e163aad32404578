"""From the mention beside a quote to the speaker's full name: "he" and "Musk" to "Elon Musk"."""

from dataclasses import dataclass, replace

from evreader.annotate.antecedents import Antecedents
from evreader.annotate.bodies import Bodies
from evreader.annotate.lexicon import BODY_NOUNS, OBJECT_PRONOUNS, PERSON_NOUNS, SPEECH_NOUNS, TITLES
from evreader.annotate.names import name_words
from evreader.annotate.people import People, Person
from evreader.annotate.reader import Reader
from evreader.annotate.relations import Mention, is_saying
from evreader.annotate.tokens import is_possessive

LINES_BACK = 3
"""How many lines before a pronoun the one it stands for may be named."""

_NEAR = 40
"""How many mentions of an earlier line are looked at."""
_GENDER = {"he": "m", "his": "m", "she": "f", "her": "f"}
_ARTICLES = frozenset(["the", "a", "an"])
_DOCUMENTS = SPEECH_NOUNS | frozenset(
    ["report", "filing", "memo", "study", "analysis", "survey", "book", "lawsuit", "website", "complaint"]
)


@dataclass(slots=True)
class Speaker:
    """Who a mention stands for."""

    name: str | None
    person: Person | None
    mention: Mention
    """The mention to show: the name in "its chief, Jane Doe, said" rather than "its chief"."""
    certainty: float = 1.0
    """How sure the step from mention to name is, 0 to 1."""


class Resolver:
    """Resolves the mentions of one article; told of each speaker in turn, because pronouns follow them."""

    def __init__(self, reader: Reader, people: People) -> None:
        self._reader = reader
        self._people = people
        self._antecedents = Antecedents(reader, people)
        self._bodies = Bodies(reader, people)
        self._last: Person | None = None
        self._last_line = -9

    def resolve(self, mention: Mention) -> Speaker:
        """The speaker a mention stands for; `name` is None where the article does not make it clear."""
        if mention.kind == "name":
            speaker = self._name(mention)
        elif mention.kind == "pronoun":
            speaker = self._pronoun(mention)
        else:
            speaker = self._noun(mention)
        return speaker

    def interviewee(self, mention: Mention) -> Speaker:
        """Whose the answers marked "A:" are: the one person named in full before the first of them."""
        persons = {id(p): p for p in self._people.all if not p.is_body and p.full_at and p.full_at[0][0] < mention.line}
        if len(persons) != 1:
            return Speaker(None, None, mention)
        person = next(iter(persons.values()))
        return Speaker(person.name, person, mention, 0.85)

    def spoke(self, speaker: Speaker, line: int) -> None:
        """Note who spoke last, and in which line. A source named below a block quote speaks beside the text."""
        where = self._reader.lines[speaker.mention.line]
        if speaker.person is not None and where.kind != "quote" and where.role != "attribution":
            self._last, self._last_line = speaker.person, line

    def _name(self, mention: Mention) -> Speaker:
        if mention.head in TITLES:
            extended = self._with_phrase(mention)
            if extended is not mention and (titled := self._titled(mention, extended)):
                return Speaker(titled.name, titled, extended, 0.9)
        person = self._person(mention)
        if person is not None:
            if len(person.words) == 1 and (meant := self._people.misspelt(person.last)):
                return Speaker(meant.name, meant, mention, 0.9)
            return Speaker(person.name, person, mention)
        words = name_words(self._text(mention.line, mention.start, mention.end))
        if words and (person := self._people.named(words)):
            return Speaker(person.name, person, mention)
        return Speaker(" ".join(words) or self._text(mention.line, mention.start, mention.end), None, mention)

    def _person(self, mention: Mention) -> Person | None:
        return self._people.at(mention.line, mention.start, mention.end)

    def _text(self, line: int, start: int, end: int) -> str:
        return self._reader.lines[line].text[start:end]

    def _noun(self, mention: Mention) -> Speaker:
        tokens = self._reader.tokens(mention.line)
        person = self._people.at(mention.line, mention.start, mention.end)
        if person and not person.is_body and len(person.words) > 1 and mention.head == person.last.lower():
            return Speaker(person.name, person, mention)
        after = mention.after
        if after + 2 < len(tokens) and tokens.lowers[after] == "of":
            after += 2  # "chief of staff"
        if after + 1 < len(tokens) and tokens.texts[after] == ",":
            for other in self._reader.after(mention):
                if other.first > after + 3:
                    break
                if other.first > after and other.kind == "name" and other.after < len(tokens):
                    named = self._name(other)
                    if (
                        named.person
                        and not named.person.is_body
                        and tokens.texts[other.after] in ",.;"
                        and len(named.person.words) > 1
                    ):
                        return named
        if owner := self._owner(mention):
            return owner
        text = self._text(mention.line, mention.start, mention.end)
        words = text.split()
        definite = words[0].lower() == "the"
        if definite:
            last = self._last if mention.line - self._last_line <= 2 else None
            if body := self._bodies.described(mention, last):
                return Speaker(body[0].name, body[0], mention, body[1])
        if definite and (person := self._described(mention)):
            return Speaker(person.name, person, mention, 0.85)
        extended = self._with_phrase(mention)
        if extended is not mention and (person := self._titled(mention, extended)):
            return Speaker(person.name, person, extended, 0.9)
        text = self._text(mention.line, extended.start, extended.end)
        if words[0].lower() in _ARTICLES:
            text = text[len(words[0]) :].lstrip()
        return Speaker(text, None, extended)

    def _titled(self, mention: Mention, extended: Mention) -> Person | None:
        """Jane Doe in "governor of Utopia Jane Doe"."""
        person = self._people.at(mention.line, mention.end, extended.end)
        if person is None or person.is_body or len(person.words) < 2 or not person.gender or mention.head not in TITLES:
            return None
        text = self._text(mention.line, extended.start, extended.end)
        return person if text.endswith(person.last) and mention.after + 2 < extended.after else None

    def _owner(self, mention: Mention) -> Speaker | None:
        """Tesla in "Tesla's filing said": a document speaks for whose it is."""
        if mention.head not in _DOCUMENTS:
            return None
        tokens = self._reader.tokens(mention.line)
        for position in range(mention.first, mention.after - 1):
            if is_possessive(tokens.texts[position]) and tokens.texts[position][0].isupper():
                person = self._people.at(mention.line, mention.start, tokens.ends[position])
                if person is not None:
                    return Speaker(person.name, person, mention, 0.95)
        return None

    def _with_phrase(self, mention: Mention) -> Mention:
        """ "a spokesperson" with the "for Nissan" that follows."""
        tokens = self._reader.tokens(mention.line)
        if mention.head not in PERSON_NOUNS or mention.after + 1 >= len(tokens) or mention.possessive:
            return mention
        if tokens.lowers[mention.after] in ("familiar", "close", "briefed", "involved"):
            return self._with_clause(mention)
        if tokens.lowers[mention.after] not in ("for", "of", "at", "with", "from"):
            return mention
        if tokens.lowers[mention.after] == "of" and tokens.lowers[mention.after + 1] in OBJECT_PRONOUNS:
            return replace(mention, after=mention.after + 2, end=tokens.ends[mention.after + 1])
        for other in self._reader.after(mention):
            if mention.after < other.first <= mention.after + 2 and other.kind in ("name", "noun"):
                return replace(mention, after=other.after, end=other.end)
        return mention

    def _with_clause(self, mention: Mention) -> Mention:
        """ "a person" with the "familiar with the project" that follows."""
        tokens = self._reader.tokens(mention.line)
        after = mention.after
        while after < min(len(tokens), mention.after + 8):
            if not tokens.lowers[after][0].isalnum() or is_saying(tokens, after):
                break
            after += 1
        return replace(mention, after=after, end=tokens.ends[after - 1])

    def _described(self, mention: Mention) -> Person | None:
        """Who "the analyst" is, where only one named before fits."""
        if mention.head not in PERSON_NOUNS or mention.head in BODY_NOUNS or mention.after - mention.first > 4:
            return None
        fitting = [
            person
            for person in self._before(mention)
            if not person.is_body and mention.head in self._people.role_of(person).lower().split()
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _before(self, mention: Mention) -> list[Person]:
        """Everybody named in the lines before a mention and on its own line before it, each once."""
        seen: dict[int, Person] = {}
        for line in range(max(0, mention.line - LINES_BACK), mention.line + 1):
            near = self._reader.before(mention) if line == mention.line else self._reader.mentions(line)[-_NEAR:]
            for other in near:
                if other.kind == "name":
                    person = self._person(other)
                    if person is not None:
                        seen[id(person)] = person
        return list(seen.values())

    def _pronoun(self, mention: Mention) -> Speaker:
        head = mention.head
        if head in _GENDER:
            return self._antecedent(mention, _GENDER[head])
        if head == "who":
            return self._relative(mention)
        if head in ("they", "it", "their", "its"):
            if self._last is not None and self._last.is_body and mention.line - self._last_line <= 1:
                return Speaker(self._last.name, self._last, mention, 0.8)
            if head == "it":
                return self._body_before(mention)
            if head == "they":
                return self._plural_before(mention)
        return Speaker(None, None, mention)

    def _relative(self, mention: Mention) -> Speaker:
        nearest = None
        for other in self._reader.before(mention):
            if other.sentence == mention.sentence and other.kind != "pronoun":
                nearest = other
        if nearest is None:
            return Speaker(None, None, mention)
        resolved = self.resolve(nearest)
        return Speaker(resolved.name, resolved.person, mention, 0.9 * resolved.certainty)

    def _body_before(self, mention: Mention) -> Speaker:
        for other in self._reader.before(mention):
            if other.kind == "name" and other.opens_sentence and mention.sentence - other.sentence <= 1:
                person = self._person(other)
                if person is not None and person.is_body:
                    return Speaker(person.name, person, mention, 0.75)
        return Speaker(None, None, mention)

    def _plural_before(self, mention: Mention) -> Speaker:
        """Whom "they" stands for: several people or a body that opened the sentence before."""
        for other in self._reader.before(mention):
            opens = mention.sentence - other.sentence == 1 and other.opens_sentence and other.kind == "noun"
            if opens and other.head in PERSON_NOUNS and other.head.endswith("s"):
                return Speaker(self._noun(other).name, None, mention, 0.8)
        return Speaker(None, None, mention)

    def _antecedent(self, mention: Mention, gender: str) -> Speaker:
        found = self._antecedents.find(mention, gender, self._last, self._last_line)
        if found is None:
            return Speaker(None, None, mention)
        if found.nominal is not None:
            named = self._noun(found.nominal)
            return Speaker(named.name, named.person, mention, found.certainty * named.certainty)
        person = found.person
        return Speaker(person.name if person else None, person, mention, found.certainty)

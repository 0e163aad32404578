"""What speaks for and against each possible speaker of a quoted stretch, as named features.

The features' weights (weights.py) are learnt from articles whose quotes were marked by hand; training and use share
this module. Two candidates stand beside the mentions: NOBODY (the stretch is a title, a term or a scare quote) and
UNKNOWN (somebody's words, but the text does not say whose).
"""

from bisect import bisect_left
from dataclasses import dataclass

from evreader.annotate.lexicon import BODY_NOUNS, ORGANISATION_WORDS, PERSON_NOUNS, SAYING, SPEAKING
from evreader.annotate.marks import Stretch
from evreader.annotate.reader import Reader
from evreader.annotate.relations import UNITS, Mention
from evreader.annotate.surroundings import REACH, Choice, Surroundings, count_between
from evreader.annotate.tokens import QUOTED

NOBODY = "nobody"
UNKNOWN = "unknown"

_NAMING = frozenset(["call", "dub", "title", "label", "term", "name", "brand", "caption", "headline", "go"])


@dataclass(slots=True)
class Candidate:
    """A possible speaker of a stretch: a mention, or one of the two that are none."""

    mention: Mention | None
    name: str
    """"" for a mention, else NOBODY or UNKNOWN."""
    features: list[str]


def candidates(reader: Reader, stretch: Stretch, previous: Choice | None) -> list[Candidate]:
    """All possible speakers of `stretch` with the evidence for each. `previous`: the choice for the one before."""
    siblings = reader.within(stretch.line)
    index = bisect_left(siblings, stretch.start, key=_start)
    tokens = reader.tokens(stretch.line)
    at = tokens.quote_at.get(index)
    if at is None:
        return [Candidate(None, NOBODY, ["nobody"])]
    view = _Evidence(reader, stretch, tokens, at, previous)
    found = [Candidate(None, NOBODY, view.nobody()), Candidate(None, UNKNOWN, view.unknown())]
    found.extend(Candidate(mention, "", view.evidence(mention)) for mention in view.mentions())
    return found


def _start(stretch: Stretch) -> int:
    return stretch.start


def _bucket(number: int) -> str:
    if number <= 2:
        return str(number)
    return "3-4" if number <= 4 else "5-8" if number <= 8 else "9-15" if number <= 15 else "16+"


def _word_bucket(number: int) -> str:
    if number <= 4:
        return str(number)
    return "5-6" if number <= 6 else "7-10" if number <= 10 else "11-20" if number <= 20 else "21+"


class _Evidence(Surroundings):
    """A stretch in its surroundings, read as features."""

    def _shape(self) -> list[str]:
        count = len(self.words)
        size = _word_bucket(count)
        capitals = sum(word[0].isupper() or word[0].isdigit() for word in self.words)
        small = sum(word in ("of", "the", "and", "in", "a", "to", "for", "on", "&") for word in self.words)
        if count and capitals + small == count and capitals:
            title = "title1" if count == 1 else "title"
        else:
            title = "upper" if self.first_character.isupper() else "lower"
        end = self.last_character if self.last_character in ".,?!" else "none"
        return [size, title, end]

    def nobody(self) -> list[str]:
        """Evidence that the stretch is nobody's words."""
        size, title, end = self._shape()
        verb = "none"
        distance = "none"
        if self.verb >= 0:
            lemma = SAYING[self.tokens.lowers[self.verb]]
            verb = "speaking" if lemma in SPEAKING else "saying"
            distance = _bucket(self.at - self.verb - 1)
        features = [
            "nobody",
            f"n size {size}",
            f"n title {title}",
            f"n size+title {size} {title}",
            f"n end {end}",
            f"n size+end {size} {end}",
            f"n before {self.before}",
            f"n after {self.after}",
            f"n before+size {self.before} {size}",
            f"n before+title {self.before} {title}",
            f"n after+title {self.after} {title}",
            f"n after+size {self.after} {size}",
            f"n before+after {self.before} {self.after}",
            f"n before word {self.word_at(self.at - 1)}",
            f"n after word {self.word_at(self.at + 1)}",
            f"n before word 2 {self.word_at(self.at - 2)}",
            f"n title+end {title} {end}",
            f"n title+verb {title} {verb} {distance}",
            f"n before+title+after {self.before} {title} {self.after}",
            f"n style {self.stretch.style}",
            f"n verb {verb} {distance}",
            f"n unit {self.own_unit}",
            f"n unit+size {self.own_unit} {size}",
            f"n whole {self.whole_line}",
            f"n closed {self.stretch.closed}",
        ]
        if self.verb >= 0 and self.verb >= self.at - 2:
            lemma = SAYING[self.tokens.lowers[self.verb]]
            naming = lemma if lemma in _NAMING else "other"
            features.append(f"n verb join {self.neighbour(self.verb - 1)} {naming} {title}")
        if self.verb >= 0:
            features.append(f"n lemma {SAYING[self.tokens.lowers[self.verb]]} {distance}")
        if self.at >= 2 and self.before in ("the", "a", "an", "his", "her", "its", "their", "determiner"):
            features.append(f"n before2 {self.neighbour(self.at - 2)}")
        features.extend(self._previous_features("n"))
        return features

    def _previous_features(self, prefix: str) -> list[str]:
        previous = self.previous
        if previous is None or self.stretch.line - previous.stretch.line > 1:
            return [f"{prefix} previous far"]
        verdict = "nobody" if previous.nobody else "quote" if previous.mention else "unknown"
        if previous.stretch.line != self.stretch.line:
            return [f"{prefix} previous line {verdict} {self.stretch.continues}"]
        same = "same" if self._previous_sentence() == self.sentence else "other"
        gap = self.stretch.outer_start - previous.stretch.outer_end
        near = "near" if gap < 12 else "far"
        return [f"{prefix} previous {same} {verdict} {near}"]

    def _previous_sentence(self) -> int:
        assert self.previous is not None
        position = self.at - 1
        while position >= 0 and self.tokens.texts[position] != QUOTED:
            position -= 1
        return self.tokens.sentences[position] if position >= 0 else -1

    def unknown(self) -> list[str]:
        """Evidence that nobody can tell whose words these are."""
        size, title, _ = self._shape()
        return [
            "unknown",
            f"u size {size}",
            f"u title {title}",
            f"u unit {self.own_unit}",
            f"u whole {self.whole_line}",
            f"u before {self.before}",
            *self._previous_features("u"),
        ]

    def evidence(self, mention: Mention) -> list[str]:
        """Evidence for and against a mention."""
        relation = (
            "in" if (mention.relation == "in" or mention.relation.startswith("in:")) else mention.relation or "none"
        )
        lemma = ""
        if mention.cue >= 0 and relation in ("subject", "inverted", "participle", "object"):
            lemma = SAYING.get(self.reader.tokens(mention.line).lowers[mention.cue], "")
        strength = "speaking" if lemma in SPEAKING else "saying" if lemma else "no"
        features: list[str] = []
        carried = self.previous is not None and mention is self.previous.mention
        if mention.line == self.stretch.line:
            place = self._here(mention, relation, strength, features)
        elif mention.line < self.stretch.line:
            place = self._earlier(mention, relation, strength, features)
        else:
            place = "next"
            features.append(f"next whole {self.whole_line} {relation} {strength} unit {self.own_unit}")
        if carried:
            assert self.previous is not None
            far = min(3, self.stretch.line - self.previous.stretch.line)
            features.append(f"carried {far} unit {self.own_unit}")
            features.append(f"carried whole {self.whole_line} continues {self.stretch.continues} {far}")
            features.append(f"carried before {self.before} {far}")
            features.extend(self._previous_features("carried"))
            if mention.line == self.stretch.line:
                opens = self.at == self.tokens.sentence_starts[self.sentence]
                follows = self.sentence - mention.sentence
                features.append(f"carried opens {opens} {min(follows, 2)} {relation} unit {self.own_unit}")
                features.append(
                    f"carried opens {opens} {min(follows, 2)} since {min(2, self._subjects_since(mention))}"
                )
        features.append(f"place {place} {relation}")
        features.append(f"place {place} kind {mention.kind}")
        features.append(f"kind {mention.kind} {relation}")
        if lemma:
            features.append(f"lemma {lemma}")
            features.append(f"strength {strength} {relation} {mention.via} {place[:2]}")
        if mention.kind == "noun":
            group = "person" if mention.head in PERSON_NOUNS else "body" if mention.head in BODY_NOUNS else "other"
            features.append(f"noun {group} {relation}")
        elif mention.kind == "pronoun":
            features.append(f"pronoun {mention.head} {place[:1]}")
        else:
            body = mention.head in ORGANISATION_WORDS
            if mention.first and self.reader.tokens(mention.line).lowers[mention.first - 1] == "the":
                features.append(f"name with article {relation}")
            features.append(
                f"name {'body' if body else 'one' if mention.after - mention.first == 1 else 'many'} {relation}"
            )
        if self.reader.tokens(mention.line).parens[mention.first]:
            features.append("in parentheses")
        return features

    def _subjects_since(self, mention: Mention) -> int:
        """How many other mentions with a verb of their own stand between a mention and the stretch."""
        return count_between(self.with_verb, max(mention.cue + 1, mention.after), self.at)

    def _here(self, mention: Mention, relation: str, strength: str, features: list[str]) -> str:
        tokens, at = self.tokens, self.at
        low, high = mention.first, mention.after - 1
        if mention.cue >= 0 and relation in UNITS:
            low, high = min(low, mention.cue), max(high, mention.cue)
        before = mention.first < at
        gap = at - high - 1 if before else low - at - 1
        straddles = before and high > at
        distance = min(3, abs(self.sentence - mention.sentence))
        place = f"{'before' if before else 'after'} {distance}"
        between_from, between_to = (high + 1, at) if before else (at + 1, low)
        rivals = count_between(self.firsts, between_from, between_to)
        subjects = count_between(self.strong, between_from, between_to)
        quotes = tokens.texts[between_from:between_to].count(QUOTED) if between_to - between_from < REACH else 2
        gap_bucket = "straddles" if straddles else _bucket(max(0, gap))
        if mention.inside:
            features.append(f"inside {relation}")
        features.append(f"left {self.neighbour(mention.first - 1)} {relation} {place}")
        beyond = low - 1 if before else high + 1
        features.append(f"beyond {place} {relation} {self.neighbour(beyond)} {min(gap, 2)}")
        if not before and self._leads_to_quote(high + 1):
            features.append(f"leads on {place} {relation} {min(gap, 2)}")
        features.append(f"gap {place} {relation} {gap_bucket}")
        features.append(f"gap {place} {strength} {relation} {gap_bucket}")
        features.append(f"rivals {place} {min(rivals, 3)}")
        features.append(f"rivals {place} {relation} {min(rivals, 2)} {min(subjects, 1)}")
        features.append(f"quotes {place} {relation} {min(quotes, 2)}")
        features.append(f"opens {place} {mention.opens_sentence} {relation}")
        if before and distance == 0:
            features.append(f"before {self.before} {relation} {min(gap, 3)}")
            if self.verb >= 0:
                self._verb_evidence(mention, relation, features)
        if not before:
            end = self.last_character if self.last_character in ".,?!" else "none"
            features.append(f"end {end} {place} {relation} {min(gap, 3)}")
            features.append(f"after {self.after} {relation} {min(gap, 3)}")
            features.append(
                f"sentence opens {self.at == tokens.sentence_starts[self.sentence]} {place} {relation} {min(gap, 2)}"
            )
        if distance:
            features.append(f"unit {self.own_unit} {place} {relation}")
            features.append(f"verb {self.verb >= 0} {place} {relation}")
        return place

    def _leads_to_quote(self, position: int) -> bool:
        """Whether a comma or colon and another stretch follow: "...," X said: "..."."""
        texts = self.tokens.texts
        if position < len(texts) and texts[position] in (":", ","):
            position += 1
        return position < len(texts) and texts[position] == QUOTED

    def _verb_evidence(self, mention: Mention, relation: str, features: list[str]) -> None:
        """The mention against the reporting verb nearest to the stretch."""
        tokens, verb = self.tokens, self.verb
        lemma = SAYING[tokens.lowers[verb]]
        strength = "speaking" if lemma in SPEAKING else "saying"
        form = "ing" if tokens.lowers[verb].endswith("ing") else "finite"
        if mention.cue == verb:
            features.append(f"its verb {strength} {form} {relation} {_bucket(self.at - verb - 1)}")
            return
        owner = self.verb_owner
        rivals = count_between(self.firsts, mention.after, verb)
        side = "left" if mention.first < verb else "right"
        join = self.neighbour(verb - 1) if verb else "edge"
        features.append(f"other verb {strength} {form} owner {owner} {side} {relation}")
        if side == "left" and owner == "none":
            features.append(f"verb join {join} {form} {relation} {min(rivals, 3)}")
            features.append(f"verb opens {mention.opens_sentence} {form} {relation} {mention.kind}")

    def _earlier(self, mention: Mention, relation: str, strength: str, features: list[str]) -> str:
        lines_back = min(3, self.stretch.line - mention.line)
        tokens = self.reader.tokens(mention.line)
        last_sentence = tokens.sentences[-1] == mention.sentence
        colon = tokens.texts[-1] in (":", ",")
        place = f"line {lines_back}"
        features.append(f"earlier {lines_back} last {last_sentence} colon {colon} {relation} {strength}")
        features.append(f"earlier unit {self.own_unit} whole {self.whole_line} opens {self.at == 0} colon {colon}")
        features.append(f"earlier opens {mention.opens_sentence} {last_sentence} {relation}")
        rivals = sum(
            1
            for other in self.reader.mentions(mention.line)
            if other.first > mention.first and other.sentence == mention.sentence
        )
        features.append(f"earlier rivals {min(rivals, 3)} {relation}")
        ends_quoted = tokens.texts[-1] == QUOTED or (len(tokens) > 1 and tokens.texts[-2] == QUOTED)
        features.append(f"earlier quoted {ends_quoted} {relation} whole {self.whole_line}")
        return place

"""A quoted stretch in its surroundings: the words beside it, the verb before it, and who is mentioned near it."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from evreader.annotate.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SPEAKING,
    SPEECH_NOUNS,
    words,
)
from evreader.annotate.marks import Stretch
from evreader.annotate.reader import Reader
from evreader.annotate.relations import UNITS, Mention, is_saying
from evreader.annotate.tokens import QUOTED, Tokens, is_possessive

REACH = 90
"""Tokens on either side of a stretch within which mentions are looked at."""

_SENTENCES_BACK = 3
_SENTENCES_BACK_BESIDE_UNIT = 1
"""The same for a stretch beside which a mention with its verb stands."""
_MENTIONS_FROM_NEIGHBOUR = 8
_STRONG = frozenset({"subject", "inverted", "according", "label", "dash"})
_KNOWN_NEIGHBOURS = words(
    "that the a an of as and or is was to in for with by so-called called their his her its he she it they be on"
) | {QUOTED, ",", ":", ";", "(", ".", "—", "–", "-", "--"}
"""Neighbours of a stretch that count as themselves; others count as their class."""
_WORD = re.compile(r"\w+(?:[-'’.&]\w+)*")


@dataclass(slots=True)
class Choice:
    """What was decided for a stretch; the next stretch is judged in its light."""

    stretch: Stretch
    mention: Mention | None
    nobody: bool


def count_between(positions: list[int], start: int, end: int) -> int:
    """How many of the sorted positions lie in start:end."""
    return max(0, bisect_left(positions, end) - bisect_left(positions, start))


def _first(mention: Mention) -> int:
    return mention.first


def _class_of(tokens: Tokens, position: int) -> str:
    """A word as its neighbours see it: itself where it tells much, else its class."""
    lower = tokens.lowers[position]
    if lower in _KNOWN_NEIGHBOURS:
        return lower
    if is_saying(tokens, position):
        return "speaking" if SAYING[lower] in SPEAKING else "saying"
    if lower in DETERMINERS:
        return "determiner"
    if lower in PREPOSITIONS:
        return "preposition"
    if lower in AUXILIARIES:
        return "auxiliary"
    if lower in PRONOUNS:
        return "pronoun"
    if lower in CONJUNCTIONS:
        return "conjunction"
    if lower in SPEECH_NOUNS:
        return "speech"
    if tokens.texts[position][0].isupper():
        return "capital"
    if lower[0].isalpha():
        return "lower"
    return "digit" if lower[0].isdigit() else "mark"


class Surroundings:
    """One stretch, and what of its line and the lines beside it tells whose words it is."""

    def __init__(self, reader: Reader, stretch: Stretch, tokens: Tokens, at: int, previous: Choice | None) -> None:
        self.reader = reader
        self.stretch = stretch
        self.tokens = tokens
        self.at = at
        self.previous = previous
        self.sentence = tokens.sentences[at]
        text = reader.lines[stretch.line].text
        self.words = _WORD.findall(text[stretch.start : min(stretch.end, stretch.start + 400)])
        self.first_character = text[stretch.start]
        self.last_character = text[stretch.end - 1]
        self.before = self.neighbour(at - 1)
        self.after = self.neighbour(at + 1)
        self.whole_line = len(tokens) == 1 or (at == 0 and len(tokens) == 2 and tokens.texts[1] in ".,")
        self.verb = self._verb_before()
        mentions = reader.mentions(stretch.line)
        self.line_mentions = mentions[
            bisect_left(mentions, at - REACH, key=_first) : bisect_left(mentions, at + REACH, key=_first)
        ]
        """The mentions of the line that are near enough to matter."""
        self.firsts = [mention.first for mention in self.line_mentions]
        self.strong = [mention.first for mention in self.line_mentions if mention.relation in _STRONG]
        self.with_verb = [
            mention.first
            for mention in self.line_mentions
            if mention.relation in ("subject", "inverted", "verb", "label")
        ]
        self.verb_owner = "none"
        for mention in self.line_mentions:
            if mention.cue == self.verb and mention.relation in ("subject", "inverted"):
                self.verb_owner = mention.relation
        self.own_unit = self._own_unit()

    def neighbour(self, position: int) -> str:
        """The class of the word at a position, or the word itself where it tells much."""
        tokens = self.tokens
        if not 0 <= position < len(tokens):
            return "edge"
        found = tokens.classes.get(position)
        if found is None:
            found = tokens.classes[position] = _class_of(tokens, position)
        return found

    def word_at(self, position: int) -> str:
        """The word at a position as training may know it: names and numbers only as what they are."""
        tokens = self.tokens
        if not 0 <= position < len(tokens):
            return "edge"
        lower = tokens.lowers[position]
        if is_possessive(lower):
            return "possessive"
        if lower[0].isdigit():
            return "digit"
        return "capital" if tokens.texts[position][0].isupper() and position and lower not in FUNCTION_WORDS else lower

    def _verb_before(self) -> int:
        """The nearest reporting verb before the stretch in its sentence, or -1."""
        tokens = self.tokens
        for position in range(self.at - 1, max(-1, self.at - 26), -1):
            if tokens.sentences[position] != self.sentence:
                break
            if is_saying(tokens, position):
                return position
        return -1

    def _own_unit(self) -> bool:
        """Whether a mention with its reporting verb stands right beside the stretch."""
        for mention in self.line_mentions:
            if mention.relation in _STRONG and abs(mention.first - self.at) < 30:
                if mention.cue < self.at:
                    if mention.sentence == self.sentence and self.at - max(mention.cue, mention.after) <= 12:
                        return True
                elif min(mention.first, mention.cue) - self.at <= 3:
                    return True
        return False

    def mentions(self) -> list[Mention]:
        """The mentions that may be the speaker's."""
        reader, stretch = self.reader, self.stretch
        back = _SENTENCES_BACK_BESIDE_UNIT if self.own_unit else _SENTENCES_BACK
        wanted = [
            mention
            for mention in self.line_mentions
            if (behind := self.sentence - mention.sentence) == 0
            or (-1 <= behind <= back and not mention.relation.startswith("in:"))
        ]
        if stretch.line and self.sentence <= 1 and not self.own_unit:
            before = reader.tokens(stretch.line - 1)
            last = before.sentences[-1] if len(before) else 0
            close = [
                mention
                for mention in reader.mentions(stretch.line - 1)
                if last - mention.sentence <= 1 and not mention.relation.startswith("in:")
            ]
            wanted.extend(close[-_MENTIONS_FROM_NEIGHBOUR:])
        if stretch.line + 1 < len(reader.lines) and self.at >= len(self.tokens) - 2 and not self.own_unit:
            ahead = [m for m in reader.mentions(stretch.line + 1)[:4] if m.sentence == 0 and m.relation in UNITS]
            wanted.extend(ahead)
        carried = self.previous.mention if self.previous else None
        if carried is not None and not any(m is carried for m in wanted):
            wanted.append(carried)
        return wanted

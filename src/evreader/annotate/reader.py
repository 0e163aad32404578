"""An article as the annotator reads it: lines, tokens and mentions, each made once and only where it is wanted."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from evreader.annotate.lexicon import words
from evreader.annotate.marks import Line, Stretch
from evreader.annotate.mentions import find_mentions
from evreader.annotate.relations import Mention
from evreader.annotate.tokens import NamesInside, Tokens, tokenise

_ENGLISH = words(
    """the and for that with was has have from this are his her its said says but not you they she will who which had
    been were would our their about when told"""
)
_FOREIGN = words(
    """der die das und nicht ist mit den dem ein eine für auf le la les des est une que dans pour avec el los las una
    por con del il che per non het een voor niet och att som det ikke para uma com"""
)
_OTHER_SCRIPT = re.compile(
    "[\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af]{2}"  # Japanese, Chinese, Korean
    "|[\\u0400-\\u04ff\\u0590-\\u05ff\\u0600-\\u06ff\\u0900-\\u097f]{3,}"  # Cyrillic, Hebrew, Arabic, Devanagari
)
_OTHER_LETTER = re.compile("[\u0400-\u1fff\u3040-\u9fff\uac00-\ud7af]")
_OTHER_MARKS = frozenset("„«»‹›「『")
_SAMPLE = 1500
"""Words that are enough to tell whether an article is in English."""


@dataclass(slots=True)
class Reader:
    """The lines of an article, with tokens and mentions made where they are wanted."""

    lines: Sequence[Line]
    stretches: Sequence[Stretch]
    _by_line: dict[int, list[Stretch]] = field(default_factory=dict)
    _tokens: dict[int, Tokens] = field(default_factory=dict)
    _mentions: dict[int, list[Mention]] = field(default_factory=dict)
    _common_words: set[str] = field(default_factory=set)
    _known_names: NamesInside = field(default_factory=lambda: NamesInside(""))
    is_english: bool = True
    """Whether the rules know the article's language."""

    def __post_init__(self) -> None:
        for stretch in self.stretches:
            self._by_line.setdefault(stretch.line, []).append(stretch)
        text = "\n".join([line.text for line in self.lines])
        found = text.split()
        self._common_words.update(found)
        self._known_names = NamesInside(text)
        sample = found[:_SAMPLE]
        english = sum([word in _ENGLISH for word in sample])
        foreign = sum([word in _FOREIGN for word in sample])
        if _OTHER_LETTER.search(text):
            foreign += 2 * len(_OTHER_SCRIPT.findall(text[: 8 * _SAMPLE]))
        if english or foreign:
            self.is_english = english > foreign
        else:
            self.is_english = not any(self.lines[s.line].text[s.outer_start] in _OTHER_MARKS for s in self.stretches)

    def tokens(self, line: int) -> Tokens:
        """The tokens of a line."""
        tokens = self._tokens.get(line)
        if tokens is None:
            tokens = tokenise(line, self.lines[line], self._by_line.get(line, ()), self._known_names)
            self._tokens[line] = tokens
        return tokens

    def mentions(self, line: int) -> list[Mention]:
        """The mentions of a line, in order."""
        mentions = self._mentions.get(line)
        if mentions is None:
            mentions = find_mentions(self.tokens(line), self._common_words)
            self._mentions[line] = mentions
        return mentions

    def before(self, mention: Mention, reach: int = 40) -> list[Mention]:
        """The last mentions before one in its own line, in order; at most `reach`."""
        mentions = self.mentions(mention.line)
        at = bisect_left(mentions, mention.first, key=lambda other: other.first)
        return mentions[max(0, at - reach) : at]

    def after(self, mention: Mention, reach: int = 4) -> list[Mention]:
        """The next mentions behind one in its own line, in order; at most `reach`."""
        mentions = self.mentions(mention.line)
        at = bisect_left(mentions, mention.after, key=lambda other: other.first)
        return mentions[at : at + reach]

    def within(self, line: int) -> list[Stretch]:
        """The stretches of a line, in order."""
        return self._by_line.get(line, [])

"""An article as the annotator reads it: lines, tokens and mentions, each made once and only where it is wanted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from evreader.annotate.lexicon import words
from evreader.annotate.marks import Line, Stretch
from evreader.annotate.mentions import find_mentions
from evreader.annotate.relations import Mention
from evreader.annotate.tokens import Tokens, tokenise

_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][\w-]+")
_ENGLISH = words(
    """the and for that with was has have from this are his her its said says but not you they she will who which had
    been were would our their about when told"""
)
_NOT_ENGLISH = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}"  # Japanese, Chinese, Korean
    "|[\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u0900-\u097f]{3,}"  # Cyrillic, Hebrew, Arabic, Devanagari
)
_SAMPLE = 1500
"""Words that are enough to tell whether an article is in English."""
_ENGLISH_SHARE = 0.06
_LOWER_WORD = re.compile(r"\b[a-z]{3,}\b")


@dataclass(slots=True)
class Reader:
    """The lines of an article, with tokens and mentions made where they are wanted."""

    lines: Sequence[Line]
    stretches: Sequence[Stretch]
    _by_line: dict[int, list[Stretch]] = field(default_factory=dict)
    _tokens: dict[int, Tokens] = field(default_factory=dict)
    _mentions: dict[int, list[Mention]] = field(default_factory=dict)
    _common_words: set[str] = field(default_factory=set)
    _known_names: set[str] = field(default_factory=set)
    is_english: bool = True
    """Whether the rules know the article's language."""

    def __post_init__(self) -> None:
        read = english = 0
        for stretch in self.stretches:
            self._by_line.setdefault(stretch.line, []).append(stretch)
        for line in self.lines:
            found = _LOWER_WORD.findall(line.text)
            read += len(found)
            self._common_words.update(found)
            if read < _SAMPLE:
                english += sum(word in _ENGLISH for word in found)
                read += len(_NOT_ENGLISH.findall(line.text))
            self._known_names.update(_CAPITALISED.findall(line.text))
        self.is_english = english >= _ENGLISH_SHARE * min(read, _SAMPLE)

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

    def within(self, line: int) -> list[Stretch]:
        """The stretches of a line, in order."""
        return self._by_line.get(line, [])

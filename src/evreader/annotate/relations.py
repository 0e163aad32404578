"""A mention, and how it stands to the verb, preposition or mark beside it: "X said", "said X", "according to X"."""

from dataclasses import dataclass
from typing import Literal

from evreader.annotate.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BODY_NOUNS,
    CALENDAR,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SPEECH_NOUNS,
)
from evreader.annotate.tokens import QUOTED, Tokens, is_possessive

UNITS = frozenset(["dash", "subject", "inverted", "according", "label", "words", "participle", "by"])
"""Relations in which a mention and its cue make one piece."""
Kind = Literal["name", "pronoun", "noun"]

_SPOKEN_NOUNS = SPEECH_NOUNS | BODY_NOUNS
_SHOOTING = frozenset(
    ["shot", "fired", "hit", "pushed", "snapped", "fought", "punched", "struck", "shoots", "fires", "hits"]
)
"""Verbs that report words where "back" follows."""
_DASHES = frozenset(["—", "–", "-", "--", "―", "―"])
_SUBJECT_REACH = 30
_PREMODIFIER_REACH = 9


@dataclass(slots=True)
class Mention:
    """A stretch of a line's tokens that may name a speaker."""

    line: int
    first: int
    """Its first token, and the one after its last."""
    after: int
    start: int
    end: int
    kind: Kind
    head: str
    """Its last word in lower case, without possessive ending."""
    sentence: int
    possessive: bool = False
    opens_sentence: bool = False
    relation: str = ""
    """How it stands to the verb or preposition beside it; "" where nothing is known."""
    cue: int = -1
    """The token of that verb or preposition."""
    via: str = ""
    """What stands between it and the verb: "", "apposition", "phrase", "relative"."""
    inside: bool = False
    """It stands between another mention and that one's verb."""


def is_saying(tokens: Tokens, position: int) -> bool:
    """Whether the token can be read as a reporting verb where it stands."""
    word = tokens.lowers[position]
    if word not in SAYING:
        return False
    if position and word in _SPOKEN_NOUNS and not word.endswith("ed"):
        before = tokens.lowers[position - 1]
        if before in DETERMINERS or before in PREPOSITIONS or is_possessive(before) or before.endswith(("al", "ive")):
            return False
    return True


def speech_noun_after(tokens: Tokens, position: int) -> int:
    """The token of a noun for words said within the next three words; 0 where there is none."""
    for at in range(position, min(position + 3, len(tokens))):
        lower = tokens.lowers[at]
        if lower in SPEECH_NOUNS:
            return at
        if not lower[0].isalpha() or lower in PREPOSITIONS or lower in AUXILIARIES:
            return 0
    return 0


def relate(tokens: Tokens, mention: Mention) -> None:
    """Fill in how a mention stands to the words beside it."""
    if mention.relation:
        return
    if mention.possessive:
        mention.relation = "owner"
        if noun := speech_noun_after(tokens, mention.after):
            mention.relation, mention.cue = "words", noun
        return
    if _relate_left(tokens, mention):
        return
    _relate_right(tokens, mention)


def _relate_left(tokens: Tokens, mention: Mention) -> bool:
    """Look at what stands before: "said X", "according to X", "to X"."""
    lowers, sentence = tokens.lowers, mention.sentence
    position = mention.first - 1
    steps = 0
    closed = lowers[mention.first] in DETERMINERS  # "On Friday a driver": "on" is not the driver's
    while position >= 0 and steps < _PREMODIFIER_REACH and tokens.sentences[position] == sentence:
        lower = lowers[position]
        if (
            lower == QUOTED
            or not lower[0].isalnum()
            or lower in AUXILIARIES
            or lower in CONJUNCTIONS
            or lower in PRONOUNS
        ):
            break
        if lower in PREPOSITIONS or is_saying(tokens, position):
            break
        if mention.kind == "pronoun":
            break
        if lower in ADVERBS and tokens.texts[position][0].islower():
            break
        closed = closed or lower in CALENDAR
        position -= 1
        steps += 1
    if position < 0 or tokens.sentences[position] != sentence:
        return False
    lower = lowers[position]
    if lower in _DASHES and position and lowers[position - 1] in (QUOTED, ".", "?", "!") and steps <= 4:
        _relate_right(tokens, mention)
        if mention.relation != "subject":
            mention.relation, mention.cue = "dash", position
        return True
    if lower == "to" and position and lowers[position - 1].startswith("accord"):
        mention.relation, mention.cue = "according", position - 1
        return True
    if lower == "of" and position and lowers[position - 1] == "words":
        mention.relation, mention.cue = "according", position - 1
        return True
    if lower == "per":
        mention.relation, mention.cue = "according", position
        return True
    if lower in PREPOSITIONS and not (closed and steps):
        mention.relation = "by" if lower == "by" else "in:" + lower if steps <= 2 else "in"
        mention.cue = position
        return True
    if lower in SAYING and is_saying(tokens, position):
        before = position - 1
        while before >= 0 and (lowers[before] in ADVERBS or lowers[before].endswith("ly")):
            before -= 1
        opening = (
            before < 0
            or tokens.sentences[before] != sentence
            or lowers[before] in (QUOTED, ",", "—", "–", "-", "--", "―", ":")
        )
        if opening and not lower.endswith("ing"):
            _relate_right(tokens, mention)
            if mention.relation == "subject" and (mention.via or mention.cue > mention.after + 1):
                mention.relation, mention.cue = "", -1
            if not mention.relation or mention.relation == "verb":
                mention.relation, mention.cue = "inverted", position
            return True
        if _relate_right(tokens, mention) and mention.relation == "subject":
            return True
        mention.relation, mention.cue = "object", position
        return True
    return False


def _relate_right(tokens: Tokens, mention: Mention) -> bool:
    """Look at what stands behind: "X said", "X, the chairman, said", "X of Y said"."""
    lowers, texts = tokens.lowers, tokens.texts
    position = mention.after
    limit = min(len(tokens), position + _SUBJECT_REACH)
    sentence = mention.sentence
    auxiliaries = 0
    while position < limit and tokens.sentences[position] == sentence:
        lower = lowers[position]
        if lower == ":":
            mention.relation, mention.cue = "label", position
            return True
        if is_saying(tokens, position):
            if lower.endswith("ing") and not auxiliaries:
                mention.relation, mention.cue = "participle", position
                return True
            mention.relation, mention.cue = "subject", position
            return True
        if lower in AUXILIARIES:
            auxiliaries += 1
        elif lower in _SHOOTING and position + 1 < limit and lowers[position + 1] == "back":
            mention.relation, mention.cue = "subject", position
            return True
        elif lower in ADVERBS or lower.endswith("ly") or lower in ("himself", "herself", "both", "all"):
            pass
        elif lower in ("(", "["):
            close = _find(tokens, position + 1, limit, ")]")
            if close < 0:
                return False
            position = close
        elif lower in (",", "—", "–", "--", "-") and not mention.via and mention.kind != "pronoun":
            if position + 1 < limit and is_saying(tokens, position + 1) and lowers[position + 1].endswith("ing"):
                mention.relation, mention.cue = "participle", position + 1
                return True
            close = _apposition_end(tokens, position + 1, limit, lower)
            if close < 0:
                return False
            mention.via = "apposition"
            position = close
        elif lower in ("who", "which"):
            if position + 1 < limit and is_saying(tokens, position + 1):
                mention.relation, mention.cue, mention.via = "subject", position + 1, "relative"
                return True
            return False
        elif lower in ("of", "at", "from", "with", "in", "for", "on") and not mention.via and mention.kind != "pronoun":
            verb = _verb_after_phrase(tokens, position + 1, limit)
            if verb < 0:
                return False
            mention.via = "phrase"
            position = verb
            continue
        elif texts[position][0].islower() and (auxiliaries or lower.endswith(("ed", "s"))):
            mention.relation = "verb"
            return True
        else:
            if auxiliaries:
                mention.relation = "verb"
            return bool(auxiliaries)
        position += 1
    return False


def _find(tokens: Tokens, start: int, limit: int, marks: str) -> int:
    for position in range(start, limit):
        if tokens.texts[position] in marks:
            return position
    return -1


def _apposition_end(tokens: Tokens, start: int, limit: int, mark: str) -> int:
    """The closing mark of an apposition behind which a reporting verb or an auxiliary stands."""
    for position in range(start, limit - 1):
        lower = tokens.lowers[position]
        if lower == QUOTED:
            return -1
        if lower == mark or (lower == "," and mark == ","):
            following = position + 1
            while following < limit - 1 and (
                tokens.lowers[following] in ADVERBS or tokens.lowers[following].endswith("ly")
            ):
                following += 1
            if tokens.lowers[following] in AUXILIARIES or is_saying(tokens, following):
                return position
    return -1


def _verb_after_phrase(tokens: Tokens, start: int, limit: int) -> int:
    for position in range(start, min(limit, start + 12)):
        lower = tokens.lowers[position]
        if lower == QUOTED or lower in ",;:—–" or lower in PRONOUNS:
            return -1
        if is_saying(tokens, position) and not lower.endswith("ing"):
            return position
        if lower in AUXILIARIES:
            return position
    return -1

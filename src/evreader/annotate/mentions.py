"""Who is mentioned in a line: names, pronouns and nouns for people and bodies, and how each stands to a verb."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Literal

from evreader.annotate.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BODY_NOUNS,
    CALENDAR,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    NAME_PARTICLES,
    ORGANISATION_HEADS,
    ORGANISATION_WORDS,
    PERSON_NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SPEAKING,
    SPEECH_NOUNS,
    TITLES,
)
from evreader.annotate.tokens import QUOTED, Tokens, base, is_possessive

Kind = Literal["name", "pronoun", "noun"]

_POSSESSIVE_PRONOUNS = {"his": "his", "her": "her", "their": "their", "my": "my", "our": "our", "its": "its"}
_SHOOTING = frozenset(
    ["shot", "fired", "hit", "pushed", "snapped", "fought", "punched", "struck", "shoots", "fires", "hits"]
)
"""Verbs that report words where "back" follows."""
_DASHES = frozenset(["—", "–", "-", "--", "―", "―"])
_NOUN_REACH = 8
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
    """What stands between it and the verb: "", "apposition", "phrase"."""


def find_mentions(tokens: Tokens, common_words: Set[str]) -> list[Mention]:
    """All mentions of a line in order. `common_words`: words the article also writes in lower case."""
    mentions: list[Mention] = []
    position = 0
    total = len(tokens)
    while position < total:
        found = _mention_at(tokens, position, common_words)
        if found is None:
            position += 1
            continue
        mentions.append(found)
        position = max(position + 1, found.after)
    for mention in mentions:
        _relate(tokens, mention)
    return mentions


def is_saying(tokens: Tokens, position: int) -> bool:
    """Whether the token can be read as a reporting verb where it stands."""
    word = tokens.lowers[position]
    if word not in SAYING:
        return False
    if position and word in SPEECH_NOUNS | BODY_NOUNS and not word.endswith("ed"):
        before = tokens.lowers[position - 1]
        if before in DETERMINERS or before in PREPOSITIONS or is_possessive(before) or before.endswith(("al", "ive")):
            return False
    return True


def _mention_at(tokens: Tokens, position: int, common_words: Set[str]) -> Mention | None:
    lower = tokens.lowers[position]
    if lower == QUOTED or not (lower[0].isalnum() or lower[0] == "@"):
        return None
    short = lower.partition("’")[0].partition("'")[0]
    if short in PRONOUNS and (short != "it" or not is_possessive(lower)):
        if short == "i" and tokens.texts[position] not in ("I", "I’m", "I'm", "I’ve", "I've", "I’d", "I'd"):
            return None
        mention = _make(tokens, position, position + 1, "pronoun", short)
        mention.end = mention.start + len(short)
        return mention
    if lower in _POSSESSIVE_PRONOUNS and (noun := _speech_noun_after(tokens, position + 1)):
        mention = _make(tokens, position, position + 1, "pronoun", lower)
        mention.possessive = True
        mention.relation, mention.cue = "words", noun
        return mention
    name_end = _name_end(tokens, position, common_words)
    if name_end > position:
        last = tokens.texts[name_end - 1]
        if is_possessive(last):
            speech = _speech_noun_after(tokens, name_end)
            if speech and not _is_verb(tokens, speech + 1):
                mention = _make(tokens, position, name_end, "name", base(last).lower())
                mention.possessive, mention.relation, mention.cue = True, "words", speech
                mention.end -= len(last) - len(base(last))
                mention.after = speech + 1
                return mention
            noun_end = speech + 1 if speech else _noun_end(tokens, name_end)
            if noun_end > name_end:
                return _noun(tokens, position, noun_end)
        first = _after_titles(tokens, position, name_end)
        noun_end = _noun_end(tokens, name_end) if not is_possessive(last) else name_end
        if noun_end > name_end and tokens.lowers[noun_end - 1] in PERSON_NOUNS | BODY_NOUNS:
            following = tokens.texts[noun_end] if noun_end < len(tokens) else ""
            if not (following[:1].isupper() and following.lower() not in FUNCTION_WORDS):
                return _noun(tokens, position, noun_end)
            return None  # "Tesla chief executive Elon Musk": the name that follows is the mention
        mention = _make(tokens, first, name_end, "name", base(last).lower())
        mention.possessive = is_possessive(last)
        if mention.possessive:
            mention.end -= len(last) - len(base(last))
        return mention
    if lower in DETERMINERS:
        end = _noun_end(tokens, position + 1)
        if end > position + 1:
            return _noun(tokens, position, end)
        if lower in PERSON_NOUNS:
            return _noun(tokens, position, position + 1)
        return None
    if base(lower) in PERSON_NOUNS or base(lower) in BODY_NOUNS:
        end = _noun_end(tokens, position)
        if end > position:
            return _noun(tokens, position, end)
    return None


def _make(tokens: Tokens, first: int, after: int, kind: Kind, head: str) -> Mention:
    sentence = tokens.sentences[first]
    start_of_sentence = tokens.sentence_starts[sentence]
    return Mention(
        tokens.line,
        first,
        after,
        tokens.starts[first],
        tokens.ends[after - 1],
        kind,
        head,
        sentence,
        opens_sentence=first - start_of_sentence <= 1,
    )


def _noun(tokens: Tokens, first: int, after: int) -> Mention | None:
    last = tokens.lowers[after - 1]
    if after < len(tokens) and _is_name_word(tokens, after, frozenset()) and base(last) in PERSON_NOUNS | TITLES:
        return None  # a role before a name
    mention = _make(tokens, first, after, "noun", base(last))
    mention.possessive = is_possessive(last)
    if mention.possessive:
        mention.end -= len(last) - len(base(last))
    return mention


def _is_verb(tokens: Tokens, position: int) -> bool:
    return position < len(tokens) and (tokens.lowers[position] in AUXILIARIES or is_saying(tokens, position))


def _is_name_word(tokens: Tokens, position: int, common_words: Set[str]) -> bool:
    word = tokens.texts[position]
    if not word[0].isupper():
        if word[0] == "@":
            return len(word) > 2
        return (
            position > 0
            and word.startswith(("al-", "el-", "d’", "d'"))
            and word.rpartition(word[1] if word[0] == "d" else "-")[2][:1].isupper()
        )
    lower = base(tokens.lowers[position])
    if lower.strip(".") in CALENDAR or lower.partition("’")[0].partition("'")[0] in PRONOUNS:
        return False
    opens = position == tokens.sentence_starts[tokens.sentences[position]] or tokens.texts[position - 1] in (
        ":",
        QUOTED,
        "—",
        "–",
        "-",
    )
    if not opens:
        return lower not in FUNCTION_WORDS or lower in ("will", "may", "said")
    following = tokens.texts[position + 1] if position + 1 < len(tokens) else ""
    if lower in FUNCTION_WORDS or lower in SAYING:
        if following[:1].isupper():
            return lower in ("will", "may", "mark", "rob")
        return word in tokens.known_names and SAYING.get(following) in SPEAKING
    if lower in common_words or lower in PERSON_NOUNS:
        return following[:1].isupper() and following.lower() not in FUNCTION_WORDS
    return True


def _name_end(tokens: Tokens, position: int, common_words: Set[str]) -> int:
    if not _is_name_word(tokens, position, common_words):
        return position
    end = position + 1
    total = len(tokens)
    while end < total and end - position < 12:
        if is_possessive(tokens.texts[end - 1]) or tokens.sentences[end] != tokens.sentences[position]:
            break
        lower = tokens.lowers[end]
        if _is_name_word(tokens, end, frozenset()):
            end += 1
        elif lower == "&" and end + 1 < total and tokens.texts[end + 1][0].isupper():
            end += 2
        elif lower in NAME_PARTICLES and end + 1 < total and tokens.texts[end + 1][0].isupper():
            end += 2
        elif lower == "of" and tokens.lowers[end - 1] in ORGANISATION_HEADS:
            follow = end + 2 if end + 1 < total and tokens.lowers[end + 1] == "the" else end + 1
            if (
                follow < total
                and tokens.texts[follow][0].isupper()
                and tokens.sentences[follow] == tokens.sentences[position]
            ):
                end = follow + 1
            else:
                break
        else:
            break
    if (
        end == position + 1
        and tokens.lowers[position].strip(".") in TITLES
        and not is_possessive(tokens.texts[position])
    ):
        if tokens.lowers[position] not in common_words and tokens.lowers[position] not in PERSON_NOUNS:
            return end
        return position
    return end


def _after_titles(tokens: Tokens, first: int, after: int) -> int:
    """Where the name proper begins in a run of capitals such as "Tesla CEO Elon Musk"."""
    for position in range(after - 2, first - 1, -1):
        if tokens.lowers[position].strip(".") in TITLES:
            rest = base(tokens.lowers[position + 1])
            if rest in ORGANISATION_WORDS or rest.strip(".") in TITLES:
                return first
            return position + 1
    return first


def _noun_end(tokens: Tokens, position: int) -> int:
    """Where a noun phrase that goes on at `position` ends; `position` itself where none does."""
    end = position
    limit = min(len(tokens), position + _NOUN_REACH)
    while end < limit:
        lower = tokens.lowers[end]
        if not lower[0].isalnum() or lower == QUOTED:
            break
        plain = base(lower)
        if (
            lower in AUXILIARIES
            or lower in PREPOSITIONS
            or lower in CONJUNCTIONS
            or lower in PRONOUNS
            or lower in ADVERBS
        ):
            break
        if lower in DETERMINERS and end > position:
            break
        if lower in SAYING and end > position:
            noun_here = plain in PERSON_NOUNS or plain in BODY_NOUNS
            if not noun_here or lower.endswith("ed"):
                break
            previous = tokens.lowers[end - 1]
            if base(previous) in PERSON_NOUNS or base(previous) in BODY_NOUNS:
                break
        elif lower in SAYING and (lower.endswith("ing") or SAYING[lower] in SPEAKING) and plain not in BODY_NOUNS:
            break
        if lower in ("who", "which", "whose", "that", "there", "not"):
            break
        end += 1
        if is_possessive(tokens.texts[end - 1]) and end - position > 5:
            break
        if plain in PERSON_NOUNS or plain in BODY_NOUNS:
            if end >= limit:
                break
            following = base(tokens.lowers[end])
            if is_possessive(lower):
                continue
            if following not in PERSON_NOUNS and following not in BODY_NOUNS and following not in TITLES:
                break
    if end > position and is_possessive(tokens.texts[end - 1]):
        return end
    if end == position + _NOUN_REACH:
        return position
    return end


def _speech_noun_after(tokens: Tokens, position: int) -> int:
    """The token of a noun for words said within the next three words; 0 where there is none."""
    for at in range(position, min(position + 3, len(tokens))):
        lower = tokens.lowers[at]
        if lower in SPEECH_NOUNS:
            return at
        if not lower[0].isalpha() or lower in PREPOSITIONS or lower in AUXILIARIES:
            return 0
    return 0


def _relate(tokens: Tokens, mention: Mention) -> None:
    if mention.relation:
        return
    if mention.possessive:
        mention.relation = "owner"
        if noun := _speech_noun_after(tokens, mention.after):
            mention.relation, mention.cue = "words", noun
        return
    if _relate_left(tokens, mention):
        return
    if not _relate_right(tokens, mention) and not mention.relation:
        mention.relation = ""


def _relate_left(tokens: Tokens, mention: Mention) -> bool:
    """Look at what stands before: "said X", "according to X", "to X"."""
    lowers, sentence = tokens.lowers, mention.sentence
    position = mention.first - 1
    steps = 0
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
    if lower in PREPOSITIONS:
        mention.relation = "by" if lower == "by" else "in:" + lower if steps <= 2 else "in"
        mention.cue = position
        return lower != "by" or True
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
            if mention.relation == "subject" and mention.cue > mention.after + 3:
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
        elif texts[position][0].islower() and (auxiliaries or lower.endswith("ed") or lower.endswith("s")):
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

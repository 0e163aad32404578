"""Who is mentioned in a line: names, pronouns, and nouns for people and bodies."""

from collections.abc import Set

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
    TITLES,
)
from evreader.annotate.relations import UNITS, Kind, Mention, is_saying, relate, speech_noun_after
from evreader.annotate.tokens import QUOTED, Tokens, base, is_possessive

_PEOPLE_NOUNS = PERSON_NOUNS | BODY_NOUNS
_ROLE_NOUNS = PERSON_NOUNS | TITLES
_CONTRACTIONS = ("", "’s", "'s", "’d", "'d", "’ll", "'ll", "’ve", "'ve", "’re", "'re", "’m", "'m")
_PRONOUN_FORMS = {pronoun + ending: pronoun for pronoun in PRONOUNS for ending in _CONTRACTIONS}

_POSSESSIVE_PRONOUNS = frozenset(["his", "her", "their", "my", "our", "its"])
_SPOKEN = frozenset(["words", "view", "opinion", "telling", "account"])
"""What stands after "in Jane's …" where it means that Jane says so."""
_NOUN_REACH = 8
_MAY_START = frozenset(_PRONOUN_FORMS) | _POSSESSIVE_PRONOUNS | DETERMINERS | _PEOPLE_NOUNS
"""Words in lower case that a mention may start with."""


def find_mentions(tokens: Tokens, common_words: Set[str]) -> list[Mention]:
    """All mentions of a line in order. `common_words`: words the article also writes in lower case."""
    mentions: list[Mention] = []
    position = 0
    total = len(tokens)
    texts, lowers = tokens.texts, tokens.lowers
    while position < total:
        lower = lowers[position]
        if (
            lower not in _MAY_START
            and texts[position] == lower
            and "’" not in lower
            and "'" not in lower
            and lower[0] not in "@ae"
        ):
            position += 1
            continue
        found = _mention_at(tokens, position, common_words)
        if found is None:
            position += 1
            continue
        mentions.append(found)
        position = max(position + 1, found.after)
    for mention in mentions:
        relate(tokens, mention)
    _mark_inner(mentions)
    return mentions


def _mark_inner(mentions: list[Mention]) -> None:
    """Note which mentions stand between another and its verb: Acme in "the head of Acme said"."""
    reach = -1
    for mention in mentions:
        mention.inside = mention.first < reach
        if mention.relation in UNITS:
            reach = max(reach, mention.cue)


def _mention_at(tokens: Tokens, position: int, common_words: Set[str]) -> Mention | None:
    lower = tokens.lowers[position]
    if lower == QUOTED or not (lower[0].isalnum() or lower[0] == "@"):
        return None
    short = _PRONOUN_FORMS.get(lower)
    if short and (short != "it" or not is_possessive(lower)):
        if short == "i" and tokens.texts[position] not in ("I", "I’m", "I'm", "I’ve", "I've", "I’d", "I'd"):
            return None
        mention = _make(tokens, position, position + 1, "pronoun", short)
        mention.end = mention.start + len(short)
        return mention
    if lower in _POSSESSIVE_PRONOUNS and (noun := speech_noun_after(tokens, position + 1)):
        mention = _make(tokens, position, position + 1, "pronoun", lower)
        mention.possessive = True
        mention.relation, mention.cue = "words", noun
        return mention
    name_end = _name_end(tokens, position, common_words)
    if name_end > position:
        last = tokens.texts[name_end - 1]
        if is_possessive(last):
            speech = speech_noun_after(tokens, name_end)
            if speech and not _is_verb(tokens, speech + 1):
                mention = _make(tokens, position, name_end, "name", base(last).lower())
                in_words = position > 0 and tokens.lowers[position - 1] == "in" and tokens.lowers[speech] in _SPOKEN
                mention.possessive, mention.cue = True, speech
                mention.relation = "according" if in_words else "words"
                mention.end -= len(last) - len(base(last))
                mention.after = speech + 1
                return mention
            noun_end = speech + 1 if speech else _noun_end(tokens, name_end)
            if noun_end > name_end:
                return _noun(tokens, position, noun_end)
        first = _after_titles(tokens, position, name_end)
        goes_on = not is_possessive(last) and name_end < len(tokens) and tokens.lowers[name_end] not in DETERMINERS
        noun_end = _noun_end(tokens, name_end) if goes_on else name_end
        if noun_end > name_end and tokens.lowers[noun_end - 1] in _PEOPLE_NOUNS:
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
        if position and tokens.lowers[position - 1] == "in" and (owner := _owner_of_words(tokens, position)):
            return owner
        if end > position + 1 and _name_end(tokens, position + 1, common_words) >= end:
            return None  # "the NRSB": the name is the mention
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
    if after < len(tokens) and _is_name_word(tokens, after, frozenset()) and base(last) in _ROLE_NOUNS:
        return None  # a role before a name
    mention = _make(tokens, first, after, "noun", base(last))
    mention.possessive = is_possessive(last)
    if mention.possessive:
        mention.end -= len(last) - len(base(last))
    return mention


def _owner_of_words(tokens: Tokens, first: int) -> Mention | None:
    """The company in "in the company's words"."""
    for position in range(first + 1, min(first + _NOUN_REACH, len(tokens) - 1)):
        word = tokens.texts[position]
        if not word[0].isalnum():
            return None
        if is_possessive(word):
            if tokens.lowers[position + 1] not in _SPOKEN:
                return None
            mention = _make(tokens, first, position + 1, "noun", base(tokens.lowers[position]))
            mention.possessive, mention.relation, mention.cue = True, "according", position + 1
            mention.end -= len(word) - len(base(word))
            mention.after = position + 2
            return mention
    return None


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
    if lower.strip(".") in CALENDAR or lower in _PRONOUN_FORMS:
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
        return SAYING.get(following) in SPEAKING and word in tokens.known_names
    if lower in NAME_PARTICLES and _after_particles(tokens, position):
        return True
    if lower in ORGANISATION_HEADS and following == "of" and position + 2 < len(tokens):
        return tokens.texts[position + 2][0].isupper() or lower not in common_words
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
        elif lower in NAME_PARTICLES and (follow := _after_particles(tokens, end)):
            end = follow
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


def _after_particles(tokens: Tokens, position: int) -> int:
    """Behind the capitalised word that particles such as "van den" lead to, or 0."""
    for at in range(position + 1, min(position + 4, len(tokens))):
        if tokens.texts[at][0].isupper():
            return at + 1
        if tokens.lowers[at] not in NAME_PARTICLES:
            return 0
    return 0


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

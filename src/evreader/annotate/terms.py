"""Stretches that name a thing: a term, a product, a programme. They are nobody's words, whatever else speaks for it."""

from evreader.annotate.lexicon import ADVERBS, AUXILIARIES, DETERMINERS, PREPOSITIONS, words
from evreader.annotate.tokens import QUOTED, Tokens, is_possessive

LONGEST_TERM = 5
"""Words of a term; what is longer is a description, and so likely to be somebody's."""

_SHORT = 2
_REACH = 8
_GIVING_NAMES = words(
    """
    known marketed markets market marketing sold sells sell selling branded brands dubbed codenamed code-named
    nicknamed trademarked abbreviated registered
    """
)
"""What stands before "as" where a name follows: known in the trade as "…"."""
_NAMED = words("called dubbed named branded codenamed code-named nicknamed titled entitled christened baptised")
_FREQUENT = ADVERBS | words("internally widely commonly informally locally formerly officially jokingly usually")
_TALK = words("talk talks idea notion concept era age prospect fears rumours rumors hype")
"""What stands before "of a" where a word that is going round follows."""


def is_term(tokens: Tokens, at: int, quoted: str) -> bool:
    """Whether the stretch `quoted`, the token at `at`, is a name or a term that the sentence introduces as one."""
    found = quoted.split()
    if not at or len(found) > LONGEST_TERM:
        return False
    lowers, texts = tokens.lowers, tokens.texts
    before = lowers[at - 1]
    if before == "as":
        return _names_before(tokens, at - 2)
    if before in _NAMED and at > 1:
        second = lowers[at - 2]
        if second in _FREQUENT or second in AUXILIARIES:
            return True
        is_plain = texts[at - 2] == second and second[0].isalpha() and second not in PREPOSITIONS
        return _is_title(found) and (is_plain or second == ",") and second not in ("he", "she", "they", "it", "we")
    if len(found) > 1 and _is_title(found) and quoted[-1] not in ".?!":
        if before == "on":
            return True
        return is_possessive(before) and any(word == "on" for word in lowers[max(0, at - 4) : at - 1])
    if before in DETERMINERS and len(found) <= _SHORT and at > 2:
        return lowers[at - 2] == "of" and lowers[at - 3] in _TALK
    return False


def _names_before(tokens: Tokens, position: int) -> bool:
    """Whether a verb that gives names stands before, in the same clause."""
    for at in range(position, max(-1, position - _REACH), -1):
        lower = tokens.lowers[at]
        if lower in _GIVING_NAMES:
            return True
        if lower == QUOTED or not lower[0].isalnum():
            return False
    return False


def _is_title(found: list[str]) -> bool:
    """Whether words are written like a title: capitals but for small words inside."""
    return found[0][:1].isupper() and all(
        word[:1].isupper() or word[:1].isdigit() or word in ("of", "the", "and", "in", "a", "to", "for", "on", "&")
        for word in found
    )

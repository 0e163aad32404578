"""Who somebody is, as the text says it beside their name: "Acme chief executive", "chair of the board"."""

import re

from evreader.annotate.lexicon import FUNCTION_WORDS, PERSON_NOUNS, SAYING, TITLES, words

LONGEST_ROLE = 90
"""Characters of a role that are shown; a longer one is a clause about the person, not a role."""

_APPOSITION = re.compile(
    r",\s+(?:\d{2},\s+)?(?:who (?:is|was|serves as|leads|heads|runs)\s+)?"
    r"((?:an?|the|its|their|his|her|our)?\s?[^\s,.;:()“”\"]"
    r"(?:[^,.;:()“”\"]|(?<=\b[A-Z])\.|(?<=\b[MD][rs])\.|(?<=\bMrs)\.|(?<=\bSen)\.|(?<=\bRep)\.|(?<=\bGov)\.){2,110})"
    r"(?=[,.;:()“”\"—–]|$)"
)
_OF_BODY = re.compile(r"\s((?:of|at|with|from) (?:the )?[^\W\d_a-z][\w&.-]*(?: [^\W\d_a-z&][\w&.-]*){0,4}(?<!\.))")
_ROLE_LINKS = words(
    """of for and the in at vice executive chief senior former deputy assistant general managing lead
    associate financial operating technology technical marketing product global regional interim acting
    co national political legal policy
    press communications public policy campaign white house research design software engineering sales
    operations environmental autonomous driving vehicle product development business supply chain human
    resources staff financial legal government foreign affairs national security media news
    industry market plant factory site store fleet service project programme program battery charging works union
    network workshop quality safety data finance automotive auto energy"""
)
_ROLE_OPENERS = frozenset(["a", "an", "the", "its", "their", "his", "her", "our", "then", "one", "another", "first"])
_NO_ROLES = words("mr mrs ms miss sir dame herr frau monsieur madame dr prof then former ex acting st reps sens")
"""Words before a name that say nothing of what somebody does."""
_ARTICLES = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)


def role_at(text: str, start: int, end: int) -> str:
    """Who somebody is, as the text says it beside their name at start:end; "" where it does not."""
    role = _role_before(text, start)
    if not role:
        return _role_behind(text, end)
    if match := _OF_BODY.match(text, end, min(len(text), end + 80)):
        role = _trim(f"{role} {match[1]}") or role
    return role


def _role_behind(text: str, end: int) -> str:
    match = _APPOSITION.match(text, end, min(len(text), end + 180))
    if not match:
        return ""
    phrase = _cut_at_verb(match[1].strip())
    words = [w.strip("’'").lower() for w in phrase.split()]
    if words[0] in FUNCTION_WORDS and words[0] not in _ROLE_OPENERS:
        return ""
    if not any(_base(w) in PERSON_NOUNS or w in TITLES for w in words[:7]):
        return ""
    return _trim(phrase)


def _cut_at_verb(phrase: str) -> str:
    words = phrase.split()
    for position, word in enumerate(words):
        if (
            position
            and word.lower() in SAYING
            and SAYING[word.lower()] in ("say", "tell", "write", "add", "explain", "note")
        ):
            return " ".join(words[:position])
    return phrase


def _role_before(text: str, start: int) -> str:
    if not start or not text[start - 1].isspace():
        return ""
    words = text[max(0, start - 100) : start].split()[-7:]
    if not words:
        return ""
    if words[-1].endswith(","):  # "our head of design, Jane Doe"
        words[-1] = words[-1][:-1]
        if not _is_role_word(words[-1]):
            return ""
    elif not _is_role_word(words[-1]):
        return ""
    first = len(words) - 1
    while first > 0:
        word = words[first - 1]
        lower = word.lower().strip(".")
        if word.endswith((",", ".", "”", '"')) and lower not in TITLES:
            break
        in_role = _is_role_word(word) or lower in _ROLE_LINKS or "-" in word or lower.endswith(("’s", "'s"))
        if not in_role and not (word[0].isupper() and lower not in FUNCTION_WORDS and lower not in SAYING):
            break
        first -= 1
    phrase = words[first:]
    while phrase and phrase[0].lower() in ("the", "of", "for", "and", "in", "at", "an", "a"):
        phrase = phrase[1:]
    while phrase and phrase[-1].lower().strip(".") in _NO_ROLES:
        phrase = phrase[:-1]
    if not phrase or all(w.lower().strip(".") in _NO_ROLES for w in phrase):
        return ""
    return _trim(" ".join(phrase))


def _is_role_word(word: str) -> bool:
    """Whether a word names what one person is; plurals do not."""
    lower = word.lower().strip(".")
    return lower in TITLES or (lower in PERSON_NOUNS and (not lower.endswith("s") or lower.endswith("ss")))


def _base(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _trim(role: str) -> str:
    role = _ARTICLES.sub("", role.strip(" ,"))
    return role if len(role) <= LONGEST_ROLE else ""

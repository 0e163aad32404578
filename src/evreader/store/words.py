"""Words as the search knows them: what is indexed, and how a person's query becomes one FTS5 expression.

unicode61 splits at spaces and punctuation, and folds case and accents. Scripts that write without spaces (Chinese,
Japanese, Thai, Lao, Khmer, Burmese) would become one long word, so each of their characters is indexed as a word of
its own, and a query in them is a phrase.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from evreader.text import fold

_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
_MARK = "\ue000"
"""A private-use character, a word character to unicode61; removed from all other text, so nobody can type it."""
_TERM = re.compile(r'(-?)"([^"]*)("?)|(-?)([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_LONGEST_QUERY = 500
_MOST_TERMS = 24
_SHORTEST_PREFIX = 3
"""Letters; FTS5 goes through all words with a prefix, and with two letters that takes 150 ms in 100,000 stories."""


def indexed(text: str) -> str:
    """Text as it is given to the index."""
    if text.isascii():
        return text
    return _SPACELESS.sub(r" \g<0> ", text.replace(_MARK, " "))


def place(feed_id: int) -> str:
    """The words every story of a feed is indexed under: one for all stories, one for the feed."""
    return f"{_MARK} {_place_of(feed_id)}"


def _place_of(feed_id: int) -> str:
    return f"{_MARK}{feed_id}"


class Term(Struct, frozen=True, kw_only=True):
    """One condition of a query."""

    text: str
    negated: bool = False
    prefix: bool = False


def parse_query(query: str) -> list[Term]:
    """The conditions of a query: words, "phrases" and -exclusions; the last word is a prefix while it is typed.

    What holds no word character is no condition, so punctuation alone restricts nothing. One or two letters are
    a word, not a prefix of half the library; a single letter alone is no condition either.
    """
    query = query[:_LONGEST_QUERY].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    if len(query.strip()) == 1 and query.isascii() and query.strip().isalpha():
        return []
    terms: list[Term] = []
    for match in _TERM.finditer(query):
        quoted = match[2] is not None
        text = match[2] if quoted else match[5]
        if not _WORD.search(text):
            continue
        open_ended = match.end() == len(query) and not (quoted and match[3])
        prefix = open_ended and len(_WORD.findall(text)[-1]) >= _SHORTEST_PREFIX and _ends_as_prefix(text)
        terms.append(Term(text=text, negated=bool(match[1] or match[4]), prefix=prefix))
        if len(terms) == _MOST_TERMS:
            break
    return terms


def _ends_as_prefix(text: str) -> bool:
    return text[-1].isalnum() and not _SPACELESS.match(text[-1])


def story_expression(terms: list[Term], titles: Mapping[int, str], within: list[int] | None = None) -> str | None:
    """The FTS5 expression for stories, or None where nothing is asked; `within` keeps to these feeds.

    A word also finds the stories of the feeds whose title has it; titles are looked up here and not indexed, so
    renaming a feed costs nothing.
    """
    if not terms:
        return None
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in terms:
        alternatives = [_phrase(term)]
        alternatives += [f'"{_place_of(feed_id)}"' for feed_id, title in titles.items() if _names(title, term)]
        (unwanted if term.negated else wanted).append(f"({' OR '.join(alternatives)})")
    if within is not None:
        wanted.append("(" + (" OR ".join(f'"{_place_of(feed_id)}"' for feed_id in within) or '""') + ")")
    return _combine(wanted or [f'"{_MARK}"'], unwanted)


def quote_expression(terms: list[Term]) -> str | None:
    """The FTS5 expression for quotes, or None where nothing is asked for; exclusions alone are not supported."""
    wanted = [_phrase(term) for term in terms if not term.negated]
    if not wanted:
        return None
    return _combine(wanted, [_phrase(term) for term in terms if term.negated])


def _combine(wanted: list[str], unwanted: list[str]) -> str:
    expression = " AND ".join(wanted)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _phrase(term: Term) -> str:
    quoted = indexed(term.text).replace('"', " ")
    return f'"{quoted}" *' if term.prefix else f'"{quoted}"'


@lru_cache(maxsize=8192)
def _title_words(title: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(indexed(fold(title))))


def _names(title: str, term: Term) -> bool:
    """Whether a feed's title has the term's words, one after the other."""
    words = _title_words(title)
    sought = _title_words(term.text)
    for start in range(len(words) - len(sought) + 1):
        found = words[start : start + len(sought)]
        if found == sought or (term.prefix and found[:-1] == sought[:-1] and found[-1].startswith(sought[-1])):
            return True
    return False

"""A line as tokens, each quoted stretch one token, with sentence numbers: what speakers are looked for in."""

import re
from collections.abc import Sequence

from evreader.annotate.marks import Line, Stretch

QUOTED = "“”"
"""The text of a token that stands for a quoted stretch; no other token has two marks."""

LONGEST_LINE = 20_000
"""Characters of a line that are read as tokens; nobody writes longer paragraphs."""

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}(?:’s|'s)?"
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Rev|Hon|Jr|Sr|St|Inc|Corp|Co|Ltd|No|vs"
    r"|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Del|Atty|Supt|Calif|Fla|Mass|Penn|Va|Ariz|Mich|Wis|Ill|Minn|Conn|Tenn)\.(?!\w)"
    r"|[A-Z]\.(?=\s?[A-Z])"
    r"|[@#]?\w+(?:[-'’.&/]\w+)*(?:['’](?=[\s,.;:]))?"
    r"|--+|\.{2,}|[^\w\s]"
)
_STOPS = frozenset(".!?…")
_AFTER_STOP = "\"”’'»)]"


class NamesInside:
    """The words a text writes with a capital inside a sentence; looked for only when asked."""

    __slots__ = ("_known", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, bool] = {}

    def __contains__(self, word: str) -> bool:
        if word not in self._known:
            self._known[word] = re.search(rf"[a-z,] {re.escape(word)}\b", self._text) is not None
        return self._known[word]


class Tokens:
    """The tokens of one line, as parallel lists."""

    __slots__ = (
        "classes",
        "ends",
        "known_names",
        "line",
        "lowers",
        "parens",
        "quote_at",
        "sentence_starts",
        "sentences",
        "starts",
        "texts",
    )

    def __init__(self, line: int, known_names: NamesInside) -> None:
        self.line = line
        self.known_names = known_names
        """Words the article writes with a capital inside a sentence."""
        self.texts: list[str] = []
        self.lowers: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentences: list[int] = []
        """The number of the sentence each token is in, from 0."""
        self.parens: list[int] = []
        """How deep in round or square brackets each token is."""
        self.quote_at: dict[int, int] = {}
        """Token position of each quoted stretch, by the stretch's number within the line."""
        self.sentence_starts: list[int] = []
        self.classes: dict[int, str] = {}
        """What kind of word stands at a position, filled in where it is asked for."""

    def __len__(self) -> int:
        return len(self.texts)


def tokenise(number: int, line: Line, stretches: Sequence[Stretch], known_names: NamesInside) -> Tokens:
    """The tokens of a line; `stretches` are its quoted stretches in order."""
    tokens = Tokens(number, known_names)
    text = line.text[:LONGEST_LINE]
    position = 0
    for index, stretch in enumerate(stretches):
        if stretch.outer_start >= LONGEST_LINE:
            break
        _read(tokens, text, position, stretch.outer_start)
        tokens.quote_at[index] = len(tokens.texts)
        _append(tokens, QUOTED, QUOTED, stretch.outer_start, stretch.outer_end)
        position = stretch.outer_end
    _read(tokens, text, position, len(text))
    _number_sentences(
        tokens, line.text, {tokens.quote_at[i]: s for i, s in enumerate(stretches) if i in tokens.quote_at}
    )
    return tokens


def _read(tokens: Tokens, text: str, start: int, end: int) -> None:
    matches = list(_TOKEN.finditer(text, start, end))
    words = [match.group() for match in matches]
    tokens.texts.extend(words)
    tokens.lowers.extend([word.lower() for word in words])
    tokens.starts.extend([match.start() for match in matches])
    tokens.ends.extend([match.end() for match in matches])


def _append(tokens: Tokens, text: str, lower: str, start: int, end: int) -> None:
    tokens.texts.append(text)
    tokens.lowers.append(lower)
    tokens.starts.append(start)
    tokens.ends.append(end)


def _number_sentences(tokens: Tokens, text: str, quotes: dict[int, Stretch]) -> None:
    sentence = depth = 0
    texts = tokens.texts
    last = len(texts) - 1
    tokens.sentence_starts.append(0)
    for position, word in enumerate(texts):
        if word in "([" and word:
            depth += 1
        tokens.sentences.append(sentence)
        tokens.parens.append(depth)
        if word in ")]" and word:
            depth = max(0, depth - 1)
        if position == last:
            break
        if word == QUOTED:
            stretch = quotes[position]
            end = stretch.end
            while end > stretch.start and text[end - 1] in _AFTER_STOP:
                end -= 1
            ends = text[end - 1] in _STOPS
        else:
            ends = word in _STOPS or (word == "..." and texts[position + 1] != QUOTED)
        if ends and _begins_sentence(texts[position + 1]):
            sentence += 1
            depth = 0
            tokens.sentence_starts.append(position + 1)


def _begins_sentence(word: str) -> bool:
    return word == QUOTED or word[0].isupper() or word[0].isdigit() or word[0] in "—–[(@"


def base(word: str) -> str:
    """A word without its possessive ending."""
    if word.endswith(("'s", "’s")):
        return word[:-2]
    if word.endswith(("s'", "s’")):
        return word[:-1]
    return word


def is_possessive(word: str) -> bool:
    """Whether a word carries a possessive ending."""
    return word.endswith(("'s", "’s", "s'", "s’"))

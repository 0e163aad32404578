"""Plain text: made safe for a terminal, cut into sentences.

Everything from the network is hostile until it has passed `clean`.
"""

import re
import unicodedata

_DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u180e"  # zero-width and deprecated format controls
    "\ud800-\udfff"  # lone surrogates cannot be encoded
    "\U000e0000-\U000e0fff]"  # tag characters: invisible text
)
_NEWLINES = re.compile("\r\n?|[\u0085\u2028\u2029]")
_BLANK = re.compile(r"\s+")


def clean(text: str) -> str:
    """Remove what could steer a terminal or hide text: control, bidirectional and invisible characters.

    Kept: newline, tab, and the joiners (U+200C, U+200D) and variation selectors that scripts and emoji need.
    Line ends of every kind become one newline. Pure and idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    return _DANGEROUS.sub("", _NEWLINES.sub("\n", text))


def clean_line(text: str, limit: int | None = None) -> str:
    """`clean`, as one line: runs of white space become one space; cut to `limit` characters with an ellipsis."""
    line = _BLANK.sub(" ", clean(text)).strip()
    if limit is not None and len(line) > limit:
        return line[: limit - 1].rstrip() + "…"
    return line


def fold(text: str) -> str:
    """For comparing: without case, accents and differences of width."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def count_words(text: str) -> int:
    """Words as white space separates them; each CJK ideograph or kana counts as half a word."""
    ideographs = sum("\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" for c in text)
    return len(text.split()) + ideographs // 2

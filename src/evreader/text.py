"""Plain text: made safe for a terminal and for showing, cut into sentences.

Everything from the network is hostile until it has passed `clean`.
"""

import re
import unicodedata
from urllib.parse import urlsplit, urlunsplit

_DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u180e"  # zero-width and deprecated format controls
    "\ud800-\udfff"  # lone surrogates cannot be encoded
    "\U000e0000-\U000e0fff]"  # tag characters: invisible text
)
_NEWLINES = re.compile("\r\n?|[\u0085\u2028\u2029]")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def clean(text: str) -> str:
    """Remove what could steer a terminal or hide text: control, bidirectional and invisible characters.

    Kept: newline, tab, and the joiners (U+200C, U+200D) and variation selectors that scripts and emoji need.
    Line ends of every kind become one newline. Pure and idempotent.
    """
    if _is_clean(text):
        return text
    return _DANGEROUS.sub("", _NEWLINES.sub("\n", text))


def _is_clean(text: str) -> bool:
    """Whether `clean` has certainly nothing to do, at a fraction of its time.

    No character that it touches is printable, but for those of the last planes: text with any character beyond the
    first plane (an emoji, say) goes the long way.
    """
    if not text.replace("\n", "").replace("\xa0", "").isprintable():
        return False
    return text.isascii() or len(text.encode("utf-16-le")) == 2 * len(text)


def clean_line(text: str, limit: int | None = None) -> str:
    """`clean`, as one line: runs of white space become one space; cut to `limit` characters with an ellipsis."""
    line = " ".join(clean(text).split())
    if limit is not None and len(line) > limit:
        return line[: limit - 1].rstrip() + "…"
    return line


def fold(text: str) -> str:
    """For comparing: without case, accents and differences of width."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def without_credentials(url: str) -> str:
    """The address without user name and password, for everything that is shown, logged or exported."""
    if "@" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def count_words(text: str) -> int:
    """Words as white space separates them; each CJK ideograph or kana counts as half a word."""
    ideographs = 0 if text.isascii() else len(_IDEOGRAPH.findall(text))
    return len(text.split()) + ideographs // 2


def _words(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


# Dotted abbreviations, in lower case without their last dot. After these the sentence always goes on:
_TITLES = _words(
    "mr mrs mx dr prof gov lt col gen sgt capt cmdr maj adm sen sens rep reps rev hon pres supt insp messrs ste vs viz "
    "e.g i.e cf approx hr fr frl dipl ing z.b d.h u.a z.t o.ä i.d.r vgl bzw ggf inkl exkl zzgl evtl nr "
    "mme mlle mgr p.ex env éd sr sra srta dña uds ud ee núm pág dott sig"
)
# After these it goes on where a number follows.
_BEFORE_NUMBERS = _words(
    "no nos nr n art arts fig figs sec ch vol p pp pg par para eq ca jan feb mar apr jun jul aug sep sept oct nov dec"
)
# These end a sentence only where the next word is one that sentences start with.
_EITHER_WAY = _words(
    "u.s u.k u.n e.u u.s.a d.c l.a n.y a.m p.m b.c a.d ph.d m.d m.b.a inc corp co ltd plc llc bros jr esq s.a n.v "
    "ms st mt ft est dept ave blvd rd hwy rte v str ca max min u.u uu mio mrd tsd mill mn bn usw etc al id "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "calif mass conn fla ill ind mich minn mo tenn tex va wash wis ont"
)
_STARTERS = _words(
    "the a an in on at by for from with but and or so yet if when while as after before since although though despite "
    "he she it they we you i his her its their our my this that these those there here what why how who where which "
    "is are was were has have had do does did will would can could should not no now then today yesterday meanwhile "
    "however still also according both most many some several other another one two all such until unlike under "
    "der die das ein eine er sie es wir und aber doch im am bei mit nach für auch nun dabei damit "
    "le la les un une il elle ils nous vous mais et dans en pour avec sur ce cette ces selon "
    "el los las una pero con por para según este esta"
)
# A single capital letter after these is a name of its own, not an initial: "the Model Y."
_LETTERED = _words(
    "model class type series plan option phase group grade vitamin version category tier appendix modell"
)
_ORDINAL_LEADS = _words("am vom zum im ab bis seit der den dem des beim zur")
_GERMAN_MONTHS = _words("januar februar märz april mai juni juli august september oktober november dezember")

_STOP = re.compile("[.!?…‼‽⁇-⁉؟۔।॥]+|[。！？｡．]+")
_CLOSERS = frozenset("\"'”’»›«‹)]}」』）】“")
_OPENERS = frozenset("\"'“‘„‚«‹([{¿¡「『（【—–-•")
_WORD = re.compile(r"\w[\w'’-]{0,40}")
# "Is it?" Musk asked: the question mark ends the quoted words only.
_SPEAKER_FOLLOWS = re.compile(
    r"(?:(?:[A-Z][\w'’.-]{0,30}|the|a|an|its|his|her) ){1,4}"
    r"(?:said|says|asked|asks|added|wrote|told|replied|tweeted|joked|wondered|posted)\b"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of `text` lies: spans in order, without the white space around them.

    A line break always ends a sentence. A full stop does not after an abbreviation or an initial, in a number, or
    before a lower-case word; closing quotation marks and brackets belong to the sentence they close. Chinese and
    Japanese stops need no space after them. Linear in the length of `text`.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        line_end = text.find("\n", start)
        if line_end < 0:
            line_end = len(text)
        for end in _sentence_ends(text, start, line_end):
            _append_trimmed(spans, text, start, end)
            start = end
        _append_trimmed(spans, text, start, line_end)
        start = line_end + 1
    return spans


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _sentence_ends(text: str, line_start: int, line_end: int) -> list[int]:
    """Where sentences end inside one line."""
    ends: list[int] = []
    sentence_start = line_start
    for stop in _STOP.finditer(text, line_start, line_end):
        end = stop.end()
        if end < sentence_start:
            continue
        limit = min(line_end, end + 8)
        while end < limit and text[end] in _CLOSERS:
            end += 1
        if text[end : end + 2] in (" »", "\u00a0»", "\u202f»") and not text[end + 2 : end + 3].isalnum():
            end += 2
        if _ends_sentence(text, sentence_start, stop, end, line_end):
            ends.append(end)
            sentence_start = end
    return ends


def _ends_sentence(text: str, sentence_start: int, stop: re.Match[str], end: int, line_end: int) -> bool:
    """Whether the stop, with the closing marks up to `end`, ends the sentence that began at `sentence_start`."""
    if end >= line_end:
        return True
    if text[stop.start()] in "。！？｡．":
        # 「…。」と述べた: the quoted words are part of a longer sentence.
        return not (end > stop.end() and text[end] in "とっなの、,，")
    following = end
    limit = min(line_end, end + 16)
    while following < limit and text[following].isspace():
        following += 1
    spaced = following > end
    while following < limit and (text[following] in _OPENERS or text[following].isspace()):
        following += 1
    if following >= limit:
        return spaced
    first = text[following]
    next_word = _WORD.match(text, following, line_end)
    # "ET" and "PER" are no words that start a sentence, "A" and "I" are.
    starter = next_word is not None and next_word[0].lower() in _STARTERS and not next_word[0][1:].isupper()
    if not spaced:
        # "…their plans.The company": a space lost when the page was made into text.
        return (
            end == stop.end()
            and starter
            and first.isupper()
            and text[max(0, stop.start() - 3) : stop.start()].islower()
        )
    camel_case = text[following + 1 : following + 2].isupper()  # "iPhone"
    if (first.islower() and not camel_case) or not (first.isalnum() or first in "$€£¥#@"):
        return False
    mark = stop[0]
    if "!" in mark or "?" in mark:
        return end == stop.end() or _SPEAKER_FOLLOWS.match(text, following, line_end) is None
    if mark in ("...", "…", "....") and next_word is not None and next_word[0].startswith("I"):
        return next_word[0] not in ("I", "I'm", "I’m", "I've", "I’ve", "I'll", "I’ll", "I'd", "I’d")
    if mark != "." or end > stop.end():
        return True
    return _full_stop_ends(text, sentence_start, stop.start(), first, next_word[0] if next_word else "", starter)


def _full_stop_ends(text: str, sentence_start: int, dot: int, first: str, next_word: str, starter: bool) -> bool:
    """Whether a single full stop at `dot` ends the sentence, by the words on both sides."""
    word_start = dot
    limit = max(sentence_start, dot - 24)
    while word_start > limit and not text[word_start - 1].isspace():
        word_start -= 1
    word = text[word_start:dot].lstrip("\"'“‘„«([{—–-/")
    if not word:
        return True
    lower = word.lower()
    if word.isdigit() and len(word) <= 2:
        if word_start == sentence_start or not text[sentence_start:word_start].strip():
            return False  # "1. Tesla …", a numbered line
        before = text[max(sentence_start, word_start - 8) : word_start].split()
        german_ordinal = bool(before) and before[-1].lower() in _ORDINAL_LEADS
        return not german_ordinal and next_word.lower() not in _GERMAN_MONTHS
    if len(word) == 1 and word.isalpha():
        before = text[max(sentence_start, word_start - 16) : word_start].split()
        if before and before[-1].lower() in _LETTERED:
            return True  # "the Model Y. Ford …"
        return starter and word.isupper() and next_word != "I"
    if lower in _BEFORE_NUMBERS and first.isdigit():
        return False
    if lower in _EITHER_WAY:
        return starter
    if lower in _TITLES:
        return False
    if "." in word and all(len(part) <= 1 for part in word.split(".")):
        return starter  # "J.D. Power", "in the U.A.E. The …"
    return True

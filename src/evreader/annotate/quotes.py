"""Quotes of an article, each with its speaker."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from evreader.annotate.layout import Layout, arrange
from evreader.annotate.lexicon import SAYING, SPEAKING
from evreader.annotate.marks import Stretch, find_stretches, lines_of
from evreader.annotate.people import People
from evreader.annotate.reader import Reader
from evreader.annotate.relations import Mention, is_saying
from evreader.annotate.resolve import Resolver, Speaker
from evreader.annotate.speakers import Verdict, choose
from evreader.annotate.tokens import Tokens
from evreader.model import Block, Quote, QuoteKind

NAMED_ABOVE = 0.4
"""Probability above which a speaker is named; below it the quote stands without one."""


def find_quotes(blocks: Sequence[Block], title: str = "") -> tuple[Quote, ...]:
    """Every stretch of quoted words in `blocks`, in order, with its speaker where the text makes that clear."""
    lines = lines_of(blocks)
    layout = arrange(lines, find_stretches(lines))
    if not layout.stretches:
        return ()
    reader = Reader(lines, layout.stretches)
    people = People(lines, title)
    resolver = Resolver(reader, people)
    quotes: list[Quote] = []
    last: tuple[Verdict, QuoteKind] | None = None
    for verdict in choose(reader, _attributed(reader, layout)):
        stretch = verdict.stretch
        kind = _kind(reader, stretch, last[0] if last else None)
        speaker = resolver.resolve(verdict.mention) if verdict.mention else None
        if (stretch.line, stretch.start) in layout.answers and verdict.mention:
            speaker = resolver.interviewee(verdict.mention)
        probability = verdict.probability
        if speaker is not None and probability < NAMED_ABOVE:
            speaker = None
            probability = 1.0 - probability
        quotes.append(_quote(reader, people, verdict, speaker, kind, probability, _continues(verdict, kind, last)))
        if speaker is not None:
            resolver.spoke(speaker, stretch.line)
        last = (verdict, kind)
    return tuple(quotes)


def _attributed(reader: Reader, layout: Layout) -> dict[tuple[int, int], Mention]:
    """The mention that an attribution line or a label gives, by line and start of the stretch."""
    found: dict[tuple[int, int], Mention] = {}
    for key, (line, start, end) in layout.attributions.items():
        tokens = reader.tokens(line)
        within = [m for m in reader.mentions(line) if start <= m.start and m.end <= end]
        named = next((m for m in within if m.kind == "name"), within[0] if within else None)
        if named is None or named.start > start + 60:
            first = bisect_left(tokens.starts, start)
            after = bisect_left(tokens.starts, end)
            if first >= after or after - first > 8:
                continue
            named = Mention(
                line, first, after, tokens.starts[first], tokens.ends[after - 1], "name", tokens.lowers[first], 0
            )
        found[key] = replace(named, relation="label", cue=-1)
    return found


def _quote(
    reader: Reader,
    people: People,
    verdict: Verdict,
    speaker: Speaker | None,
    kind: QuoteKind,
    probability: float,
    continues: bool,
) -> Quote:
    stretch = verdict.stretch
    line = reader.lines[stretch.line]
    start, end = line.offset + stretch.start, line.offset + stretch.end
    text = line.text[stretch.start : stretch.end]
    if speaker is None:
        return Quote(
            block=line.block,
            start=start,
            end=end,
            text=text,
            kind=kind,
            confidence=round(probability, 3),
            continues=continues,
        )
    mention = speaker.mention
    where = reader.lines[mention.line]
    confidence = probability * verdict.somebody * (speaker.certainty if speaker.name else 1.0)
    return Quote(
        block=line.block,
        start=start,
        end=end,
        text=text,
        kind=kind,
        speaker=speaker.name,
        mention=where.text[mention.start : mention.end],
        mention_block=where.block,
        mention_start=where.offset + mention.start,
        mention_end=where.offset + mention.end,
        role=(people.role_of(speaker.person) or None) if speaker.person else None,
        cue=_cue(reader, stretch, mention),
        confidence=round(confidence, 3),
        continues=continues,
    )


def _kind(reader: Reader, stretch: Stretch, previous: Verdict | None) -> QuoteKind:
    """direct for a whole utterance, mixed for words inside a sentence that reports the rest."""
    tokens = reader.tokens(stretch.line)
    text = reader.lines[stretch.line].text
    before = (
        text[: stretch.outer_start].rstrip()[-1:]
        if stretch.outer_start < 200
        else text[stretch.outer_start - 5 : stretch.outer_start].rstrip()[-1:]
    )
    opens = text[stretch.start]
    if stretch.style in ("block", "label"):
        return "direct"
    if opens.islower():
        goes_on = previous is not None and previous.stretch.line == stretch.line and before == ","
        return "direct" if stretch.continues or goes_on else "mixed"
    if not before or before in ",:：，。.?!…”\"'’—–-―)":
        return "direct"
    position = bisect_left(tokens.starts, stretch.outer_start) - 1
    if position >= 0 and (is_saying(tokens, position) or tokens.lowers[position] in ("as", "says", "like")):
        return "direct"
    return "direct" if stretch.end - stretch.start > 60 and text[stretch.end - 1] in ".?!" else "mixed"


def _continues(verdict: Verdict, kind: QuoteKind, last: tuple[Verdict, QuoteKind] | None) -> bool:
    """Whether the quote is a further piece of the one before: after a paragraph break or around its speaker."""
    if verdict.stretch.continues:
        return True
    if last is None or kind != "direct" or last[1] != "direct" or verdict.mention is None:
        return False
    before = last[0].stretch
    mention = verdict.mention
    return (
        mention is last[0].mention
        and mention.line == verdict.stretch.line == before.line
        and before.outer_end <= mention.start < verdict.stretch.outer_start
        and verdict.stretch.outer_start - before.outer_end < 160
    )


def _cue(reader: Reader, stretch: Stretch, mention: Mention) -> str | None:
    """The reporting words between speaker and quote."""
    tokens = reader.tokens(mention.line)
    nearest = _verb_before(tokens, stretch) if mention.line == stretch.line else -1
    if mention.cue >= 0:
        if mention.relation == "according" and mention.cue < mention.first:
            return reader.lines[mention.line].text[tokens.starts[mention.cue] : tokens.ends[mention.first - 1]]
        if mention.relation in ("label", "dash"):
            return None
        if mention.relation in ("subject", "inverted", "participle", "words", "according"):
            return tokens.texts[nearest if nearest > mention.cue and _tells_more(tokens, nearest) else mention.cue]
    return tokens.texts[nearest] if nearest >= 0 else None


def _tells_more(tokens: Tokens, position: int) -> bool:
    """Whether the verb is a "saying" or "adding" that leads to the quote itself."""
    word = tokens.lowers[position]
    return word.endswith("ing") and SAYING[word] in SPEAKING


def _verb_before(tokens: Tokens, stretch: Stretch) -> int:
    """The reporting verb nearest before a stretch in its sentence, or -1."""
    at = bisect_left(tokens.starts, stretch.outer_start)
    for position in range(at - 1, max(-1, at - 26), -1):
        if tokens.sentences[position] != tokens.sentences[at]:
            break
        if is_saying(tokens, position):
            return position
    return -1

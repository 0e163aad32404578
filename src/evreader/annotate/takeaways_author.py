"""The author's own key points: labelled, introduced, leading or closing the article."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from evreader.annotate import takeaways_junk as junk
from evreader.annotate import takeaways_labels as labels
from evreader.annotate.takeaways_statements import is_imperative, is_statement
from evreader.annotate.takeaways_terms import terms
from evreader.model import Block, Takeaway, item_spans
from evreader.text import count_words, sentences

Place = tuple[int, int, int]
"""Block, start and end of one item."""

MOST_ITEMS = 12
MOST_UNLABELLED_ITEMS = 8
MOST_DOUBTS = 6
"""How many labels that may mean other things are looked into."""
MOST_WORDS_AFTER = 80
"""Words under a heading such as "Related stories" after which it is a section of the story after all."""
MOST_INTRO_WORDS = 45
"""Between a label and its list."""
MOST_PROSE_SHARE = 0.4
MOST_PROSE_WORDS = 260
"""A labelled section longer than this is a part of the article and no summary of it."""
LEAST_RESTATED = 0.6
"""Share of an unlabelled list's content words that the rest of the article must use too."""
LEAST_SHARED_WITH_PARAGRAPH = 0.3
"""Share of an item's content words that one single paragraph must hold, on average over the items."""

_BULLETS = "•·▪●◦‣–—-*✓✔➤►→ \u00a0\t"


def find_authors_own(blocks: Sequence[Block], title: str = "") -> tuple[Takeaway, ...]:
    """The key points the author wrote, in document order; empty where the article has none."""
    for search in (_marked_up, _labelled, _introduced, _leading, _closing):
        places = search(blocks, title)
        if places:
            return tuple(
                Takeaway(text=blocks[at].text[start:end], block=at, start=start, end=end, origin="author")
                for at, start, end in places
            )
    return ()


def _marked_up(blocks: Sequence[Block], title: str) -> list[Place]:
    """What the page's own markup calls key points."""
    places: list[Place] = []
    for at, block in enumerate(blocks):
        if block.role != "takeaways":
            continue
        if block.kind == "list":
            places += _usable_items(at, block)
        elif block.kind in ("paragraph", "quote"):
            places += _prose_items(at, block)
    return places[:MOST_ITEMS]


def _labelled(blocks: Sequence[Block], title: str) -> list[Place]:
    """A list or short prose under, or beginning with, a label such as "Key takeaways"; a list comes before prose."""
    prose: list[Place] = []
    beside_labels: list[Place] = []
    # Several lists under the same label are parts of a review of many things, not of a summary.
    recurring = Counter(
        labels.label_of(block.text)
        for block, following in pairwise(blocks)
        if following.kind == "list" and len(block.text) <= labels.LABEL_CHARACTERS
    )
    doubts = 0
    for at, block in enumerate(blocks):
        if block.kind not in ("heading", "paragraph", "quote") or not block.text:
            continue
        if block.kind != "heading" and labels.inline_label_end(block.text):
            beside_labels += _prose_items(at, block)
            continue
        strong = labels.is_strong_label(block.text)
        if not (strong or labels.is_weak_label(block.text)) or (block.kind == "heading" and block.level == 1):
            continue
        if not strong:
            doubts += 1
            if doubts > MOST_DOUBTS:
                continue
        listed, written = _under_label(blocks, at)
        if listed and recurring[labels.label_of(block.text)] > 1:
            continue
        if listed and (strong or (_are_statements(blocks, listed) and _restates(blocks, listed, title))):
            return listed
        if written and not prose and (strong or (_near_an_end(blocks, at) and _restates(blocks, written, title))):
            prose = written
    if prose and _words_of(blocks, prose) > MOST_PROSE_SHARE * sum(count_words(block.text) for block in blocks):
        prose = []  # the label is the article's title
    return prose or beside_labels[:MOST_ITEMS]


def _introduced(blocks: Sequence[Block], title: str) -> list[Place]:
    """A list after a line such as "Here is what to know:"."""
    for at in range(len(blocks) - 1):
        block, following = blocks[at], blocks[at + 1]
        if block.kind != "paragraph" or following.kind != "list":
            continue
        spans = sentences(block.text)
        if spans and labels.is_intro(block.text[spans[-1][0] :]):
            places = _usable_items(at + 1, following)
            if len(places) >= 2 and _are_sentences(following, places):
                return places
    return []


def _leading(blocks: Sequence[Block], title: str) -> list[Place]:
    """A list before the story begins, or after its first lines, that says what the story says."""
    words_before = 0
    under_heading = False
    for at, block in enumerate(blocks):
        if block.kind == "list":
            places = [] if under_heading else _unlabelled_items(blocks, at, title)
            if places:
                return places
            if not _is_furniture(block):
                return []
        elif block.kind in ("paragraph", "quote"):
            if block.text.rstrip().endswith((":", "：")):
                return []
            words_before += count_words(block.text)
        elif block.kind == "heading" and block.level > 1 and labels.leads_elsewhere(block.text):
            return []
        if block.kind not in ("image", "caption"):
            under_heading = block.kind == "heading" and block.level > 1
        if words_before > 60:
            return []
    return []


def _closing(blocks: Sequence[Block], title: str) -> list[Place]:
    """The list that ends the article and says again what it said."""
    at = _last_of_story(blocks)
    if at is None or blocks[at].kind != "list" or at == 0:
        return []
    before = blocks[at - 1]
    if before.kind == "heading" and not labels.is_concluding(before.text):
        return []
    if before.kind == "paragraph" and before.text.rstrip().endswith((":", "：")):
        return []
    if before.kind == "list":
        return []
    for above in reversed(blocks[:at]):
        if above.kind == "heading":
            if labels.leads_elsewhere(above.text) and not labels.is_concluding(above.text):
                return []
            break
    words_before = sum(count_words(block.text) for block in blocks[:at] if block.kind in ("paragraph", "quote"))
    return _unlabelled_items(blocks, at, title) if words_before >= 120 else []


def _last_of_story(blocks: Sequence[Block]) -> int | None:
    """The last block that is the story's: what follows are other stories, credits, pictures, notes about the author."""
    left = sum(count_words(block.text) for block in blocks if block.kind == "paragraph" and not _is_furniture(block))
    last: int | None = None
    for at, block in enumerate(blocks):
        if _is_furniture(block):
            continue
        if block.kind == "heading":
            if last is not None and left < MOST_WORDS_AFTER and labels.leads_elsewhere(block.text):
                return last
            continue
        if block.kind == "paragraph":
            left -= count_words(block.text)
        last = at
    return last


def _is_furniture(block: Block) -> bool:
    """Whether a block is the page's and not the story's."""
    if block.kind in ("image", "caption") or block.role in ("byline", "attribution") or not block.text.strip():
        return True
    if block.kind == "list":
        spans = item_spans(block)
        linked = sum(junk.linked_share(block, *span) >= 0.6 for span in spans)
        junky = sum(junk.is_junk_sentence(item.text) for item in block.items)
        return 2 * max(linked, junky) >= len(spans) or count_words(block.text) < 3 * len(spans)
    if block.kind == "paragraph":
        if junk.is_junk_sentence(block.text) or junk.linked_share(block, 0, len(block.text)) >= 0.8:
            return True
        return count_words(block.text) < 4
    return False


def _under_label(blocks: Sequence[Block], label_at: int) -> tuple[list[Place], list[Place]]:
    """What stands under a label: the items of its list, and its prose where there is no list."""
    written: list[Place] = []
    words_written = 0
    bulleted = False
    label = blocks[label_at]
    for at in range(label_at + 1, len(blocks)):
        block = blocks[at]
        if block.kind in ("image", "caption") or not block.text.strip():
            continue
        if block.kind == "list":
            return (_usable_items(at, block) if words_written <= MOST_INTRO_WORDS else []), written
        if block.kind != "paragraph":
            break
        if junk.is_junk_sentence(block.text) or _is_bold_label(block):
            if written:
                break
            continue
        if bulleted and not _is_bulleted(block):
            break
        bulleted = _is_bulleted(block)
        words_written += count_words(block.text)
        if words_written > MOST_PROSE_WORDS:
            # Nothing marks where a summary above the story ends but its first paragraph.
            return [], written[:1] if labels.names_a_summary(label.text) else []
        written += _prose_items(at, block)
        if label.kind != "heading" and not bulleted:
            break
    return [], written[:MOST_ITEMS]


def _is_bold_label(block: Block) -> bool:
    """Whether a paragraph is a heading in all but name."""
    bold = sum(e.end - e.start for e in block.emphasis if e.style == "strong")
    return 0 < len(block.text) <= 80 and bold >= 0.9 * len(block.text) and block.text[-1] not in ".!"


def _is_bulleted(block: Block) -> bool:
    return block.text[:1] in "•·▪●◦‣–-*✓✔➤►→"


def _prose_items(at: int, block: Block) -> list[Place]:
    """The lines of a paragraph, without label and bullets."""
    places: list[Place] = []
    start = labels.inline_label_end(block.text)
    if labels.is_strong_label(block.text) or block.text.rstrip().endswith((":", "：")):
        return []
    while start < len(block.text):
        end = block.text.find("\n", start)
        if end < 0:
            end = len(block.text)
        first, last = start, end
        while first < last and block.text[first] in _BULLETS:
            first += 1
        while last > first and block.text[last - 1].isspace():
            last -= 1
        if last - first >= 12 and not junk.is_junk_sentence(block.text[first:last]):
            places.append((at, first, last))
        start = end + 1
    return places


def _usable_items(at: int, block: Block) -> list[Place]:
    """The outermost items of a list that somebody called key points; empty where they are no such thing."""
    spans = [
        span
        for span, item in zip(item_spans(block), block.items, strict=True)
        if item.level == 0 and item.text.strip() == item.text != ""
    ]
    if not 1 <= len(spans) <= MOST_ITEMS:
        return []
    texts = [block.text[start:end] for start, end in spans]
    if sum(junk.linked_share(block, *span) >= 0.6 for span in spans) * 2 >= len(spans):
        return []
    if sum(count_words(text) for text in texts) < 3 * len(texts):
        return []
    kept = [
        (at, start, end) for (start, end), text in zip(spans, texts, strict=True) if not junk.is_junk_sentence(text)
    ]
    return kept if 2 * len(kept) >= len(spans) else []


def _are_sentences(block: Block, places: list[Place]) -> bool:
    return sum(count_words(block.text[start:end]) for _, start, end in places) >= 5 * len(places)


def _unlabelled_items(blocks: Sequence[Block], at: int, title: str) -> list[Place]:
    """A list's items where nothing calls them key points: only where they are statements that the story makes too."""
    block = blocks[at]
    places = _usable_items(at, block)
    if not 2 <= len(places) <= MOST_UNLABELLED_ITEMS or len(places) < len(block.items):
        return []
    texts = [block.text[start:end] for _, start, end in places]
    count = len(texts)
    if any(item.marker for item in block.items):
        return []
    if sum(map(is_imperative, texts)) * 2 >= count or not _are_statements(blocks, places):
        return []
    if sum(text.rstrip().endswith("?") for text in texts) * 3 > count:
        return []
    for trap in (junk.is_comment_rule, junk.is_reference, junk.is_ingredient, junk.is_rating, junk.is_datum):
        if sum(map(trap, texts)) * 3 >= count:
            return []
    if max(map(count_words, texts)) > 60:
        return []
    return places if _restates(blocks, places, title) else []


def _words_of(blocks: Sequence[Block], places: list[Place]) -> int:
    return sum(count_words(blocks[at].text[start:end]) for at, start, end in places)


def _are_statements(blocks: Sequence[Block], places: list[Place]) -> bool:
    """Whether items read as sentences, and are not the article's headings once more: a table of contents."""
    headings = {labels.label_of(block.text) for block in blocks if block.kind == "heading"}
    texts = [blocks[at].text[start:end] for at, start, end in places]
    repeated = sum(labels.label_of(text) in headings for text in texts)
    return sum(map(is_statement, texts)) >= 0.7 * len(texts) and 2 * repeated < len(texts)


def _restates(blocks: Sequence[Block], places: list[Place], title: str) -> bool:
    """Whether the items say again what the rest of the story says."""
    own = {at for at, _, _ in places}
    paragraphs = [
        set(terms(block.text))
        for at, block in enumerate(blocks)
        if at not in own and block.kind in ("paragraph", "quote", "list", "table") and not _is_furniture(block)
    ]
    body = set(terms(title)).union(*paragraphs)
    covered = 0.0
    shared = 0.0
    counted = 0
    for at, start, end in places:
        item = set(terms(blocks[at].text[start:end]))
        if not item:
            continue
        counted += 1
        covered += len(item & body) / len(item)
        shared += max((len(item & paragraph) for paragraph in paragraphs), default=0) / len(item)
    return counted > 0 and covered >= LEAST_RESTATED * counted and shared >= LEAST_SHARED_WITH_PARAGRAPH * counted


def _near_an_end(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block stands before the story's first paragraphs or among its last."""
    before = sum(count_words(block.text) for block in blocks[:at])
    after = sum(count_words(block.text) for block in blocks[at:])
    return before <= 60 or after <= MOST_PROSE_WORDS

"""One text or page analysed on its own: what `analyze` and `read` print. Pure; runs in workers too."""

import codecs
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct

from evreader.model import Annotations, Block, Extracted, Quote, Takeaway, running_text

_START = 1 << 16
"""What is looked at of a document to tell what it is."""
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|main|article|section|div|p|h[1-6]|ul|ol|table|blockquote|br|a|span)\b"
    r"[^<>]{0,500}>",
    re.IGNORECASE,
)


class Analysis(Struct, frozen=True, kw_only=True):
    """A page or text with everything evreader finds in it."""

    extracted: Extracted
    annotations: Annotations
    text: str
    offsets: tuple[int, ...]
    """Where each block's text starts in `text`; -1 for a block that is not in it."""

    def as_record(self, identity: object) -> dict[str, Any]:
        """As one plain object; quotes' and takeaways' offsets count characters of its `text`."""
        extracted = self.extracted
        return {
            "id": identity,
            "status": extracted.status,
            "reason": extracted.reason,
            "title": extracted.title,
            "byline": extracted.byline,
            "published": extracted.published_at.isoformat() if extracted.published_at else None,
            "lead_image": extracted.lead_image,
            "text": self.text,
            "blocks": msgspec.to_builtins(extracted.blocks),
            "quotes": [self._quote(quote) for quote in self.annotations.quotes],
            "takeaways": [self._takeaway(takeaway) for takeaway in self.annotations.takeaways],
        }

    def _quote(self, quote: Quote) -> dict[str, Any]:
        fields: dict[str, Any] = msgspec.to_builtins(quote)
        offset = self.offsets[quote.block]
        fields["start"] += offset
        fields["end"] += offset
        if quote.mention_block is not None and quote.mention_start is not None and quote.mention_end is not None:
            fields["mention_start"] = self.offsets[quote.mention_block] + quote.mention_start
            fields["mention_end"] = self.offsets[quote.mention_block] + quote.mention_end
        return fields

    def _takeaway(self, takeaway: Takeaway) -> dict[str, Any]:
        fields: dict[str, Any] = msgspec.to_builtins(takeaway)
        fields["start"] += self.offsets[takeaway.block]
        fields["end"] += self.offsets[takeaway.block]
        return fields


def analyze_record(record: dict[str, Any]) -> dict[str, Any]:
    """Answer one record of `analyze`: {"id", "text" or "html", "title"?, "url"?}."""
    identity = record.get("id")
    title = record.get("title") if isinstance(record.get("title"), str) else ""
    url = record.get("url") if isinstance(record.get("url"), str) else ""
    try:
        if isinstance(record.get("html"), str):
            analysis = analyze_page(record["html"], url=url or "", title=title or "")
        else:
            analysis = analyze_text(record["text"], title=title or "")
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        # One record must not end the run; the answer says which record and why.
        return {"id": identity, "error": f"{type(error).__name__}: {error}"}
    return analysis.as_record(identity)


def is_text(document: bytes) -> bool:
    """Whether a document can be HTML or plain text: neither has zero bytes, but in UTF-16."""
    return document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" not in document[:_START]


def analyze_document(document: bytes, *, url: str = "", content_type: str = "") -> Analysis:
    """Extract and annotate a web page, or annotate a plain text: one without markup, or that its server calls so."""
    from evreader.article import extract_text
    from evreader.article.document import decode

    text = decode(document, content_type)
    plain = content_type.startswith("text/plain") if content_type else not _MARKUP.search(text[:_START])
    if plain and text.strip():
        return _analyze(extract_text(text))
    return analyze_page(document, url=url, content_type=content_type)


def analyze_page(html: bytes | str, *, url: str, content_type: str = "", title: str = "") -> Analysis:
    """Extract and annotate a web page."""
    from evreader.article import extract_page

    return _analyze(extract_page(html, url, content_type=content_type, feed_title=title), title)


def _analyze(extracted: Extracted, title: str = "") -> Analysis:
    from evreader.annotate import annotate

    text, offsets = running_text(extracted.blocks)
    annotations = annotate(extracted.blocks, title=title or extracted.title)
    return Analysis(extracted=extracted, annotations=annotations, text=text, offsets=offsets)


def analyze_text(text: str, *, title: str = "") -> Analysis:
    """Annotate plain text; the text is returned as it was given."""
    from evreader.annotate import annotate
    from evreader.article import split_text

    placed = split_text(text)
    blocks: tuple[Block, ...] = tuple(block for _, block in placed)
    annotations = annotate(blocks, title=title)
    whole, parts = _whole_lists(blocks)
    if len(whole) < len(blocks):
        points = annotate(whole, title=title).takeaways
        if points and points[0].origin == "author":
            placed_points = tuple(_in_its_item(point, whole, parts) for point in points)
            annotations = Annotations(quotes=annotations.quotes, takeaways=placed_points)
    return Analysis(
        extracted=Extracted(blocks=blocks, status="full" if blocks else "failed", title=title),
        annotations=annotations,
        text=text,
        offsets=tuple(offset for offset, _ in placed),
    )


def _whole_lists(blocks: Sequence[Block]) -> tuple[list[Block], list[list[int]]]:
    """The blocks with adjoining lists of one item each as one list, and the places of the blocks that each holds."""
    whole: list[Block] = []
    parts: list[list[int]] = []
    for kind, run in groupby(enumerate(blocks), key=lambda numbered: numbered[1].kind):
        numbered = list(run)
        if kind == "list":
            items = tuple(item for _, block in numbered for item in block.items)
            whole.append(Block(kind="list", text="\n".join(item.text for item in items), items=items))
            parts.append([number for number, _ in numbered])
        else:
            whole.extend(block for _, block in numbered)
            parts.extend([number] for number, _ in numbered)
    return whole, parts


def _in_its_item(point: Takeaway, whole: Sequence[Block], parts: Sequence[Sequence[int]]) -> Takeaway:
    """A takeaway of whole lists as one of the block that its list item is."""
    before = whole[point.block].text[: point.start]
    start = before.rfind("\n") + 1
    block = parts[point.block][before.count("\n")]
    return Takeaway(text=point.text, block=block, start=point.start - start, end=point.end - start, origin=point.origin)

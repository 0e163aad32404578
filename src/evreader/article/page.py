"""A web page to the blocks of its article, with title, byline, date, lead picture and an honest status."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from evreader.article.assemble import assemble
from evreader.article.document import decode, parse
from evreader.article.keypoints import mark_key_points, mark_lead_list
from evreader.article.lines import fake_structure, split_lines
from evreader.article.metadata import read_metadata
from evreader.article.opinion import article_text, second_opinion
from evreader.article.select import ArticleText, Selection
from evreader.article.status import judge
from evreader.article.trim import trim
from evreader.article.walk import Unit, walk
from evreader.model import Block, Extracted, running_text
from evreader.text import clean_line

PAGE_START = 3_000
"""Characters of a page's text that are looked at for bot checks and the like."""
HUGE_PAGE = 2_500_000
HUGE_TREE = 40_000
"""Characters and elements: trafilatura and htmldate would take many seconds for pages larger than any article's."""

DOUBTFUL = 0.25
"""Readability is asked as well where trafilatura's article holds less than this share of the page's prose."""


def extract_page(
    html: bytes | str,
    url: str = "",
    *,
    content_type: str = "",
    feed_words: int = 0,
    feed_summary: str = "",
    feed_title: str = "",
) -> Extracted:
    """The article of a web page.

    `feed_words`, `feed_summary` and `feed_title` are what the feed gave for the story: a page that gives less is said
    to be a summary. Never raises: a page that cannot be read has status "failed" and the reason.
    """
    page = decode(html, content_type)
    root = parse(page)
    if root is None:
        return Extracted(blocks=(), status="failed", reason="The page is empty.")
    elements = list(root.iter())  # held till the end: lxml makes an element's object anew each time nothing holds it
    huge = len(page) > HUGE_PAGE or len(elements) > HUGE_TREE
    metadata = read_metadata(root, url, guess_date=not huge)
    units = split_lines(walk(root, url))
    start = "\n".join(unit.text for unit in units[:200])[:PAGE_START]
    blocks = _article(root, units, [feed_title, *metadata.titles], url, ask=not huge)
    text, _ = running_text(blocks)
    status, reason = judge(text, metadata, start, feed_words, clean_line(feed_summary))
    return Extracted(
        blocks=blocks,
        status=status,
        reason=reason,
        title=metadata.title,
        byline=metadata.byline,
        published_at=metadata.published_at,
        lead_image=metadata.lead_image or next((block.url for block in blocks if block.kind == "image"), ""),
    )


def _article(root: HtmlElement, units: Sequence[Unit], titles: Sequence[str], url: str, ask: bool) -> tuple[Block, ...]:
    """The blocks of the article; `ask` whether trafilatura and readability are asked where it is."""
    selection = Selection(root, units, ArticleText(article_text(root) if ask else ""))
    if ask and selection.prose_share() < DOUBTFUL and (other := second_opinion(root)):
        second = Selection(root, units, ArticleText(other))
        if second.prose_share() * DOUBTFUL > selection.prose_share():
            selection = second
    if not selection.article.count:
        selection = Selection(root, units, ArticleText(selection.prose()))
    mark_key_points(units)
    selection.mark()
    mark_lead_list(units, selection.first, selection.article)
    kept = trim(units, titles)
    if not any(unit.text and unit.kind != "image" for unit in kept):
        selection.mark_whole_page()
        kept = trim(units, titles)
    return assemble(fake_structure(kept), url)

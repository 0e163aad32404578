"""What the worker processes do: pure functions of bytes and text, with every heavy import inside them."""

from datetime import datetime

from msgspec import Struct

from evreader.model import (
    Annotations,
    Article,
    ArticleStatus,
    Block,
    Extracted,
    FailureKind,
    ParsedFeed,
    Subscription,
    running_text,
)
from evreader.text import count_words

WORDS_OF_A_FULL_BODY = 250
"""A feed body of so many words is taken for the whole article, and its page is not fetched: teasers of news feeds
have 20 to 60 words, and the shortest complete news items a few hundred."""


class FeedRefused(Struct, frozen=True, kw_only=True):
    """The document is no feed that can be read, and why."""

    kind: FailureKind
    message: str


class StorySource(Struct, frozen=True, kw_only=True):
    """What the library holds of a story whose article is still to be made."""

    story_id: int
    title: str
    summary: str
    body: str
    base_url: str


class Page(Struct, frozen=True, kw_only=True):
    """An article page as fetched."""

    body: bytes
    url: str
    content_type: str


class Prepared(Struct, frozen=True, kw_only=True):
    """An article ready to be stored."""

    article: Article
    annotations: Annotations
    byline: str = ""
    lead_image: str = ""
    published_at: datetime | None = None
    wants_page: bool = False
    """The feed gave only part of it: the page may have the rest."""


def read_feed(body: bytes, url: str, content_type: str) -> ParsedFeed | FeedRefused:
    """Parse a feed document."""
    from evreader.feeds import FeedError, parse_feed

    try:
        return parse_feed(body, url, content_type)
    except FeedError as error:
        return FeedRefused(kind=error.kind, message=error.message)


def article_from_feed(source: StorySource) -> Prepared:
    """Make the article from what the feed carries; `wants_page` says whether that can be all of it."""
    from evreader.article import extract_fragment, extract_text

    if source.body:
        extracted = extract_fragment(source.body, source.base_url, feed_title=source.title)
    else:
        extracted = extract_text(source.summary)
    words = _words(extracted)
    whole = words >= WORDS_OF_A_FULL_BODY
    return _prepared(
        source,
        extracted,
        origin="feed",
        status="full" if whole else "summary",
        reason="" if whole else "The feed carries only the beginning of this story.",
        wants_page=not whole,
    )


def article_from_page(source: StorySource, page: Page) -> Prepared:
    """Make the article from its page; where the page gave less than the feed, from the feed, saying why."""
    from evreader.article import extract_page

    from_feed = article_from_feed(source)
    feed_words = count_words(running_text(from_feed.article.blocks)[0])
    extracted = extract_page(
        page.body,
        page.url,
        content_type=page.content_type,
        feed_words=feed_words,
        feed_summary=source.summary,
        feed_title=source.title,
    )
    if extracted.status == "full" or _words(extracted) > feed_words:
        return _prepared(
            source, extracted, origin="page", status=extracted.status, reason=extracted.reason, wants_page=False
        )
    return without_page(from_feed, extracted.status, extracted.reason)


def without_page(prepared: Prepared, status: ArticleStatus, reason: str) -> Prepared:
    """The feed's version of an article whose page gave nothing better, with the honest reason.

    A story that the feed carries with some text is a summary, whatever became of its page.
    """
    article = prepared.article
    if article.blocks and status == "failed":
        status = "summary"
    kept = Article(
        story_id=article.story_id,
        blocks=article.blocks,
        origin="feed",
        status=status,
        reason=reason,
        annotator_version=article.annotator_version,
    )
    return Prepared(
        article=kept,
        annotations=prepared.annotations,
        byline=prepared.byline,
        lead_image=prepared.lead_image,
        published_at=prepared.published_at,
    )


def annotate_again(blocks: tuple[Block, ...], title: str) -> tuple[Annotations, int]:
    """Annotate stored blocks with the present rules; the version of the rules comes with them."""
    from evreader.annotate import ANNOTATOR_VERSION, annotate

    return annotate(blocks, title=title), ANNOTATOR_VERSION


def _prepared(
    source: StorySource,
    extracted: Extracted,
    *,
    origin: str,
    status: ArticleStatus,
    reason: str,
    wants_page: bool,
) -> Prepared:
    annotations, version = annotate_again(extracted.blocks, source.title or extracted.title)
    article = Article(
        story_id=source.story_id,
        blocks=extracted.blocks,
        origin="page" if origin == "page" else "feed",
        status=status,
        reason=reason,
        annotator_version=version,
    )
    return Prepared(
        article=article,
        annotations=annotations,
        byline=extracted.byline,
        lead_image=extracted.lead_image,
        published_at=extracted.published_at,
        wants_page=wants_page,
    )


def _words(extracted: Extracted) -> int:
    return count_words(running_text(extracted.blocks)[0])


def find_feeds(html: bytes, url: str) -> list[Subscription]:
    """The feeds that a web page names, the likeliest first."""
    from evreader.feeds import find_feed_links

    return find_feed_links(html, url)

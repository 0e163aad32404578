"""A web page to the blocks of its article, with title, byline, date, lead picture and an honest status."""

from evreader.article.document import decode, parse
from evreader.model import Extracted


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
    from trafilatura import bare_extraction

    from evreader.article.assemble import assemble
    from evreader.article.lines import fake_structure, split_lines
    from evreader.article.metadata import page_titles
    from evreader.article.select import ArticleText, Selection
    from evreader.article.trim import trim
    from evreader.article.walk import walk

    root = parse(decode(html, content_type))
    if root is None:
        return Extracted(blocks=(), status="failed", reason="The page is empty.")
    units = split_lines(walk(root, url))
    try:
        document = bare_extraction(root, url=url or None, fast=True, include_comments=False)
    except Exception:
        document = None
    if document is None or isinstance(document, dict) or document.body is None:
        return Extracted(blocks=(), status="failed", reason="The page holds no article.")
    Selection(root, units, ArticleText("\n".join(document.body.itertext()))).mark()
    titles = [feed_title, *page_titles(root)]
    blocks = assemble(fake_structure(trim(units, titles)), url)
    return Extracted(blocks=blocks, status="full" if blocks else "failed", reason="" if blocks else "No text found.")

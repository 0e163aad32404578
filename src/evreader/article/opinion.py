"""What trafilatura and readability take to be the text of a page's article. Both are imported when first asked."""

import logging

from lxml import html
from lxml.html import HtmlElement


def article_text(root: HtmlElement) -> str:
    """The text that trafilatura takes to be the article; "" where it finds none. The tree stays as it is."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = bare_extraction(root, fast=True, include_comments=False)
    except Exception:  # whatever a hostile page makes it stumble over, the page is still read without it
        return ""
    body = getattr(document, "body", None)
    return "" if body is None else "\n".join(body.itertext())


def second_opinion(root: HtmlElement) -> str:
    """The text that readability takes to be the article; "" where it finds none. The tree stays as it is."""
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        summary = Document(html.tostring(root, encoding="unicode")).summary(html_partial=True)
        return "\n".join(html.fromstring(summary).itertext())
    except Exception:  # as above
        return ""

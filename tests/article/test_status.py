"""How much of a story a page gave, and what it says about itself."""

import pytest

from evreader.article import extract_page

SENTENCE = "The carmaker said on Tuesday that its plant number {n} would open in spring, two months ahead of plan. "


def page(paragraphs: int = 12, head: str = "", body: str = "") -> str:
    text = "".join(f"<p>{SENTENCE.format(n=number)}</p>" for number in range(paragraphs))
    return (
        f"<html><head><title>Plant opens early</title>{head}</head><body>"
        f"<article><h1>Plant opens early</h1>{text}{body}</article></body></html>"
    )


PAID = (
    '<script type="application/ld+json">'
    '{"@type":"NewsArticle","headline":"Plant opens early","isAccessibleForFree":false}</script>'
)


@pytest.mark.parametrize(
    ("html", "given", "status", "reason"),
    [
        (page(), {}, "full", ""),
        (page(), {"feed_words": 100}, "full", ""),
        (page(), {"feed_words": 900}, "summary", "The page gives less of this story than the feed."),
        (page(2), {}, "summary", "The page gives only 38 words of this story."),
        (
            page(),
            {"feed_summary": "Ferries across Norwegian fjords switch toward batteries, captains remain sceptical"},
            "summary",
            "The page does not say what the feed says of this story.",
        ),
        (page(), {"feed_summary": "The carmaker says its plant opens in spring, months ahead of plan"}, "full", ""),
        (page(20, PAID), {}, "full", ""),
        (
            page(8, PAID),
            {},
            "summary",
            "The publisher marks this article as paid. What it shows without payment is here.",
        ),
        (page(2, PAID), {}, "blocked", "The publisher marks this article as paid."),
        (page(0, PAID), {}, "blocked", "The publisher marks this article as paid."),
        (page(0), {}, "failed", "The page holds no text of an article."),
        ("", {}, "failed", "The page is empty."),
        (
            "<title>Page not found</title><h1>Page not found</h1><p>"
            "Sorry, we could not find what you were looking for.</p>",
            {},
            "failed",
            "The publisher says that the page does not exist.",
        ),
        (
            "<title>Attention Required!</title><body><h1>Access denied</h1>"
            "<p>Complete the captcha to go on to the site.</p>",
            {},
            "blocked",
            "The publisher asks for proof that a person reads the page.",
        ),
    ],
)
def test_status(html: str, given: dict[str, object], status: str, reason: str) -> None:
    found = extract_page(html, "https://volt.example/a", **given)  # type: ignore[arg-type]  # a table of keywords
    assert (found.status, found.reason) == (status, reason)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2026-03-04T09:15:00+01:00">', "2026-03-04T08:15:00+00:00"),
        (
            '<script type="application/ld+json">'
            '[{"@type":["WebPage"]},{"@type":"BlogPosting","headline":"x","datePublished":"2026-03-04"}]</script>',
            "2026-03-04T00:00:00+00:00",
        ),
        (
            '<script type="application/ld+json">{broken</script><meta name="date" content="2026-03-04">',
            "2026-03-04T00:00:00+00:00",
        ),
        ('<meta name="date" content="0001-01-01">', None),
        ('<meta name="date" content="99999-01-01T00:00:00Z">', None),
    ],
)
def test_published(head: str, expected: str | None) -> None:
    found = extract_page(page(head=head)).published_at
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="author" content="By Dora Finch">', "Dora Finch"),
        ('<meta name="author" content="https://volt.example/author/dora">', ""),
        (
            '<script type="application/ld+json">'
            '{"@type":"NewsArticle","headline":"x","author":[{"name":"Dora Finch"},"Luis Abreu"]}</script>',
            "Dora Finch, Luis Abreu",
        ),
        ("", ""),
    ],
)
def test_byline(head: str, expected: str) -> None:
    assert extract_page(page(head=head)).byline == expected


def test_title_goes_without_the_site_and_is_not_repeated() -> None:
    html = page().replace("<title>Plant opens early", "<title>Plant opens early | Volt Ledger")
    found = extract_page(html)
    assert found.title == "Plant opens early"
    assert all(block.text != found.title for block in found.blocks)

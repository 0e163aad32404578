"""Title, byline, date and lead picture of a page, from what its markup says about itself."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from evreader.article.address import absolute
from evreader.text import clean_line, fold

MAX_JSON = 400_000
"""Characters of structured data read of one script."""
MAX_NODES = 2_000
MAX_AUTHORS = 4
TITLE_LENGTH = 300
BYLINE_LENGTH = 200

_ARTICLE_TYPES = re.compile(r"(?:article|posting|report|review|story)$", re.IGNORECASE)
_TITLE_END = re.compile(r"\s+[|·•»–—-]\s+[^|·•»–—-]{2,60}$")
_BY = re.compile(r"^\W*(?:by|von|par|por|di|written by|posted by|author:)(?:\b|(?<=:))[:\s]+", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline)(?:[\s_-]*name)?(?:$|\s)", re.IGNORECASE)
_LABEL = re.compile(
    r"[\d|:]|\b(?:about|author|follow|more|posts|updated|published|minutes?|read|share)\b", re.IGNORECASE
)
_NO_NAME = re.compile(r"https?:|[@{}<>\[\]]|^[\W\d]*$|^(?:admin|editor|staff|author|null|undefined)$", re.IGNORECASE)
_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "cxenseparse:recs:publishtime",
)
_AUTHOR_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
)
_IMAGE_METAS = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")


@dataclass(slots=True)
class Metadata:
    """What a page says about its article."""

    titles: list[str] = field(default_factory=list)
    """Every way it gives the title, the likeliest first."""
    byline: str = ""
    published_at: datetime | None = None
    lead_image: str = ""
    paid: bool = False
    """Whether its structured data say that the article is not free."""
    words: int = 0
    """How many words its structured data say the article has; 0 where they do not."""

    @property
    def title(self) -> str:
        return self.titles[0] if self.titles else ""


def read_metadata(root: HtmlElement, url: str, *, guess_date: bool = True) -> Metadata:
    """What the page's structured data, meta elements and headings say. Never raises.

    `guess_date`: where none of them names a date, whether one is looked for in the page's text.
    """
    metas = _metas(root)
    article = _structured_article(root)
    return Metadata(
        titles=_titles(root, metas, article),
        byline=_byline(root, metas, article),
        published_at=_published(root, metas, article) or (parse_moment(_guessed_date(root)) if guess_date else None),
        lead_image=_lead_image(metas, article, url),
        paid=str(article.get("isAccessibleForFree", "")).lower() == "false",
        words=_integer(article.get("wordCount")),
    )


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = meta.get("content")
        if name and content and name not in found:
            found[name] = content
    return found


def _structured_article(root: HtmlElement) -> dict[str, Any]:
    """The JSON-LD object of the page's article (schema.org), or an empty one."""
    unnamed: dict[str, Any] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or len(script.text or "") > MAX_JSON:
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds):
                if node.get("headline"):
                    return node
                unnamed = unnamed or node
    return unnamed


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]
        elif isinstance(node, list):
            waiting += node[:MAX_NODES]


def _titles(root: HtmlElement, metas: dict[str, str], article: dict[str, Any]) -> list[str]:
    headings = [clean_line(" ".join(heading.itertext()), TITLE_LENGTH) for heading in root.iter("h1")][:5]
    meta = next((clean_line(metas[name], TITLE_LENGTH) for name in _TITLE_METAS if name in metas), "")
    element = next((clean_line(title.text or "", TITLE_LENGTH) for title in root.iter("title")), "")
    short = _TITLE_END.sub("", element) or element
    headline = article.get("headline")
    found = [_TITLE_END.sub("", meta) or meta, short]
    headline = clean_line(headline, TITLE_LENGTH) if isinstance(headline, str) else ""
    if len(headings) == 1 and _agree(headings[0], f"{element} {meta} {headline}"):
        found.insert(0, headings[0])
    found += [headline, element, meta, *headings]
    return list(dict.fromkeys(title for title in found if title))


def _agree(heading: str, titles: str) -> bool:
    """Whether a page's heading is its article's title and not, say, "Our blog"."""
    words = fold(heading).split()
    return not titles.strip() or 2 * sum(word in fold(titles) for word in words) >= len(words) > 1


def _byline(root: HtmlElement, metas: dict[str, str], article: dict[str, Any]) -> str:
    authors = article.get("author")
    authors = authors if isinstance(authors, list) else [authors]
    given = [author.get("name") if isinstance(author, dict) else author for author in authors]
    names = [name for author in given if (name := _name(author))]
    if not names:
        names = [name for meta in _AUTHOR_METAS if (name := _name(metas.get(meta)))][:1]
    if not names:
        names = [
            name for element in root.iter("a") if element.get("rel") == "author" and (name := _name(_text(element)))
        ]
    if not names:
        names = _shown_names(root)
    return clean_line(", ".join(dict.fromkeys(names[:MAX_AUTHORS])), BYLINE_LENGTH)


def _shown_names(root: HtmlElement) -> list[str]:
    """The name in the first element whose class says that it shows the author's."""
    for element in root.iter("a", "span", "div", "p", "address"):
        named = element.get("class") or element.get("itemprop") or ""
        if "author" in named.lower() or "byline" in named.lower():
            text = clean_line("".join(islice(element.itertext(), 20)))
            if (
                _AUTHOR_CLASS.search(named)
                and 1 < len(text.split()) <= 6
                and (name := _name(text))
                and not _LABEL.search(name)
            ):
                return [name]
    return []


def _name(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    name = _BY.sub("", clean_line(value))
    return "" if _NO_NAME.search(name) or len(name) > 80 else name


def _text(element: HtmlElement) -> str:
    return " ".join(element.itertext())


def _published(root: HtmlElement, metas: dict[str, str], article: dict[str, Any]) -> datetime | None:
    candidates = [article.get("datePublished")]
    candidates += [metas.get(name) for name in _DATE_METAS]
    for element in root.iter("time"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            candidates.insert(1, element.get("datetime"))
    first = next((element.get("datetime") for element in root.iter("time") if element.get("datetime")), None)
    for candidate in (*candidates, article.get("dateCreated"), first):
        if moment := parse_moment(candidate):
            return moment
    return None


def _guessed_date(root: HtmlElement) -> str | None:
    """The day that htmldate finds in a page whose markup names none."""
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found: str | None = find_date(root, extensive_search=False, original_date=True)
    except Exception:  # whatever a hostile page makes it stumble over
        return None
    return found


def parse_moment(value: Any) -> datetime | None:
    """An ISO 8601 date or moment in UTC (taken as UTC where it names no zone); None where it is none."""
    if not isinstance(value, str) or not 8 <= len(value.strip()) <= 40:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if 1990 <= moment.year <= 2100 else None


def _lead_image(metas: dict[str, str], article: dict[str, Any], url: str) -> str:
    image = article.get("image")
    image = image[0] if isinstance(image, list) and image else image
    image = image.get("url") if isinstance(image, dict) else image
    candidates = [metas.get(name) for name in _IMAGE_METAS]
    candidates.append(image if isinstance(image, str) else None)
    return next((address for candidate in candidates if (address := absolute(candidate, url))), "")


def _integer(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0

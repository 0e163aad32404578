"""Title, byline, date and lead picture of a page, from what its markup says about itself."""

from lxml.html import HtmlElement

from evreader.text import clean_line


def page_titles(root: HtmlElement) -> list[str]:
    """Every way the page gives its title: og:title, title element, first-level headings."""
    found = []
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "") in ("og:title", "twitter:title"):
            found.append(clean_line(meta.get("content") or ""))
    for title in root.iter("title"):
        found.append(clean_line(title.text or ""))
        break
    for heading in root.iter("h1"):
        found.append(clean_line(" ".join(heading.itertext()), 400))
    return list(dict.fromkeys(filter(None, found)))[:8]

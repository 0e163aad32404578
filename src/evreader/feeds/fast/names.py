"""The names by which feedparser knows elements, and what each means to the fast lane."""

from typing import Any

from evreader.feeds.fast.errors import NotPlain

ATOM = "{http://www.w3.org/2005/Atom}"

_PREFIXES = {
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://webns.net/mvcb/": "admin",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://madskills.com/public/xml/rss/module/pingback/": "pingback",
    "http://backend.userland.com/creativecommonsrssmodule": "creativeCommons",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
}
"""Namespaces that feedparser knows and that are plain, in lower case; matched without regard to case, as it does."""

_LEFT_TO_FEEDPARSER = frozenset(
    {
        "http://www.georss.org/georss",
        "http://www.opengis.net/gml",
        "http://podlove.org/simple-chapters",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/1999/xlink",
        "http://purl.org/rss/1.0/",
        "http://purl.org/atom/ns#",
    }
)
_MEANINGFUL_PREFIXES = frozenset(
    {"content", "dc", "dcterms", "media", "itunes", "georss", "gml", "geo", "psc", "admin", "cc", "creativecommons"}
    | {"feedburner", "xhtml", "rdf", "xml", "xlink"}
)
"""Prefixes that mean something to feedparser even where a document binds them to a namespace nobody knows."""

TITLES = frozenset({"title", "dc_title", "media_title"})
SUMMARIES = {
    "description": "text/html",
    "dc_description": "text/html",
    "media_description": "text/html",
    "summary": "text/plain",
    "itunes_summary": "text/plain",
}
"""Elements that hold a summary, and the type of those that name none."""
CONTENTS = {"content": "text/plain", "content_encoded": "text/html"}
DATES = {
    "published": "published",
    "pubdate": "published",
    "issued": "published",
    "dcterms_issued": "published",
    "updated": "updated",
    "modified": "updated",
    "lastbuilddate": "updated",
    "dc_date": "updated",
    "dcterms_modified": "updated",
    "created": "created",
    "dcterms_created": "created",
}
AUTHORS = frozenset({"author", "dc_creator", "dc_author", "itunes_author"})
PEOPLE = frozenset({"contributor", "itunes_owner"})
PERSON_PARTS = frozenset({"name", "email", "uri", "url", "homepage", "itunes_name", "itunes_email"})
IMAGE_PARTS = frozenset({"url", "title", "link", "description", "width", "height"})
TEXT_ONLY = frozenset(
    {"rights", "copyright", "dc_rights", "subtitle", "itunes_subtitle", "feedburner_browserfriendly", "category"}
    | {"dc_subject", "itunes_keywords", "media_keywords", "media_credit", "media_rating", "media_restriction"}
    | {"media_license", "comments", "language", "dc_language", "dc_publisher", "generator"}
)
"""Of no interest, but feedparser gathers their text, so they must not hold elements."""
FEED_TEXT_ONLY = (
    TEXT_ONLY
    | frozenset(DATES)
    | {"description", "itunes_summary", "icon", "logo", "docs", "ttl", "rating", "webmaster", "managingeditor"}
    | {"itunes_author", "dc_creator"}
)

_HANDLED = frozenset(
    {"abstract", "author", "body", "category", "channel", "cloud", "content", "contributor", "copyright", "created"}
    | {"description", "email", "enclosure", "entry", "expirationdate", "feed", "fullitem", "generator", "geom"}
    | {"georssgeom", "guid", "height", "homepage", "id", "image", "info", "issued", "item", "keywords", "language"}
    | {"lastbuilddate", "link", "managingeditor", "modified", "name", "newlocation", "pubdate", "published", "rights"}
    | {"rss", "source", "subtitle", "summary", "tagline", "tags", "textinput", "title", "updated", "uri", "url"}
    | {"webmaster", "where", "width", "xhtml_body", "cc_license", "creativeCommons_license", "creativecommons_license"}
    | {"content_encoded", "dc_author", "dc_contributor", "dc_creator", "dc_date", "dc_description", "dc_language"}
    | {"dc_publisher", "dc_rights", "dc_subject", "dc_title", "dcterms_created", "dcterms_issued", "dcterms_modified"}
    | {"dcterms_valid", "feedburner_browserfriendly", "itunes_author", "itunes_email", "itunes_image", "itunes_link"}
    | {"itunes_name", "itunes_owner", "itunes_subtitle", "itunes_summary", "media_content", "media_description"}
    | {"media_thumbnail", "media_title"}
)
"""Elements that feedparser treats in a way of its own that could touch a story."""
HARMLESS_HANDLED = frozenset(
    {"georss_box", "georss_line", "georss_point", "georss_polygon", "georss_where", "gml_exterior", "gml_linearring"}
    | {"gml_linestring", "gml_point", "gml_polygon", "gml_pos", "gml_poslist", "itunes_block", "itunes_category"}
    | {"itunes_explicit", "itunes_keywords", "media_category", "media_credit", "media_group", "media_keywords"}
    | {"media_license", "media_player", "media_rating", "media_restriction", "psc_chapter", "psc_chapters"}
)
"""Elements that feedparser treats in a way of its own without touching a story, or whose namespace is not plain."""
HANDLED = _HANDLED | HARMLESS_HANDLED

_KEYS = frozenset(
    {"links", "href", "title_detail", "summary_detail", "description_detail", "authors", "author_detail", "date"}
    | {"media_content", "media_thumbnail", "guidislink", "contributors", "published_parsed", "updated_parsed"}
    | {"created_parsed", "date_parsed", "modified_parsed", "issued_parsed", "source_detail", "items", "entries"}
)
"""Names under which feedparser keeps what an entry has: an element of such a name would overwrite it."""


class Names:
    """Elements' names in one document, each found once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, element: Any) -> str:
        """feedparser's name: lower case, with the usual prefix of its namespace, or ":" after a stranger's own prefix.

        Raises NotPlain where the name could mean something to feedparser that the fast lane does not know.
        """
        tag = element.tag
        known = self._known.get(tag)
        if known is None:
            known = self._known[tag] = _name(tag, element.prefix)
        return known

    @staticmethod
    def is_unknown(name: str) -> bool:
        """Whether feedparser does no more with an element than to keep its text."""
        return name not in _HANDLED


def _name(tag: str, own_prefix: str | None) -> str:
    namespace, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    local = local.lower()
    lower = namespace.lower()
    if not namespace:
        name = local
    elif lower in _PREFIXES:
        prefix = _PREFIXES[lower]
        name = f"{prefix}_{local}" if prefix else local
        if name in ("media_content", "media_thumbnail"):
            return name
    else:
        prefix = (own_prefix or "").lower()
        if prefix in _MEANINGFUL_PREFIXES or lower in _LEFT_TO_FEEDPARSER or "userland.com/rss" in lower:
            raise NotPlain
        if (f"{prefix}_{local}" if prefix else local) in _KEYS or (not prefix and local in HANDLED):
            raise NotPlain
        return f"{prefix}:{local}"
    if name in _KEYS:
        raise NotPlain
    return name

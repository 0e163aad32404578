"""HTML as feeds carry it, to plain text and back: enough for titles and summaries, without a parser.

Every pattern stops at the next `<`, so that all of this takes linear time whatever the input.
"""

import re
from html import escape, unescape

from evreader.feeds.raw import TextKind
from evreader.text import clean_line

_HIDDEN = re.compile(
    r"<!--.*?(?:--!?>|\Z)|<(script|style|template|svg|iframe|object)\b[^<>]*>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|hr|h[1-6]|li|ul|ol|dl|dt|dd|table|tr|td|th|blockquote|pre|section|article|aside|header|footer"
    r"|figure|figcaption|img|address|main|nav|option|form)(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*(?:>|\Z)")
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)(?:[\s/][^<>]*)?>")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_CUT_REFERENCE = re.compile(r"&#?\w{0,32}\Z")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")

_KNOWN_TAGS = frozenset(
    {"a", "abbr", "acronym", "b", "big", "blockquote", "br", "center", "cite", "code", "dd", "del", "dfn", "div", "dl"}
    | {"dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "nobr"}
    | {"ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td"}
    | {"th", "thead", "tr", "tt", "u", "ul", "var", "wbr"}
)
_VOID_TAGS = frozenset({"br", "hr", "img", "wbr"})


def decode_references(text: str) -> str:
    """Replace character references (`&eacute;`, `&#8217;`) by their characters, once."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda match: unescape(match[0]), text)


def looks_like_markup(text: str) -> bool:
    """Whether tags in a text that should have none are HTML all the same: all known, and at least one closed."""
    closed = False
    for closing, name in _TAG_NAME.findall(text):
        lower = name.lower()
        if lower not in _KNOWN_TAGS:
            return False
        closed = closed or bool(closing) or lower in _VOID_TAGS
    return closed


def plain_line(text: str, kind: TextKind, limit: int) -> str:
    """One cleaned line without markup, at most `limit` characters."""
    if kind != "text":
        if "<" in text or "&" in text:
            text = _first_words(text, kind, limit)
        elif len(text) > 8 * limit:
            text = text[: 8 * limit] + ("" if not text[: 8 * limit].isspace() else text[8 * limit :])
    return clean_line(text, limit)


def _first_words(text: str, kind: TextKind, limit: int) -> str:
    """Decode no more of a long text than its first words need."""
    reach = 16 * limit
    while True:
        head = text[:reach]
        if len(head) < len(text):
            head = _CUT_REFERENCE.sub("", head)
        if "<" in head and (kind == "html" or looks_like_markup(head)):
            head = strip_tags(head)
        head = decode_references(head)
        if reach >= len(text) or len(clean_line(head)) > limit:
            return head
        reach *= 8


def strip_tags(html: str) -> str:
    """The text between the tags, with what is never shown left out; references stay as they are."""
    lower = html.lower()
    if "<!--" in lower or "<s" in lower or "<template" in lower or "<iframe" in lower or "<object" in lower:
        html = _HIDDEN.sub(" ", html)
    return _TAG.sub("", _BLOCK_TAG.sub(" ", html))


def paragraphs(text: str) -> str:
    """Plain text as HTML: a paragraph for every run of lines between empty lines."""
    return as_paragraphs(escape(text, quote=False))


def as_paragraphs(html: str) -> str:
    """HTML without a single tag, broken into paragraphs where it has empty lines, so that they are not lost."""
    pieces = _PARAGRAPH_BREAK.split(html.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "".join(f"<p>{piece.replace(chr(10), '<br>')}</p>" for piece in pieces if piece)

"""What publishers write and XML forbids, mended before a parser sees it.

Control characters, references to characters that do not exist, bare ampersands and HTML's named references: none of
these is a reason to read a feed by guesswork.
"""

import re
from html.entities import html5

from evreader.feeds.document import Document, decode
from evreader.feeds.limits import MAX_STORIES

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]{0,200}?\?>")
_CDATA_OR_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#(?:[xX]([0-9a-fA-F]+)|([0-9]+));|([A-Za-z_:][\w.:-]{0,60};))?", re.DOTALL
)
_ENTRY = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)[\s/>]", re.IGNORECASE)
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def mend(document: Document) -> tuple[bytes, bool]:
    """The document as UTF-8 without a declaration, mended, and cut after as many entries as are taken.

    Also whether it had bytes that its encoding does not allow.
    """
    text, damaged = decode(document)
    text = _ILLEGAL.sub("", text)
    declaration = _DECLARATION.match(text)
    if declaration is not None:
        text = text[declaration.end() :]
    if "&" in text:
        declares = "<!ENTITY" in text
        text = _CDATA_OR_REFERENCE.sub(lambda match: _sound_reference(match, declares), text)
    return _shortened(text, document.root).encode("utf-8", "replace"), damaged


def _sound_reference(match: re.Match[str], declares: bool) -> str:
    """A CDATA section, and a reference that XML knows, as it is; HTML's names as characters; any other `&` escaped."""
    hexadecimal, decimal, name = match.groups()
    if hexadecimal or decimal:
        return _allowed_number(match[0], hexadecimal or decimal, 16 if hexadecimal else 10)
    if name is None:
        return match[0] if match[0] != "&" else "&amp;"
    if name in _OF_XML:
        return match[0]
    if name in html5:
        return "".join(f"&#{ord(character)};" for character in html5[name])
    return match[0] if declares else f"&amp;{name}"


def _allowed_number(reference: str, digits: str, base: int) -> str:
    """The reference, where XML has its character; nothing for a control character, else the replacement character."""
    digits = digits.lstrip("0")
    code = int(digits or "0", base) if len(digits) <= 7 else -1
    if code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF:
        return reference
    return "" if 0 <= code < 0x20 else "\ufffd"


def _shortened(text: str, root: str) -> str:
    """The document closed after as many entries as are taken: feedparser needs seconds for a hundred thousand."""
    for number, match in enumerate(_ENTRY.finditer(text)):
        if number == MAX_STORIES:
            channel = "</channel>" if root.lower() == "rss" else ""
            return f"{text[: match.start()]}{channel}</{root}>"
    return text

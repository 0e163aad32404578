"""What stands among an article's words and says nothing about its subject: bylines, credits, calls to subscribe."""

import re

from evreader.model import Block

# Searched in the first characters of a sentence or an item; case matters only where a name must follow.
_STARTS = re.compile(
    r"(?:by|von|par|por|text|words|story|reporting|editing|writing|photos?|images?|pictures?|credits?|fotos?|"
    r"bild(?:er)?|"
    r"imagen|foto|source|sources|via|quelle|fuente)\s*(?::|by\b|courtesy\b|credit\b|©)|"
    r"(?:read|see|learn|find out|lesen|lire|leer|lee|click|tap|watch|listen)\s+(?:more|also|next|here|auch|sie auch|"
    r"aussi|"
    r"mas|más|tambien|también|now|the full|mehr)\b|"
    r"(?:to )?(?:sign up|subscribe|follow (?:us|me|him|her|@|the author|along)|join (?:us|our|the (?:conversation|"
    r"discussion))|"
    r"share this|like us|get (?:our|the latest|more)|download (?:our|the app)|support our|donate|register|log in|"
    r"abonnieren|abonnez|inscrivez|suscr[ií]bete|s[ií]guenos|folgen sie)\b|"
    r"(?:copyright|all rights reserved|©|\(c\)|advertisement\b|anzeige:|publicité\b|publicidad\b|"
    r"(?:disclaimer|disclosure|note|correction|clarification|updated?|published|posted|tags?|topics?|watch|related):|"
    r"editor['’]s note|(?:last updated|published on|posted (?:on|by|in))\b|"
    r"this (?:article|story|post|piece) (?:was|is|has|originally|first|appeared|includes|contains|may)\b|"
    r"(?:an )?earlier version|the (?:opinions|views) expressed|filed under|related (?:stor|article|content|reading)|"
    r"more (?:from|on|about)\b|also (?:read|see|watch)\b|see also\b|"
    r"what do you think|let us know|tell us|leave a comment|have (?:a|you got a) (?:tip|question)|"
    r"contact us\b|e-?mail(?: us|:)|follow [\w.]+ on\b|mehr zum thema|lesen sie|à lire|"
    r"(?:das|dies) (?:teilte|sagte|erklärte|bestätigte|berichtete)\b)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|Von|Par|Por) [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:$|[,|•·(])")
# Anywhere in it; plain search is many times faster than a pattern of alternatives.
_ANYWHERE = (
    "contributed to this report", "contributed to this article", "contributed to this story", "all rights reserved",
    "getty images", "shutterstock", "sign up for our", "sign up to our", "sign up for the", "sign up to get",
    "subscribe to ", "subscribe now", "our newsletter", "weekly newsletter", "daily newsletter", "terms of use",
    "terms of service", "terms and conditions", "privacy policy", "affiliate link", "affiliate commission",
    "may earn a commission", "click here", "read more:", "follow us on", "photo by", "photo credit", "photo courtesy",
    "image by", "image credit", "image courtesy", "picture by", "picture credit", "for more information, visit",
    "for more information visit", "for more information, see", "for more information, go to", "http://", "https://",
    "www.", "can be reached at", "is a staff writer", "is a contributing", "is a freelance", "newsletter abonnieren",
    "newsletter anmelden",
)  # fmt: skip
_COMMENT_RULES = re.compile(
    r"\b(?:comment(?:s|ing|ers?)?|moderat(?:ed|ors?|ion)|be (?:respectful|civil|polite|kind)|spam|personal attacks|"
    r"hate speech|"
    r"offensive|profanity|off.topic|netiquette|kommentare?|commentaires?|comentarios?)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\^|\[\d+\]|doi\b|https?://|www\.|\bet al\b|\bISBN\b|\(\d{4}\)[.:]|\bpp?\. ?\d|\bRetrieved\b|\bAccessed\b|"
    r"\bVol\. ?\d",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"(?:about |ca\.? )?(?:\d+(?:[.,/]\d+)?|[½¼¾⅓⅔]|an?|one|two|three|ein|eine|une?)\s*(?:-\d+ ?)?"
    r"(?:g|kg|mg|ml|cl|dl|l|oz|lbs?|cups?|tbsps?|tsps?|tablespoons?|teaspoons?|pinch|cloves?|slices?|cans?|grams?|el|"
    r"tl|"
    r"prise|päckchen|bund|stück|cuillères?|tasses?|sachets?|cucharadas?|tazas?|pizca)\b",
    re.IGNORECASE,
)
_RATING = re.compile(r"\d(?:[.,]\d)?\s*(?:/|out of|von|sur|de)\s*(?:5|10|100)\b|[★☆⭐]|\bstars?\s*$", re.IGNORECASE)


def is_junk_sentence(sentence: str) -> bool:
    """Whether a sentence or list item belongs to the page and not to the story."""
    text = sentence[:400].strip().lstrip("\"'“‘„«([*•-–— ")
    if _STARTS.match(text) is not None or _BYLINE.match(text) is not None:
        return True
    lowered = text.lower()
    return any(phrase in lowered for phrase in _ANYWHERE)


def is_comment_rule(item: str) -> bool:
    return _COMMENT_RULES.search(item) is not None


def is_reference(item: str) -> bool:
    return _REFERENCE.search(item) is not None


def is_ingredient(item: str) -> bool:
    return _QUANTITY.match(item.strip()) is not None


def is_rating(item: str) -> bool:
    return _RATING.search(item) is not None


def is_datum(item: str) -> bool:
    """Whether an item is one row of a data sheet: "Range: 480 km"."""
    name, colon, value = item.partition(":")
    return bool(colon) and len(name.split()) <= 4 and 0 < len(value.split()) <= 6


def linked_share(block: Block, start: int, end: int) -> float:
    """How much of a stretch of a block's text is link text, 0 to 1."""
    covered = sum(max(0, min(end, link.end) - max(start, link.start)) for link in block.links)
    return min(1.0, covered / (end - start)) if end > start else 0.0

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
    r"(?:copyright|all rights reserved|©|\(c\)|advertisement|sponsored|anzeige|publicit|publicidad|disclaimer|"
    r"disclosure|"
    r"editor'?s note|editor’s note|note:|correction|correction:|clarification|updated?:|last updated|published:?|"
    r"posted|"
    r"this (?:article|story|post|piece|report) (?:was|is|has|originally|first|appeared|includes|contains|may)|"
    r"(?:an )?earlier version|the (?:opinions|views) expressed|the associated press|tags?:|filed under|topics?:|"
    r"related(?: (?:stor|article|content))?|more (?:from|on|about)\b|also (?:read|see|watch)|see also|watch:|"
    r"what do you think|let us know|tell us|leave a comment|comments?\b|have (?:a|you got a) (?:tip|question)|"
    r"contact (?:us|the)|e-?mail(?: us|:)|follow [\w.]+ on|mehr zum thema|lesen sie|à lire)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|Von|Par|Por) [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:$|[,|•·(])")
_ANYWHERE = re.compile(
    r"contributed to this (?:report|article|story)|all rights reserved|getty images|shutterstock|sign up (?:for|"
    r"to) (?:our|the|get)|"
    r"subscribe (?:to|now|for)|our newsletter|weekly newsletter|daily newsletter|terms (?:of (?:use|service)|"
    r"and conditions)|"
    r"privacy policy|affiliate (?:links?|commission)|may earn a commission|click here|read more\b|follow us on|"
    r"(?:photo|image|picture) (?:by|credit|courtesy)|for more (?:information|details),? (?:visit|see|go to|contact)|"
    r"https?://|www\.|can be reached at|is a (?:staff writer|contributing|freelance)|newsletter (?:abonnieren|"
    r"anmelden)",
    re.IGNORECASE,
)
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
    text = sentence.strip().lstrip("\"'“‘„«([*•-–— ")
    return (
        _STARTS.match(text) is not None or _BYLINE.match(text) is not None or _ANYWHERE.search(text[:400]) is not None
    )


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

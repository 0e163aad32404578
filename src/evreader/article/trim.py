"""What stands in an article's element and is not the article: repeated title, dates, lists of other stories."""

import re
from collections.abc import Sequence

from evreader.article.junk import heads_junk, is_junk_line
from evreader.article.select import is_prose, words_of
from evreader.article.walk import Unit

HEAD_LENGTH = 90
"""Characters: shorter lines before the first paragraph are looked at as bylines and dates."""

_BYLINE = re.compile(
    r"^\W*(?:by|von|par|por|door|di|da|av|от|posted|published|updated|written|words|text|story|last"
    r"|first published|reviewed|edited|created|modified|created on"
    r"|publi[ée]|veröffentlicht|aktualisiert|stand|gepubliceerd|publicado|pubblicato|atualizado|reporter|author"
    r"|autor|contributor|staff|photo|photos|image|images"
    r"|\d{1,3}(?: |-)?(?:min|comments?|shares?|views?|likes?))\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
    r"|(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт"
    r"|ноя|дек)\w*\.?,? \d{1,2}(?:st|nd|rd|th)?,? (?:(?:19|20)\d\d|at)"
    r"|\d{1,2}\.?(?: de)? (?:jan|feb|fev|mar|mär|apr|abr|may|mai|jun|jul|aug|ago|sep|set|oct|okt|out|nov|dec|dez"
    r"|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\w*\.?,?(?: de)? (?:19|20)\d\d)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:^\W*(?:image|photo|picture|photograph|source|illustration|graphic|video|foto|bild|quelle|crédit|crédito"
    r"|credit)s?(?: (?:credit|source|copyright|caption|by|courtesy(?: of)?))?\s*[:|/©]"
    r"|^\W*(?:image|photo)s? (?:courtesy|credit|copyright|by|caption)\b"
    r"|\((?:image|photo|picture|pic|credit|source|foto|bild)s?\s*:[^()]{0,80}\)\W*$"
    r"|\b(?:getty(?: images)?|shutterstock|istock(?:photo)?|unsplash|afp|reuters|associated press|alamy|bloomberg"
    r"|epa|ap photo|ap)\)?\W*$"
    r"|\bphoto(?:graph)?(?: by|:)[^.]{0,60}$)",
    re.IGNORECASE,
)
CREDIT_LENGTH = 260
CREDIT_WORDS = 7
REPEATED_LENGTH = 40
TITLE_WORDS = 4
CLOUD = 5
LINKED = 0.9
ARCHIVE = 12
"""Items: longer lists of nothing but links lead through a site, not on from an article."""
_NO_WORD = re.compile(r"[\W_]*")
_ABOUT = re.compile(r"(?:About|ABOUT|Über|À propos d[eu’']|Acerca de|Sobre) (?:the )?[A-ZÀ-Ý0-9][^.!?]*$")
_FEED_NOTE = re.compile(
    r"^the (?:post|article) [\s\S]{0,300} (?:appeared first on|was first published on|originally appeared on)\b"
    r"|^\W*(?:continue reading|read (?:the )?(?:more|rest|full (?:story|article))|weiterlesen|lire la suite|leer más)"
    r"[^.]{0,120}\W*$|^\W*\[(?:…|\.\.\.|&hellip;)\]\W*$",
    re.IGNORECASE,
)
_DOT = re.compile(r"[.!?…:。！？][\"'”’»)\]]*\s*$")


def trim(units: Sequence[Unit], titles: Sequence[str]) -> list[Unit]:
    """The units without what only surrounds the article. `titles` are the ways the page gives its title."""
    kept = [unit for unit in units if unit.kept and not _FEED_NOTE.search(unit.text)]
    kept = _without_title(kept, titles)
    kept = _without_head(kept)
    _mark_credits(kept)
    kept = [unit for unit in kept if unit.kind != "caption" or not _only_credits(unit.text)]
    kept = _without_junk_sections(kept)
    kept = _without_link_runs(kept)
    kept = _without_boilerplate(_without_link_lists(_without_repeats(kept)))
    return _without_tail(kept)


def trim_fragment(units: Sequence[Unit], titles: Sequence[str]) -> list[Unit]:
    """The units of a feed's body without the title, notes of the feed's software and calls to read on."""
    kept = _without_title([unit for unit in units if not _FEED_NOTE.search(unit.text)], titles)
    _mark_credits(kept)
    return _without_fragment_tail(_without_junk_sections(_without_repeats(kept)))


def _without_fragment_tail(units: list[Unit]) -> list[Unit]:
    end = len(units)
    while end and not units[end - 1].role and (units[end - 1].kind == "heading" or is_junk_line(units[end - 1].text)):
        end -= 1
    return units[:end] if end else units


def _without_title(units: list[Unit], titles: Sequence[str]) -> list[Unit]:
    """Without headings that repeat the title, and without the title as the first line."""
    known = [words for words in map(words_of, titles) if words]
    result = []
    paragraphs = 0
    for unit in units:
        first = unit.kind in ("paragraph", "caption") and paragraphs < 1 and unit.text
        if (
            not unit.role
            and (unit.kind == "heading" or first)
            and any(same_title(words_of(unit.text), words) for words in known)
        ):
            continue
        paragraphs += is_prose(unit)
        result.append(unit)
    return result


def same_title(one: list[str], other: list[str]) -> bool:
    """Whether two titles are the same but for a site's name or a few words."""
    if one == other:
        return True
    if len(one) < 3 or len(other) < 3:
        return False
    shared = len(set(one) & set(other))
    return shared >= 0.8 * len(set(one)) and shared >= 0.6 * len(set(other))


def _without_repeats(units: list[Unit]) -> list[Unit]:
    """Without paragraphs and captions shown a second time, and lines that hold no word."""
    seen: set[str] = set()
    result = []
    for unit in units:
        if unit.kind in ("paragraph", "caption", "heading"):
            if unit.kind == "paragraph" and _NO_WORD.fullmatch(unit.text):
                continue
            if len(unit.text) >= REPEATED_LENGTH:
                if unit.text in seen:
                    continue
                seen.add(unit.text)
        result.append(unit)
    return result


def _without_link_lists(units: list[Unit]) -> list[Unit]:
    """Without lists whose items are all titles of other stories, each a link, and without clouds of links."""
    lists: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.kind == "item" and not unit.role:
            lists.setdefault(unit.place.list, []).append(unit)
    linked = {
        group
        for group, items in lists.items()
        if len(items) > 1
        and sum(map(is_linked, items)) >= 0.9 * len(items)
        and (len(items) >= ARCHIVE or sum(len(item.text.split()) for item in items) >= TITLE_WORDS * len(items))
    }
    return [
        unit
        for unit in units
        if not (unit.kind == "item" and unit.place.list in linked)
        and not (unit.kind == "paragraph" and _is_cloud(unit))
    ]


def _is_cloud(unit: Unit) -> bool:
    """Whether a paragraph is a row of links: tags, categories, months."""
    linked = sum(link.end - link.start for link in unit.links)
    return len(unit.links) >= CLOUD and linked > 0.8 * len(unit.text) and not _DOT.search(unit.text)


def _without_boilerplate(units: list[Unit]) -> list[Unit]:
    """Without the last section where it is what a company says about itself: "About Example Motors"."""
    total = sum(len(unit.text) for unit in units if is_prose(unit))
    passed = 0
    for number, unit in enumerate(units):
        short = unit.kind in ("heading", "paragraph") and len(unit.text) <= 60
        if short and _ABOUT.match(unit.text) and passed >= 0.6 * total:
            rest = units[number + 1 :]
            if not any(other.kind == "heading" and not _ABOUT.match(other.text) for other in rest):
                return units[:number]
        passed += len(unit.text) if is_prose(unit) else 0
    return units


def _without_head(units: list[Unit]) -> list[Unit]:
    """Without bylines, dates and labels before the first paragraph."""
    first = next((number for number, unit in enumerate(units) if is_prose(unit)), 0)
    return [
        unit
        for number, unit in enumerate(units)
        if number >= first or unit.kind in ("image", "caption", "code", "cell") or not _is_head_matter(unit)
    ]


def _is_head_matter(unit: Unit) -> bool:
    text = unit.text
    if len(text) > HEAD_LENGTH or unit.role:
        return False
    return bool(_BYLINE.match(text) or _DATE.search(text)) or (
        unit.kind == "paragraph" and not _DOT.search(text) and len(text.split()) < 4
    )


def _mark_credits(units: list[Unit]) -> None:
    """Paragraphs that only credit or describe a picture become captions."""
    before: Unit | None = None
    for unit in units:
        if unit.kind == "paragraph" and len(unit.text) <= CREDIT_LENGTH and not unit.place.quote:
            beside = before is not None and before.kind == "image"
            if _CREDIT.search(unit.text) and (beside or not _DOT.search(unit.text) or len(unit.text) < 100):
                unit.kind = "caption"
        before = unit


def _only_credits(text: str) -> bool:
    """Whether a caption names its source and tells nothing: "Getty Images", "Photo: A. Berg/Reuters"."""
    return len(text.split()) <= CREDIT_WORDS and not _DOT.search(text) and bool(_CREDIT.search(text) or "/" in text)


def _without_junk_sections(units: list[Unit]) -> list[Unit]:
    """Without sections headed "Related stories", "About the author": up to the next heading or paragraph."""
    total = sum(len(unit.text) for unit in units if is_prose(unit))
    result: list[Unit] = []
    passed = 0
    dropping = ""
    for unit in units:
        if unit.role:
            result.append(unit)
            continue
        said = heads_junk(unit.text) if unit.kind == "heading" or len(unit.text) < HEAD_LENGTH else ""
        prose = is_prose(unit)
        if said == "end" and passed > 0.6 * total:
            break
        if said == "links":
            dropping = said
            continue
        if dropping and (unit.kind == "heading" or prose) and not is_linked(unit):
            dropping = ""
        if not dropping:
            result.append(unit)
        passed += len(unit.text) if prose else 0
    return result


def _without_link_runs(units: list[Unit]) -> list[Unit]:
    """Without lines that are nothing but a link to another story."""
    drop: set[int] = set()
    run: list[int] = []
    for number, unit in enumerate(units):
        if unit.role:
            run = []
        elif unit.kind in ("paragraph", "caption") and is_linked(unit) and not _DOT.search(unit.text):
            if len(unit.text.split()) >= 4 and len(unit.text) < 160:
                drop.add(number)
        elif unit.kind == "heading" and is_linked(unit):
            run.append(number)
            continue
        elif unit.kind == "image":
            continue
        drop.update(_titles_of_stories(units, run))
        run = []
    drop.update(_titles_of_stories(units, run))
    return [unit for number, unit in enumerate(units) if number not in drop]


def _titles_of_stories(units: Sequence[Unit], run: list[int]) -> list[int]:
    """A run of linked headings with nothing between, if they read like titles; names of products do not."""
    words = sum(len(units[number].text.split()) for number in run)
    return run if len(run) > 1 and words >= TITLE_WORDS * len(run) else []


def _without_tail(units: list[Unit]) -> list[Unit]:
    """Without headings, links and pictures that nothing follows."""
    end = len(units)
    while end:
        unit = units[end - 1]
        if unit.role:
            break
        if unit.kind in ("heading", "image") or is_junk_line(unit.text) or (is_linked(unit) and unit.kind != "cell"):
            end -= 1
        else:
            break
    return units[:end] if end else units


def is_linked(unit: Unit) -> bool:
    """Whether a unit is nothing but links."""
    return bool(unit.links) and sum(link.end - link.start for link in unit.links) >= LINKED * len(unit.text)

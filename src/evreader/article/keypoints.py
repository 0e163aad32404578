"""The author's own key points on a raw page, found before anything is cleaned away.

A page names them by the class or id of a box, or by a label before a list; or it sets an unlabelled list between title
and text that says what the text says. Boxes that only look so (related stories, ratings, recipes) are refused.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from evreader.article.junk import is_junk_line, names_of
from evreader.article.select import ArticleText, words_of
from evreader.article.walk import Unit

MOST_UNITS = 16
MOST_WORDS = 450
MOST_LEAD_ITEMS = 6
LEAD_RESTATED = 0.5
"""The least share of a lead list's telling words that the article uses as well."""
LABEL_WORDS = 9

_BOX = re.compile(
    r"(?:^|[\s_-])(?:key-?(?:take-?aways?|points?|facts?|findings|insights|messages?)|take-?aways?|tl-?dr"
    r"|main-?points"
    r"|quick-?(?:take|summary|read)|(?:article|story|post|content|ai|executive)-?(?:summary|highlights|bullets"
    r"|keypoints)"
    r"|summary-?(?:box|list|points|bullets)|bullet-?summary|need-?to-?know|in-?a-?nutshell|das-?wichtigste"
    r"|kernpunkte)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_NO_BOX = re.compile(
    r"recipe|product|rating|score|review-?box|verdict|pros|cons|related|nav|menu|toc|table-of|footer|comment"
    r"|price|cart"
    r"|newsletter|share|social|author|promo|job",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:the|our|my|some|\d+|three|four|five) )*(?:(?:key|main|big|biggest|top|quick|important|article"
    r"|major) )*"
    r"(?:take-?aways?|(?<=key )points|(?<=main )points|(?<=key )facts|(?<=key )findings|(?<=key )insights"
    r"|talking points)"
    r"(?: (?:from|of|on|about|for|at a glance)\b.{0,60})?\W*$"
    r"|^\W*(?:tl;?\W?dr|too long; didn['’]t read|(?:story|article|news|post) (?:highlights|summary)|in a nutshell"
    r"|(?:here['’]s )?what (?:you need|you should|to) (?:to )?know(?: .{0,40})?|need to know"
    r"|(?:das )?wichtigste(?:s)?(?: in kürze| auf einen blick| im überblick| vorab)|auf einen blick|in kürze"
    r"|kurz und knapp"
    r"|kernpunkte|die kernaussagen|l['’]essentiel(?: en bref)?|à retenir|(?:les )?points[- ]clés|(?:las )?claves"
    r"|puntos clave|(?:i )?punti chiave|in sintesi|(?:de )?belangrijkste punten|pontos[- ]chave|em resumo)\W*$",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"take|key|dr|summary|points|know|nutshell|wichtig|kern|light|bullet", re.IGNORECASE)
"""What any name that `_BOX` finds holds: most names are done with at once."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def mark_key_points(units: Sequence[Unit]) -> None:
    """Give the role "takeaways" to the units of boxes and labelled lists that hold the author's key points."""
    boxes: dict[HtmlElement, list[Unit]] = {}
    seen: dict[HtmlElement, HtmlElement | None] = {}
    for unit in units:
        if unit.kind in ("heading", "paragraph", "item") and (box := _box_round(unit.element, seen)) is not None:
            boxes.setdefault(box, []).append(unit)
    for members in boxes.values():
        if _is_key_points(members):
            _mark(members)
    labels = Counter(unit.text for unit in units if _is_label(unit))
    for number, unit in enumerate(units):
        # A label that comes again and again heads the parts of a product test.
        if (
            labels.get(unit.text) == 1
            and not unit.role
            and _is_label(unit)
            and (items := _list_after(units, number))
            and _is_key_points(items)
        ):
            _mark([unit, *items])


def mark_lead_list(units: Sequence[Unit], first: int, article: ArticleText) -> None:
    """Keep the list that stands before the article's first paragraph, if it says what the article says."""
    run: list[Unit] = []
    for unit in reversed(units[max(0, first - 40) : first]):
        if unit.kind == "item" and (not run or run[-1].place.list == unit.place.list):
            run.append(unit)
        elif run or (unit.kind == "heading" and unit.place.level == 1):
            break
    telling = [word for unit in run for word in words_of(unit.text) if len(word) > 3]
    if (
        2 <= len(run) <= MOST_LEAD_ITEMS
        and len(telling) >= 3 * len(run)
        and _linked(run) < 0.3
        and not any(unit.role or is_junk_line(unit.text) for unit in run)
        and sum(article.has_word(word) for word in telling) >= LEAD_RESTATED * len(telling)
    ):
        for unit in run:
            unit.kept = True


def _box_round(element: HtmlElement, seen: dict[HtmlElement, HtmlElement | None]) -> HtmlElement | None:
    """The outermost element round this one whose class or id names key points."""
    path = []
    found: HtmlElement | None = None
    outer: HtmlElement | None = element
    while outer is not None and outer.tag not in ("body", "html"):
        if outer in seen:
            found = seen[outer]
            break
        path.append(outer)
        outer = outer.getparent()
    for inner in reversed(path):
        if found is None:
            names = names_of(inner)
            if _MAYBE.search(names) and _BOX.search(_CAMEL.sub("-", names)) and not _NO_BOX.search(names):
                found = inner
        seen[inner] = found
    return found


def _is_label(unit: Unit) -> bool:
    if unit.kind not in ("heading", "paragraph") or unit.place.level == 1 or len(unit.text.split()) > LABEL_WORDS:
        return False
    return bool(_LABEL.match(unit.text))


def _list_after(units: Sequence[Unit], label: int) -> list[Unit]:
    """The items of the list that follows a label, at most one short line between them."""
    start = label + 1
    if start < len(units) and units[start].kind == "paragraph" and len(units[start].text.split()) <= 20:
        start += 1
    if start >= len(units) or units[start].kind != "item":
        return []
    group = units[start].place.list
    members = islice(units, start, start + MOST_UNITS + 1)
    return [unit for unit in members if unit.kind == "item" and unit.place.list == group]


def _is_key_points(members: Sequence[Unit]) -> bool:
    """Whether the texts of a box can be key points: few, in sentences, and not links to other stories."""
    points = [unit for unit in members if unit.kind != "heading" and not _is_label(unit)]
    words = sum(len(unit.text.split()) for unit in points)
    return (
        1 <= len(points) <= MOST_UNITS
        and len(members) <= MOST_UNITS + 2
        and 4 * len(points) <= words <= MOST_WORDS
        and _linked(points) < 0.5
    )


def _linked(units: Sequence[Unit]) -> float:
    """The share of the units that are mostly a link."""
    linked = sum(2 * sum(link.end - link.start for link in unit.links) > len(unit.text) for unit in units)
    return linked / len(units) if units else 0.0


def _mark(members: Sequence[Unit]) -> None:
    for unit in members:
        unit.role = "takeaways"
        if unit.kind == "paragraph" and _is_label(unit):
            unit.kind = "heading"
            unit.place = unit.place.as_heading()

"""Which units of a page are the article: trafilatura tells which text is, this finds where that text stands."""

import re
import unicodedata
from collections.abc import Sequence

from lxml.html import HtmlElement

from evreader.article.junk import is_junk_line, strength
from evreader.article.tags import HEADINGS
from evreader.article.walk import Unit

_WORD = re.compile(r"\w+")
SHINGLE = 4
SHARE = 0.7
"""A unit belongs to the article when at least this share of its shingles occurs in the article's text."""
MAIN_SHARE = 0.9
"""The article's element is the innermost one that holds this share of the text known to be of the article."""
STRONG_LENGTH = 60
"""Characters: shorter texts may occur in an article and elsewhere on its page by chance."""
PROSE_LENGTH = 80
GAP = 3
"""Units: how far apart known short lines may stand at the end of an article and still belong to it."""
CLIMB_GAIN = 2
CLIMB_SHARE = 0.6


def words_of(text: str) -> list[str]:
    if text.isascii():
        return _WORD.findall(text.lower())
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


class ArticleText:
    """Text known to be of the article, ready to be asked whether a stretch occurs in it."""

    def __init__(self, text: str) -> None:
        words = words_of(text)
        self.count = len(words)
        self._shingles = {hash(tuple(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1)}
        self._line = " " + " ".join(words) + " "

    def has_word(self, word: str) -> bool:
        """Whether the article uses a word, as `words_of` gives it."""
        return f" {word} " in self._line

    def holds(self, text: str) -> bool:
        words = words_of(text)
        if not words:
            return False
        if len(words) < SHINGLE:
            return f" {' '.join(words)} " in self._line
        total = len(words) - SHINGLE + 1
        found = sum(hash(tuple(words[at : at + SHINGLE])) in self._shingles for at in range(total))
        return found >= SHARE * total


class Selection:
    """The choice among the units of one page."""

    def __init__(self, root: HtmlElement, units: Sequence[Unit], article: ArticleText) -> None:
        self.article = article
        self.first = 0
        """Where the article begins, once marked: the number of its first unit."""
        self._root = root
        self._units = units
        self._paths: dict[HtmlElement, tuple[HtmlElement, ...]] = {}
        self._known = [unit.kind != "image" and article.holds(unit.text) for unit in units]
        self._weight: dict[HtmlElement, int] = {}
        """Characters of known text in each element."""
        self._found: dict[HtmlElement, int] = {}
        """The same, with texts too short to be sure of."""
        self._whole: dict[HtmlElement, int] = {}
        """Characters of all units in each element."""
        self._prose: dict[HtmlElement, int] = {}
        """Characters of the units in each element that read like an article's, known or not."""
        self._junk: dict[HtmlElement, bool] = {}
        self._main_path: set[HtmlElement] = set()
        self._weigh()
        self._is_prose = [
            is_prose(unit) and not is_junk_line(unit.text) and not self._is_junk(unit.element) for unit in units
        ]
        self._weigh_prose()
        inner = self._find_main()
        self.main = self._climb(inner)
        self.climbed = self.main is not inner
        self._main_path = set(self._around(self.main))
        self._junk.clear()

    def prose_share(self) -> float:
        """The share of the page's prose that lies in the article's element; 1 where that is an `article` element."""
        if any(element.tag == "article" for element in self._around(self.main)):
            return 1.0
        prose = self._prose.get(self._root, 0)
        return self._prose.get(self.main, 0) / prose if prose and self._weight else float(not prose)

    def prose(self) -> str:
        """All text of the page that reads like an article's."""
        return "\n".join(unit.text for unit, prose in zip(self._units, self._is_prose, strict=True) if prose)

    def mark(self) -> None:
        """Mark the units of the article as kept."""
        units, known = self._units, self._known
        strong = [number for number, unit in enumerate(units) if known[number] and len(unit.text) >= STRONG_LENGTH]
        inside = [self._within(unit.element) for unit in units]
        ends = [number for number in strong if inside[number]]
        if not ends:
            for unit, is_known in zip(units, known, strict=True):
                unit.kept = is_known
            return
        if self.climbed:
            ends += [
                n for n in range(len(units)) if inside[n] and self._is_prose[n] and not self._is_junk(units[n].element)
            ]
        first, last = min(ends), max(ends)
        self.first = first
        for number in range(last + 1, len(units)):  # short lines that end the article, such as a closing list
            if not inside[number] or number > last + GAP:
                break
            if known[number] and not self._is_junk(units[number].element) and not _is_mostly_links(units[number]):
                last = number
        for number, unit in enumerate(units):
            if unit.role == "takeaways":
                unit.kept = True
            elif (not inside[number] and not known[number]) or is_junk_line(unit.text) or self._is_junk(unit.element):
                unit.kept = False
            elif unit.kind in ("image", "caption"):
                unit.kept = inside[number] and first - 3 <= number <= last + 2
            elif not inside[number]:
                unit.kept = known[number] and number < last and is_prose(unit)
            elif known[number]:
                unit.kept = len(unit.text) >= STRONG_LENGTH or first - 3 <= number <= last + 3
            else:
                unit.kept = first < number < last and not _is_mostly_links(unit)

    def mark_whole_page(self) -> None:
        """Where no article is found: mark all text but furniture and links, so that a page of few words shows them."""
        self._main_path.clear()
        self._junk.clear()
        for unit in self._units:
            unit.kept = not (is_junk_line(unit.text) or _is_mostly_links(unit) or self._is_junk(unit.element))

    def _around(self, element: HtmlElement) -> tuple[HtmlElement, ...]:
        """The element and those round it, innermost first."""
        path = self._paths.get(element)
        if path is None:
            inner = []
            outer: HtmlElement | None = element
            while outer is not None and outer not in self._paths:
                inner.append(outer)
                outer = outer.getparent()
            path = self._paths[outer] if outer is not None else ()
            for one in reversed(inner):
                path = self._paths[one] = (one, *path)
        return path

    def _weigh(self) -> None:
        for unit, known in zip(self._units, self._known, strict=True):
            if unit.kind == "image":
                continue
            length = len(unit.text)
            for element in self._around(unit.element):
                self._whole[element] = self._whole.get(element, 0) + length
                if known:
                    self._found[element] = self._found.get(element, 0) + length
                    if length >= STRONG_LENGTH:
                        self._weight[element] = self._weight.get(element, 0) + length

    def _weigh_prose(self) -> None:
        for unit, prose in zip(self._units, self._is_prose, strict=True):
            if prose:
                for element in self._around(unit.element):
                    self._prose[element] = self._prose.get(element, 0) + len(unit.text)

    def _find_main(self) -> HtmlElement:
        total = self._weight.get(self._root, 0)
        main = self._root
        while total:
            heaviest = max(main, key=lambda child: self._weight.get(child, 0), default=None)
            if heaviest is None or self._weight.get(heaviest, 0) < MAIN_SHARE * total:
                break
            main = heaviest
        parent = main.getparent()
        while parent is not None and (main.tag in ("p", "li", "span", "td", "tr", "tbody") or main.tag in HEADINGS):
            main, parent = parent, parent.getparent()
        return main

    def _climb(self, main: HtmlElement) -> HtmlElement:
        """The element round `main` that holds much more prose and little else, where there is one."""
        best = main
        for element in self._around(main):
            if element.tag in ("body", "html"):
                break
            if best.tag == "article" and element is not best and len(element.findall(".//article")) > 1:
                break
            prose = self._prose.get(element, 0)
            if prose >= CLIMB_GAIN * self._prose.get(best, 0) and prose >= CLIMB_SHARE * self._whole.get(element, 0):
                best = element
        return best

    def _is_junk(self, element: HtmlElement) -> bool:
        """Whether an element, or one round it within the article's element, is furniture."""
        path = []
        verdict = False
        for outer in self._around(element):
            if outer in self._main_path:
                break
            if outer in self._junk:
                verdict = self._junk[outer]
                break
            path.append(outer)
        for outer in reversed(path):
            if not verdict:
                said = strength(outer)
                if not self._main_path:
                    verdict = said > 0 and self._whole.get(outer, 0) < 0.3 * self._whole.get(self._root, 0)
                elif said == 2:
                    verdict = self._weight.get(outer, 0) < 0.3 * self._weight.get(self._root, 0)
                elif said == 1:
                    verdict = self._found.get(outer, 0) < 0.5 * self._whole.get(outer, 0)
            self._junk[outer] = verdict
        return verdict

    def _within(self, element: HtmlElement) -> bool:
        return self.main in self._around(element)


def is_prose(unit: Unit) -> bool:
    """Whether a unit reads like a paragraph of an article; whether it is a line of furniture is not looked at."""
    return (
        unit.kind in ("paragraph", "item")
        and len(unit.text) >= PROSE_LENGTH
        and sum(link.end - link.start for link in unit.links) < 0.5 * len(unit.text)
    )


def _is_mostly_links(unit: Unit) -> bool:
    linked = sum(link.end - link.start for link in unit.links)
    return linked > 0.8 * len(unit.text)

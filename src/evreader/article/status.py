"""How much of an article a page gave, said honestly."""

import re

from evreader.article.metadata import Metadata
from evreader.model import ArticleStatus
from evreader.text import count_words, fold

SHORT = 80
"""Words: a page that gives fewer gives no article."""
PAID_TEASER = 250
"""Words: a page that is marked as paid and gives fewer gives a teaser."""
BARRIER = 200
"""Words: pages that only ask to prove or consent to something have fewer."""
SUMMARY_SHARE = 0.25
"""The least share of the telling words of the feed's summary that the article itself has."""
PAID = "The publisher marks this article as paid."

_ROBOT_CHECK = re.compile(
    r"just a moment|attention required|verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a )?(?:human"
    r"|robot)|not a robot"
    r"|pardon our interruption|unusual (?:traffic|activity)|checking your browser"
    r"|access (?:to this page has been )?denied"
    r"|press (?:and|&) hold|bot (?:detection|protection|check)|captcha|ddos protection|security check|request blocked"
    r"|enable (?:javascript|js|cookies)(?: and (?:javascript|cookies))? (?:to continue|and reload|and disable)"
    r"|ray id",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|we value your privacy|your privacy (?:choices|matters)|(?:accept|reject"
    r"|agree to) (?:all|cookies)"
    r"|manage (?:cookies|consent|preferences)|we (?:and our (?:\d+ )?partners )?(?:use|store)[^.]{0,80}cookies"
    r"|(?:cookies|zustimmung|einwilligung)[^.]{0,80}(?:akzeptieren|zustimmen)|datenschutzeinstellungen|tout accepter",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"page (?:was )?(?:not|can(?:no|')t be) found|\b404\b|page (?:doesn['’]t|does not|no longer) exist"
    r"|seite nicht gefunden",
    re.I,
)
_WORD = re.compile(r"\w{4,}")


def judge(
    text: str, metadata: Metadata, page_text: str, feed_words: int, feed_summary: str
) -> tuple[ArticleStatus, str]:
    """The status of an article and, unless it is full, the reason in one sentence.

    `text` is what was read of the article, `page_text` the first words of the page as a whole.
    """
    words = count_words(text)
    if words < BARRIER and (barrier := _barrier(text, metadata.title, page_text, words)):
        return barrier
    paid = metadata.paid and words < (0.6 * metadata.words or PAID_TEASER)
    if not words:
        return ("blocked", PAID) if paid else ("failed", "The page holds no text of an article.")
    if paid:
        return ("blocked", PAID) if words < SHORT else ("summary", f"{PAID} What it shows without payment is here.")
    if words < SHORT:
        return "summary", f"The page gives only {words} {'word' if words == 1 else 'words'} of this story."
    if words < feed_words:
        return "summary", "The page gives less of this story than the feed."
    if _lacks(text, feed_summary):
        return "summary", "The page does not say what the feed says of this story."
    return "full", ""


def _barrier(text: str, title: str, page_text: str, words: int) -> tuple[ArticleStatus, str] | None:
    said = f"{title}\n{text}" if words >= SHORT else f"{title}\n{text}\n{page_text}"
    if _ROBOT_CHECK.search(said):
        return "blocked", "The publisher asks for proof that a person reads the page."
    if _CONSENT.search(f"{title}\n{text}"):
        return "blocked", "The publisher asks for consent to cookies before it shows the page."
    if _MISSING.search(title) or (words < SHORT and _MISSING.search(text)):
        return "failed", "The publisher says that the page does not exist."
    return None


def _lacks(text: str, summary: str) -> bool:
    telling = set(_WORD.findall(fold(summary)))
    if len(telling) < 6:
        return False
    return len(telling & set(_WORD.findall(fold(text)))) < SUMMARY_SHARE * len(telling)

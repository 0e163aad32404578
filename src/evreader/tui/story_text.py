"""A stored story as the article pane shows it: what stands above the text, and what there is to say about it. Pure."""

from datetime import datetime

from evreader.model import Article, Story, running_text
from evreader.text import count_words
from evreader.tui.glyphs import Glyphs
from evreader.tui.render import Heading
from evreader.tui.times import minutes_to_read, moment


def heading(
    story: Story,
    outlet: str,
    article: Article | None,
    now: datetime,
    glyphs: Glyphs,
    *,
    preparing: bool,
    offline: bool,
    saved: bool,
    browser_key: str,
    refresh_key: str,
) -> Heading:
    """What stands above a story's text, with the reason wherever the text is not the whole article."""
    when, short_when = moment(story.published_at or story.first_seen_at, now)
    facts: list[str] = []
    if article is not None and article.blocks:
        facts.append(minutes_to_read(count_words(running_text(article.blocks)[0])))
        if article.status == "full":
            facts.append(f"offline {glyphs.done}")
    if saved:
        facts.append(f"{glyphs.saved} saved")
    return Heading(
        title=story.title,
        outlet=outlet,
        author=story.author if story.author.casefold() != outlet.casefold() else "",
        when=when,
        short_when=short_when,
        facts=tuple(facts),
        notices=_notices(
            story, article, preparing=preparing, offline=offline, browser_key=browser_key, refresh_key=refresh_key
        ),
        summary=story.summary,
    )


def _notices(
    story: Story, article: Article | None, *, preparing: bool, offline: bool, browser_key: str, refresh_key: str
) -> tuple[str, ...]:
    browser = f" {browser_key} opens the page in the browser." if story.url else ""
    if article is None:
        if preparing:
            return ("Preparing the article…",)
        if offline:
            return ("Only the feed's summary is stored yet; the article follows when you are online again.",)
        return (f"Only the feed's summary is stored yet. {refresh_key} fetches the feed and its articles.{browser}",)
    if article.status == "full":
        return ()
    reason = article.reason.strip()
    if reason and reason[-1] not in ".!?":
        reason += "."
    if article.status == "summary":
        return (f"{reason or 'The feed gives only a summary.'}{browser}",)
    if article.status == "blocked":
        return (f"The publisher's page did not give the article. {reason}{browser}".replace("  ", " "),)
    return (f"The article could not be read. {reason}{browser}".replace("  ", " "),)

"""Commands that read the library: list, show, quotes, paths."""

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from evreader.cli.context import Context
from evreader.cli.output import (
    CommandError,
    article_lines,
    as_dict,
    day,
    line_width,
    moment,
    say,
    write_json,
    write_line,
)
from evreader.model import Annotations, Article, Feed, Quote, Story
from evreader.text import clean_line, without_credentials

if TYPE_CHECKING:
    from evreader.store import Library
    from evreader.store.views import StoryRow


def list_stories(context: Context) -> int:
    """Print stories, newest first."""
    from evreader.store.views import StoryView, ViewKind

    arguments = context.arguments
    with context.open_library(to_write=False) as library:
        feed = context.feed(library, arguments.feed) if arguments.feed is not None else None
        kind: ViewKind = "feed" if feed else "saved" if arguments.saved else "all"
        view = StoryView(
            kind=kind, feed_id=feed.id if feed else None, unread_only=arguments.unread, query=arguments.search
        )
        feeds = {known.id: known for known in library.feeds.all()}
        shown = 0
        for row in library.stories.iterate(view):
            if arguments.limit is not None and shown >= arguments.limit:
                break
            if feed and arguments.saved and not row.is_saved:
                continue
            if context.json:
                story = library.stories.get(row.id)
                if story is not None:
                    write_json(_story_fields(library, story, feeds) | _counts(row))
            else:
                write_line(_row_line(row))
            shown += 1
        if not shown:
            _say_why_nothing(library)
    return 0


def show(context: Context) -> int:
    """Print one story with its article, quotes and takeaways; make the article now where it has none yet."""
    with context.open_library(to_write=False) as library:
        story = library.stories.find(context.arguments.story)
        if story is None:
            raise CommandError(f"No story matches {context.arguments.story!r}; `evreader list` lists them all.")
        made = library.articles.get(story.id)
    if made is None or (made[0].status != "full" and not context.offline):
        _prepare(context, story.id, needed=made is None)
    with context.open_library(to_write=False) as library:
        made = library.articles.get(story.id) or (
            Article(
                story_id=story.id, blocks=(), origin="feed", status="failed", reason="It has not been fetched yet."
            ),
            Annotations(),
        )
        feeds = {known.id: known for known in library.feeds.all()}
        fields = _story_fields(library, story, feeds)
    article, annotations = made
    if context.json:
        write_json(fields | as_dict(article) | as_dict(annotations))
        return 0
    write_line(_headline(story))
    about = [fields["feed_title"], story.author, day(story.published_at or story.first_seen_at)]
    write_line(" · ".join(clean_line(part) for part in about if part))
    if story.url:
        write_line(clean_line(story.url))
    if article.status != "full":
        write_line(f"[{article.status}] {article.reason}")
    write_line()
    for line in article_lines(article.blocks, annotations, line_width()):
        write_line(line)
    if not article.blocks and story.summary:
        write_line(story.summary)
    return 0


def _prepare(context: Context, story_id: int, *, needed: bool) -> None:
    """Make a story's article, or make it anew where its page may give more; that may fail where it is not needed."""
    from evreader.cli.refreshing import prepare_story

    try:
        prepare_story(context, story_id)
    except CommandError:
        if needed:
            raise


def quotes(context: Context) -> int:
    """Print who said what, newest first."""
    arguments = context.arguments
    with context.open_library(to_write=False) as library:
        feed = context.feed(library, arguments.feed) if arguments.feed is not None else None
        feeds = {known.id: known for known in library.feeds.all()}
        shown, page = 0, 200
        while arguments.limit is None or shown < arguments.limit:
            wanted = page if arguments.limit is None else min(page, arguments.limit - shown)
            rows = library.quotes.rows(
                speaker=arguments.speaker,
                words=arguments.search,
                feed_id=feed.id if feed else None,
                offset=shown,
                limit=wanted,
            )
            for row in rows:
                if context.json:
                    about = {
                        "story_id": row.story_id,
                        "story_title": row.story_title,
                        "story_url": row.story_url,
                        "published_at": moment(row.published_at),
                    } | _feed_fields(feeds.get(row.feed_id), row.feed_title)
                    for quote in _pieces(library, row.story_id, row.position):
                        write_json(as_dict(quote) | about)
                else:
                    speaker = row.speaker or row.mention or "(speaker not named)"
                    role = f", {row.role}" if row.role else ""
                    write_line(f"“{clean_line(row.text)}”")
                    where = f"{clean_line(row.feed_title)} · {clean_line(row.story_title)} [{row.story_id}]"
                    write_line(f"    — {clean_line(speaker + role)} · {where}")
            shown += len(rows)
            if len(rows) < wanted:
                break
        if not shown:
            _say_why_nothing(library)
    return 0


def paths(context: Context) -> int:
    """Print where things are kept."""
    known = {
        "library": str(context.paths.library),
        "database": str(context.paths.database),
        "config": str(context.paths.config),
        "log": str(context.paths.log),
    }
    if context.json:
        write_json(known)
    else:
        for name, path in known.items():
            write_line(f"{name:<9} {path}")
    return 0


def _pieces(library: "Library", story_id: int, position: int) -> Iterator[Quote]:
    """A quote and what continues it."""
    made = library.articles.get(story_id)
    said = made[1].quotes[position:] if made else ()
    for index, quote in enumerate(said):
        if index and not quote.continues:
            return
        yield quote


def _story_fields(library: "Library", story: Story, feeds: dict[int, Feed]) -> dict[str, Any]:
    feed = feeds.get(story.feed_id)
    return as_dict(story) | as_dict(library.stories.state(story.id)) | _feed_fields(feed, "")


def _feed_fields(feed: Feed | None, title: str) -> dict[str, Any]:
    return {
        "feed_url": without_credentials(feed.url) if feed else "",
        "feed_title": feed.title if feed else title,
        "folder": feed.folder if feed else "",
    }


def _counts(row: "StoryRow") -> dict[str, Any]:
    return {"status": row.status, "quote_count": row.quote_count, "takeaway_count": row.takeaway_count}


def _headline(story: "Story | StoryRow") -> str:
    """A story's title, else how it begins."""
    return clean_line(story.title) or clean_line(story.summary, 80) or clean_line(story.url) or "Untitled"


def _row_line(row: "StoryRow") -> str:
    mark = "*" if row.is_saved else " " if row.is_read else "●"
    when = time.strftime("%Y-%m-%d", time.localtime(row.published_at))
    counts = "".join(
        [f' "{row.quote_count}' if row.quote_count else "", f" ◆{row.takeaway_count}" if row.takeaway_count else ""]
    )
    title = _headline(row)
    return f"{row.id:>6} {mark} {when}  {clean_line(row.feed_title, 22):<22}  {title}{counts}"


def _say_why_nothing(library: "Library") -> None:
    if library.feeds.all():
        say(
            "Nothing matches."
            if library.stories.counts().stories
            else "No stories yet: `evreader refresh` fetches them."
        )
    elif sys.stderr.isatty() or not library.stories.counts().stories:
        say("No feeds yet: `evreader add URL`, `evreader import starter`, or `evreader --demo` for a look around.")

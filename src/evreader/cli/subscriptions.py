"""Commands about feeds: add, remove, feeds, import, export, sample."""

import sys
from pathlib import Path
from typing import Any

from evreader.cli.context import Context
from evreader.cli.output import CommandError, UsageError, as_dict, counted, day, moment, say, write_json, write_line
from evreader.config import asset
from evreader.model import Feed, Subscription
from evreader.text import clean_line, without_credentials


def add(context: Context) -> int:
    """Subscribe to the feeds at the addresses given."""
    from evreader.cli.refreshing import run_engine
    from evreader.engine.core import EngineError, open_engine

    if context.offline:
        raise CommandError("A feed cannot be added offline: evreader has to look at it once.")
    failed = 0

    async def add_all() -> None:
        nonlocal failed
        async with open_engine(
            context.paths, offline=False, interval_seconds=context.settings.interval_seconds
        ) as engine:
            for address in context.arguments.addresses:
                try:
                    addition = await engine.add(address, context.arguments.folder)
                except EngineError as error:
                    failed += 1
                    say(f"evreader: {error}")
                    for candidate in error.candidates:
                        say(f"  {candidate}")
                    continue
                feed = addition.feed
                if context.json:
                    outcome = {"existing": addition.existed, "stories": addition.stories, "others": addition.others}
                    write_json(_fields(feed) | outcome)
                    continue
                named = f"{clean_line(feed.title)} ({without_credentials(feed.url)})"
                if addition.existed:
                    write_line(f"Already subscribed: {named}")
                else:
                    write_line(f"Added {named}, {counted(addition.stories, 'story', 'stories')}.")
                if addition.others:
                    say("The page names other feeds too:")
                for other in addition.others:
                    say(f"  {other}")

    run_engine(add_all)
    return 1 if failed else 0


def remove(context: Context) -> int:
    """Unsubscribe from feeds."""
    with context.open_library() as library:
        chosen = [context.feed(library, text) for text in context.arguments.feeds]
        for feed in chosen:
            library.feeds.remove(feed.id)
            write_line(f"Removed {clean_line(feed.title or feed.url)}.")
    return 0


def feeds(context: Context) -> int:
    """Print the feeds by folder, with unread counts and what is wrong with those that fail."""
    with context.open_library(to_write=False) as library:
        known = {feed.id: feed for feed in library.feeds.all()}
        rows = library.feeds.rows()
        for row in rows:
            feed = known[row.id]
            if context.json:
                write_json(_fields(feed) | {"unread": row.unread, "total": row.total})
                continue
            folder = f"{clean_line(row.folder)} / " if row.folder else ""
            write_line(
                f"{row.id:>4}  {row.unread:>5} unread of {row.total:<6} {folder}{clean_line(row.title or row.url)}"
            )
            write_line(f"      {clean_line(row.url)}")
            if feed.failure:
                write_line(f"      ! {feed.failure.message}")
                succeeded = day(moment(row.succeeded_at)) or "never"
                again = day(moment(row.next_check_at)) or "not by itself"
                write_line(f"        last success: {succeeded} · next try: {again}")
        if not rows:
            say("No feeds yet: `evreader add URL`, `evreader import starter`, or `evreader --demo` for a look around.")
    return 0


def import_file(context: Context) -> int:
    """Subscribe to every feed of a subscription list."""
    from evreader.engine.errors import EngineError
    from evreader.engine.importing import import_subscriptions, parse_list, read_list

    name = context.arguments.file
    try:
        if name == "-":
            listed = parse_list(sys.stdin.buffer.read(), "standard input")
        else:
            starter = name == "starter" and not Path(name).exists()
            listed = read_list(asset("starter.opml") if starter else Path(name))
    except EngineError as error:
        raise UsageError(str(error)) from error
    with context.open_library() as library:
        outcome = import_subscriptions(library, listed, allow_private=context.arguments.allow_private)
    write_line(f"{counted(outcome.added, 'feed')} added; there already: {outcome.existing}.")
    for sentence in outcome.refused:
        say(f"Not taken: {sentence}")
    if outcome.private:
        say(
            f"Not taken: {len(outcome.private)} on this machine or the local network "
            "(--allow-private takes them, if the list is your own):"
        )
        for address in outcome.private:
            say(f"  {address}")
    return 1 if outcome.private or outcome.refused else 0


def export(context: Context) -> int:
    """Write the subscriptions as OPML."""
    from evreader.feeds import write_opml

    with context.open_library(to_write=False) as library:
        listed = [
            Subscription(
                url=without_credentials(feed.url), title=feed.title, folder=feed.folder, site_url=feed.site_url
            )
            for feed in library.feeds.all()
        ]
    document = write_opml(listed)
    if context.arguments.file == "-":
        sys.stdout.buffer.write(document)
    else:
        target = Path(context.arguments.file)
        try:
            target.write_bytes(document)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
        say(f"{counted(len(listed), 'feed')} written to {target}.")
    return 0


def sample(context: Context) -> int:
    """Put the sample edition into the library."""
    from evreader.engine.sample import load_sample

    with context.open_library() as library:
        stories = load_sample(library)
    write_line(f"The sample edition is in your library: {counted(stories, 'story', 'stories')}.")
    return 0


def _fields(feed: Feed) -> dict[str, Any]:
    """A feed as plain data, its address without user name and password."""
    return as_dict(feed) | {"url": without_credentials(feed.url)}

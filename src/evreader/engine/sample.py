"""The sample edition: a few feeds that ship with the program and take the same path as any other, offline."""

from datetime import UTC, datetime

from evreader.annotate import ANNOTATOR_VERSION
from evreader.config import asset
from evreader.engine.errors import EngineError
from evreader.engine.jobs import StorySource, article_from_feed
from evreader.model import Validators
from evreader.store import Library

SAMPLE_FEEDS = (
    ("electrify-daily.xml", "https://electrifydaily.example/feed.xml"),
    ("volt-report.xml", "https://voltreport.example/atom.xml"),
    ("charge-point-wire.json", "https://chargepointwire.example/feed.json"),
)
FOLDER = "Sample edition"


def load_sample(library: Library) -> int:
    """Put the sample edition into the library, articles, quotes and takeaways included; how many stories it has.

    Raises `LibraryError` where the library cannot be written, `EngineError` where the program's own files are missing.
    """
    from evreader.feeds import parse_feed

    now = datetime.now(UTC)
    stories = 0
    for name, url in SAMPLE_FEEDS:
        try:
            body = asset(f"sample/{name}").read_bytes()
        except OSError as error:
            raise EngineError(f"The sample edition is not where it was installed: {error}.") from error
        parsed = parse_feed(body, url)
        feed, _ = library.feeds.add(
            url, title=parsed.title, folder=FOLDER, site_url=parsed.site_url, private_host=None, now=now
        )
        library.feeds.edit(feed.id, full_text=False)
        library.feeds.record_success(feed.id, parsed, validators=Validators(), body_hash="", now=now, next_check_at=now)
        stories += len(parsed.stories)
    for pending in library.articles.pending(1000, annotator_version=ANNOTATOR_VERSION):
        source = StorySource(
            story_id=pending.story_id,
            title=pending.title,
            summary=pending.summary,
            body=pending.body,
            base_url=pending.base_url,
        )
        prepared = article_from_feed(source)
        library.articles.put(
            prepared.article,
            prepared.annotations,
            now=now,
            byline=prepared.byline,
            lead_image=prepared.lead_image,
        )
    return stories

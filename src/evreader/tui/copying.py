"""What is put on the clipboard: cleaned, and never words without their source. Pure."""

from evreader.model import Story
from evreader.store.views import QuoteRow
from evreader.text import clean_line
from evreader.tui.utterances import Utterance


def quote_text(utterance: Utterance, story: Story, outlet: str) -> str:
    """A quote with speaker, outlet and link."""
    return _quote(utterance.words, utterance.attribution, outlet, story.title, story.url)


def quote_row_text(row: QuoteRow) -> str:
    """The same from the quote book."""
    who = ", ".join(part for part in (row.speaker, row.role) if part)
    return _quote(row.text, who, row.feed_title, row.story_title, row.story_url)


def story_text(story: Story, outlet: str) -> str:
    """A story's title, outlet and link."""
    lines = [clean_line(story.title), clean_line(outlet), clean_line(story.url)]
    return "\n".join(line for line in lines if line)


def _quote(words: str, who: str, outlet: str, title: str, url: str) -> str:
    source = ", ".join(part for part in (clean_line(outlet), f"“{clean_line(title)}”" if title else "") if part)
    lines = [f"“{clean_line(words)}”", f"— {clean_line(who) or 'speaker not named'} ({source})", clean_line(url)]
    return "\n".join(line for line in lines if line)

"""Feed documents: bytes to stories, discovery, subscription lists. Pure."""

from evreader.feeds.discovery import find_feed_links, guess_feed_addresses
from evreader.feeds.errors import FeedError
from evreader.feeds.parse import parse_feed
from evreader.feeds.subscriptions import read_opml, read_subscriptions, write_opml

__all__ = [
    "FeedError",
    "find_feed_links",
    "guess_feed_addresses",
    "parse_feed",
    "read_opml",
    "read_subscriptions",
    "write_opml",
]

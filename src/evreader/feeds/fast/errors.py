"""Why the fast lane leaves a document to feedparser."""


class NotPlain(Exception):
    """The document has something that the fast lane does not know."""


class NotWellFormed(NotPlain):
    """The document is not XML as it stands."""

"""The one error this package raises."""

from evreader.model import FailureKind


class FeedError(Exception):
    """A body that gave no story and no valid empty feed; or a subscription list that cannot be read.

    `kind` is not_a_feed, empty, cut_off, parse or too_big; `message` is one sentence for people.
    """

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(kind, message)
        self.kind: FailureKind = kind
        self.message = message

    def __str__(self) -> str:
        return self.message

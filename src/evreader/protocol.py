"""What the view and the engine say to each other: one JSON object a line, on the engine's standard input and output.

Messages carry ids, never data: whoever hears one reads the store again. `type` names the message.
Closing the engine's standard input ends it after its current transaction.
"""

from typing import Literal, TypeVar

import msgspec
from msgspec import Struct


class Refresh(Struct, frozen=True, kw_only=True, tag_field="type", tag="refresh"):
    """Check these feeds, or with None every feed.

    `due` leaves out those whose next check has not come: what a clock asks for. A person asks with neither flag, which
    leaves out only those checked a moment ago. `force` leaves out none.
    """

    feeds: list[int] | None = None
    due: bool = False
    force: bool = False


class Cancel(Struct, frozen=True, kw_only=True, tag_field="type", tag="cancel"):
    """Stop the refresh under way; what is already stored stays."""


class Prepare(Struct, frozen=True, kw_only=True, tag_field="type", tag="prepare"):
    """Make this story's article before all others: the reader is opening it."""

    story: int


class Add(Struct, frozen=True, kw_only=True, tag_field="type", tag="add"):
    """Subscribe to a feed, or to the feed a web page names."""

    url: str
    folder: str = ""


class Edit(Struct, frozen=True, kw_only=True, tag_field="type", tag="edit"):
    """Change a subscription's title or folder; None leaves a field as it is."""

    feed: int
    title: str | None = None
    folder: str | None = None
    full_text: bool | None = None


class Remove(Struct, frozen=True, kw_only=True, tag_field="type", tag="remove"):
    """Unsubscribe. Saved stories stay."""

    feed: int


class Import(Struct, frozen=True, kw_only=True, tag_field="type", tag="import"):
    """Subscribe to the feeds of a subscription list; with no path, to the starter feeds."""

    path: str = ""


class LoadSample(Struct, frozen=True, kw_only=True, tag_field="type", tag="load_sample"):
    """Put the sample edition into the library."""


class Ready(Struct, frozen=True, kw_only=True, tag_field="type", tag="ready"):
    """The engine has opened the library and listens."""

    version: str


class RefreshStarted(Struct, frozen=True, kw_only=True, tag_field="type", tag="refresh_started"):
    """A refresh of so many feeds has begun."""

    feeds: int


class FeedChecked(Struct, frozen=True, kw_only=True, tag_field="type", tag="feed_checked"):
    """One feed is done: its row, its stories and its counts may have changed.

    `done` counts feeds finished in this refresh, out of `feeds`; `new` is the number of stories it brought. `message`
    says why it failed or was left alone (nothing where it merely was not its time), or what to do about it.
    """

    feed: int
    outcome: Literal["new", "unchanged", "failed", "skipped"]
    new: int = 0
    done: int
    feeds: int
    message: str = ""


class RefreshFinished(Struct, frozen=True, kw_only=True, tag_field="type", tag="refresh_finished"):
    """Every feed of the refresh is done. Articles may still be in preparation."""

    new: int
    failed: int
    offline: bool = False
    cancelled: bool = False


class StoryReady(Struct, frozen=True, kw_only=True, tag_field="type", tag="story_ready"):
    """A story's article, quotes and takeaways are stored (or the reason why there are none)."""

    story: int


class Preparing(Struct, frozen=True, kw_only=True, tag_field="type", tag="preparing"):
    """So many stories still wait for their article; 0 when all are ready."""

    left: int


class Added(Struct, frozen=True, kw_only=True, tag_field="type", tag="added"):
    """A subscription was made, or found to exist already."""

    feed: int
    existing: bool = False


class Imported(Struct, frozen=True, kw_only=True, tag_field="type", tag="imported"):
    """A subscription list or the sample edition is in the library; `refused` addresses were not taken."""

    added: int
    existing: int
    refused: int


class Changed(Struct, frozen=True, kw_only=True, tag_field="type", tag="changed"):
    """A subscription was edited or removed: read the list of feeds again."""

    feed: int


class Problem(Struct, frozen=True, kw_only=True, tag_field="type", tag="problem"):
    """A command could not be carried out, as one sentence; `candidates` are feed addresses to try instead."""

    message: str
    candidates: list[str] = []


AnyCommand = Refresh | Cancel | Prepare | Add | Edit | Remove | Import | LoadSample
AnyEvent = (
    Ready
    | RefreshStarted
    | FeedChecked
    | RefreshFinished
    | StoryReady
    | Preparing
    | Added
    | Imported
    | Changed
    | Problem
)

_Message = TypeVar("_Message")

_encoder = msgspec.json.Encoder()
_command_decoder: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)
_event_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


def encode(message: AnyCommand | AnyEvent) -> bytes:
    """A message as one line, newline included."""
    return _encoder.encode(message) + b"\n"


def decode_command(line: bytes) -> AnyCommand:
    """Read a line from the view. Raises `ValueError` where it is no command."""
    return _decode(_command_decoder, line)


def decode_event(line: bytes) -> AnyEvent:
    """Read a line from the engine. Raises `ValueError` where it is no event."""
    return _decode(_event_decoder, line)


def _decode(decoder: msgspec.json.Decoder[_Message], line: bytes) -> _Message:
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"not a message of this protocol: {error}") from error

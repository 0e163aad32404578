"""What the engine is doing, as the view knows it from its events. Pure."""

from msgspec import Struct
from msgspec.structs import replace

from evreader.protocol import AnyEvent, FeedChecked, Preparing, Ready, RefreshFinished, RefreshStarted


class EngineStatus(Struct, frozen=True, kw_only=True):
    """The state of the refresh and of the articles' preparation."""

    ready: bool = False
    refreshing: bool = False
    done: int = 0
    feeds: int = 0
    new: int = 0
    failed: int = 0
    preparing: int = 0
    """Stories that still wait for their article."""
    offline: bool = False

    def after(self, event: AnyEvent) -> "EngineStatus":
        """The state after an event."""
        match event:
            case Ready():
                return replace(self, ready=True)
            case RefreshStarted(feeds=feeds):
                return replace(self, refreshing=True, done=0, feeds=feeds, new=0, failed=0)
            case FeedChecked():
                return replace(
                    self,
                    refreshing=True,
                    done=event.done,
                    feeds=event.feeds,
                    new=self.new + event.new,
                    failed=self.failed + (event.outcome == "failed"),
                )
            case RefreshFinished():
                return replace(self, refreshing=False, new=event.new, failed=event.failed, offline=event.offline)
            case Preparing(left=left):
                return replace(self, preparing=left)
        return self

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
    rested: int = 0
    """Feeds that were not asked, merely because they were a moment ago."""
    remark: str = ""
    """Why a feed was left alone, where there is another reason."""
    preparing: int = 0
    """Stories that still wait for their article."""
    offline: bool = False

    def after(self, event: AnyEvent) -> "EngineStatus":
        """The state after an event."""
        match event:
            case Ready():
                return replace(self, ready=True)
            case RefreshStarted(feeds=feeds):
                return replace(self, refreshing=True, done=0, feeds=feeds, new=0, failed=0, rested=0, remark="")
            case FeedChecked():
                skipped = event.outcome == "skipped"
                return replace(
                    self,
                    refreshing=True,
                    done=event.done,
                    feeds=event.feeds,
                    new=self.new + event.new,
                    failed=self.failed + (event.outcome == "failed"),
                    rested=self.rested + (skipped and not event.message),
                    remark=event.message if skipped and event.message else self.remark,
                )
            case RefreshFinished():
                return replace(self, refreshing=False, new=event.new, failed=event.failed, offline=event.offline)
            case Preparing(left=left):
                return replace(self, preparing=left)
        return self

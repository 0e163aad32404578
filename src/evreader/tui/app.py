"""The app: what all its screens share, and how it starts and ends."""

import asyncio
import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.theme import BUILTIN_THEMES

from evreader.config import ConfigError, Paths, Settings
from evreader.protocol import AnyCommand, AnyEvent, Refresh
from evreader.store import Library, LibraryError, open_library
from evreader.tui.changes import Changes
from evreader.tui.engine_client import EngineClient
from evreader.tui.glyphs import ASCII, UNICODE
from evreader.tui.keys import Keymap
from evreader.tui.render import MEASURES
from evreader.tui.screens.main import MainScreen
from evreader.tui.status import EngineStatus
from evreader.tui.styles import Looks
from evreader.tui.themes import PALETTES, looks_for, our_themes
from evreader.tui.writer import Job, Report, Writer

LOOK_MINUTES = 10
"""How often the engine looks which feeds are due."""


class EngineSpoke(Message):
    """Something has changed in the library, or the engine tells of its work."""

    def __init__(self, event: AnyEvent) -> None:
        self.event = event
        super().__init__()


class EngineEnded(Message):
    """The engine is gone."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__()


class Written(Message):
    """A small write is in the library."""

    def __init__(self, report: Report, result: object) -> None:
        self.report = report
        self.result = result
        super().__init__()


class NotWritten(Message):
    """A small write could not be made."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__()


class EvreaderApp(App[None]):
    """Reads the library and draws it. Raises `ConfigError` and `LibraryError` before the screen is taken."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    INHERIT_BINDINGS = False
    BINDINGS: ClassVar[list[BindingType]] = []
    TITLE = "evreader"

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        *,
        offline: bool = False,
        demo: bool = False,
        ascii_only: bool = False,
        engine_command: list[str] | None = None,
    ) -> None:
        self.keymap = Keymap(settings.keys)
        if settings.theme not in PALETTES and settings.theme not in BUILTIN_THEMES:
            known = ", ".join([*PALETTES, *sorted(BUILTIN_THEMES)])
            raise ConfigError(f'There is no theme "{settings.theme}"; there are {known}.')
        self.library: Library = open_library(paths.database)
        """The connection of the screen; nothing is written through it."""
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.paths = paths
        self.settings = settings
        self.offline = offline
        self.demo = demo
        self.ascii_only = ascii_only
        self.glyphs = ASCII if ascii_only else UNICODE
        self.measure = settings.measure
        if ascii_only:
            self.add_class("ascii")
        self.engine_status = EngineStatus()
        self.crash: Exception | None = None
        self._writer = Writer(paths.database, lambda sentence: self._hand_over(NotWritten(sentence)))
        self.changes = Changes(self.write, lambda: self.main.library_changed())
        self._engine = EngineClient(
            engine_command or _engine_command(paths, offline=offline),
            paths.log,
            lambda event: self._hand_over(EngineSpoke(event)),
            lambda sentence: self._hand_over(EngineEnded(sentence)),
        )
        for theme in our_themes():
            self.register_theme(theme)
        self.theme = "evreader-terminal" if self.no_color else self._remembered_theme()
        self.looks: Looks = looks_for(self.current_theme, colour=not self.no_color)
        self.set_keymap(self.keymap.overrides())
        self.main = MainScreen()

    # Start and end.

    def get_default_screen(self) -> MainScreen:
        """The stories."""
        return self.main

    def on_mount(self) -> None:
        """What the reader chose before; the engine starts only when there is something on screen."""
        self.theme_changed_signal.subscribe(self, lambda _: self._looks_changed())
        if not self.is_headless:
            self._heed_signals()
        self.call_after_refresh(self._start_engine)

    def _heed_signals(self) -> None:
        """Being asked to end gives the terminal back, as leaving by key does."""
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(
                    NotImplementedError, RuntimeError, ValueError
                ):  # not on this platform or thread
                    asyncio.get_running_loop().add_signal_handler(number, self.main.action_quit)

    def _start_engine(self) -> None:
        self._engine.start()
        if self.settings.refresh_at_start and not self.is_offline and not self.demo and self.library.feeds.all():
            self.send(Refresh(due=True))
        minutes = self.settings.refresh_minutes
        if minutes and not self.offline and not self.demo:
            # Each feed has its own moment; asking oftener than the interval keeps none waiting for the next round.
            every = min(minutes, LOOK_MINUTES) * 60
            self.set_interval(every, lambda: self.send(Refresh(due=True)), name="refresh")

    async def on_unmount(self) -> None:
        """Nothing is lost: what is still to be written is written, the engine finishes its transaction."""
        self._writer.close()
        await self._engine.close()
        self.library.close()

    def _handle_exception(self, error: Exception) -> None:
        """An error nobody expected: the details into the log, one sentence to the terminal, no traceback."""
        if self.crash is None:
            self.crash = error
            _write_log(self.paths.log, error)
        if self.is_headless:
            super()._handle_exception(error)
            return
        self._return_code = 1
        self._close_messages_no_wait()

    # The engine.

    @property
    def is_offline(self) -> bool:
        """Whether nothing can be fetched: asked for, or found out by the engine."""
        return self.offline or self.engine_status.offline

    def send(self, command: AnyCommand) -> None:
        """Have the engine do something."""
        self._engine.send(command)

    def on_engine_spoke(self, message: EngineSpoke) -> None:
        """Pass on what the engine tells."""
        self.engine_status = self.engine_status.after(message.event)
        self.main.engine_spoke(message.event)

    def on_engine_ended(self, message: EngineEnded) -> None:
        """Say it; the view goes on."""
        self.engine_status = EngineStatus(offline=self.engine_status.offline)
        self.main.engine_ended(message.sentence)

    # Small writes.

    def write(self, job: Job, report: Report | None = None) -> None:
        """Have something written; `report` is called here when it is in the library."""
        if report is None:
            self._writer.put(job)
        else:
            wanted = report
            self._writer.put(job, lambda result: self._hand_over(Written(wanted, result)))

    def on_written(self, message: Written) -> None:
        """Tell whoever asked for it."""
        message.report(message.result)

    def on_not_written(self, message: NotWritten) -> None:
        """Say why."""
        self.say(message.sentence)

    def _hand_over(self, message: Message) -> None:
        """From another thread or task to the app's own; at the end there may be nobody to take it."""
        if self.is_running:
            self.post_message(message)

    # Shared by the screens.

    def say(self, sentence: str) -> None:
        """Tell the reader something, in passing."""
        screen = self.screen
        speak: Callable[[str], None] | None = getattr(screen, "flash", None)
        if speak is not None:
            speak(sentence)
        else:
            self.notify(str(Content(sentence)), markup=False)

    def set_measure(self, measure: int) -> None:
        """Longer or shorter lines of text."""
        self.measure = max(min(measure, MEASURES[-1]), MEASURES[0])

    def next_theme(self) -> str:
        """Step to the next of evreader's themes; its name."""
        names = list(PALETTES)
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]
        chosen = {"chosen": self.theme, "configured": self.settings.theme}
        self.write(lambda library: library.memory.put("theme", chosen))
        return self.theme

    def _remembered_theme(self) -> str:
        """The theme chosen by key, as long as the configuration names the same one as then."""
        remembered = self.library.memory.get("theme")
        if isinstance(remembered, dict) and remembered.get("configured") == self.settings.theme:
            chosen = remembered.get("chosen")
            if chosen in PALETTES:
                return str(chosen)
        return self.settings.theme

    def _looks_changed(self) -> None:
        self.looks = looks_for(self.current_theme, colour=not self.no_color)
        for screen in self.screen_stack:
            for widget in screen.query("LineWidget"):
                redraw = getattr(widget, "redraw", widget.refresh)
                redraw()


def run_app(
    paths: Paths,
    settings: Settings,
    *,
    offline: bool = False,
    demo: bool = False,
    ascii_only: bool = False,
    engine_command: list[str] | None = None,
) -> int:
    """Open the reader on this terminal until the person leaves it; the exit code.

    Raises `ConfigError` and `LibraryError` before the screen is taken.
    """
    app = EvreaderApp(paths, settings, offline=offline, demo=demo, ascii_only=ascii_only, engine_command=engine_command)
    try:
        app.run()
    except Exception as error:  # whatever it was: the terminal is restored, and the reader is told
        app.crash = error
        _write_log(paths.log, error)
    if isinstance(app.crash, LibraryError):
        print(f"evreader: {app.crash}", file=sys.stderr)  # noqa: T201
        return 1
    if app.crash is not None:
        print(f"evreader ended because of an error of its own; the details are in {paths.log}", file=sys.stderr)  # noqa: T201
        return 1
    return app.return_code or 0


def _engine_command(paths: Paths, *, offline: bool) -> list[str]:
    offline_option = ["--offline"] if offline else []
    return [sys.executable, "-m", "evreader", "--library", str(paths.library), *offline_option, "engine"]


def _write_log(log: Path, error: Exception) -> None:
    try:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} the reader ended\n")
            file.writelines(traceback.format_exception(error))
    except OSError:
        return

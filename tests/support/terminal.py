"""A terminal for tests: runs a program in a real pty behind a terminal emulator, presses keys, waits for the screen.

Nothing here sleeps: every wait ends when the screen shows what is waited for, or fails after its time limit.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
}
"""What a terminal sends for keys that are no characters. `ctrl+x` is known too."""

_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[?<>=][0-9;]*[a-gi-km-zA-Z]|\x1b\[[?]?[0-9;]*\$[a-z]|\x1b\[[0-9]+ ?[qt]|\x1b\[[0-9;]* q"
    rb"|\x1b[P_\^X][^\x1b]*\x1b\\"
)
_ALTERNATE_ON = re.compile(rb"\x1b\[\?1049h")
_ALTERNATE_OFF = re.compile(rb"\x1b\[\?1049l")

Condition = str | Callable[["Terminal"], Any]


class _Screen(pyte.Screen):
    """Tolerates sequences newer than pyte."""

    def report_device_status(self, *_: Any, **__: Any) -> None:
        """Nobody answers."""

    def report_device_attributes(self, *_: Any, **__: Any) -> None:
        """Nobody answers."""

    def select_graphic_rendition(self, *attributes: int, **private: Any) -> None:
        """Ignore what is marked as private."""
        if not private:
            super().select_graphic_rendition(*attributes)


class Terminal:
    """A program on a terminal of a size. A context manager: at its end the program is gone."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (120, 36),
        environment: Mapping[str, str] | None = None,
        timeout: float = 20.0,
    ) -> None:
        self.output = b""
        """Every byte the program has written."""
        self.in_alternate_screen = False
        self.exit_code: int | None = None
        self._timeout = timeout
        self._screen = _Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._pid, self._fd = self._spawn(list(command), size, environment or {})

    def _spawn(self, command: list[str], size: tuple[int, int], environment: Mapping[str, str]) -> tuple[int, int]:
        columns, rows = size
        inherited = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES", "TEXTUAL")}
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        child_environment = {**inherited, **terminal, **environment}
        size_bytes = struct.pack("HHHH", rows, columns, 0, 0)
        pid, fd = pty.fork()
        if pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, size_bytes)
                os.execvpe(command[0], command, child_environment)
            finally:
                os._exit(127)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, size_bytes)
        return pid, fd

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def lines(self) -> list[str]:
        """The screen, line by line, without spaces at the ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._pid

    def style_of(self, words: str) -> Any:
        """The emulator's cell (fg, bg, bold, underscore, reverse) at the first place where these words stand."""
        for y, line in enumerate(self._screen.display):
            x = line.find(words)
            if x >= 0:
                return self._screen.buffer[y][x]
        raise AssertionError(f"{words!r} is not on the screen:\n{self.text}")

    def press(self, *keys: str) -> None:
        """Type keys by Textual's names, or characters."""
        for key in keys:
            control = chr(ord(key[5].upper()) - 64) if key.startswith("ctrl+") and len(key) == 6 else ""
            os.write(self._fd, (control or KEYS.get(key, key)).encode())

    def resize(self, columns: int, rows: int) -> None:
        """Another size, as when the window is dragged."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self._pid, signal.SIGWINCH)

    def wait_for(self, condition: Condition, *, timeout: float | None = None) -> str:
        """Wait till these words are on the screen, or till the condition holds; the screen's text then."""
        holds = (lambda terminal: condition in terminal.text) if isinstance(condition, str) else condition
        limit = timeout or self._timeout
        end = time.monotonic() + limit
        while not holds(self):
            if not self._read(end - time.monotonic()):
                if holds(self):
                    break
                what = repr(condition) if isinstance(condition, str) else "the condition"
                state = "ended" if self.exit_code is not None else f"did not show {what} within {limit:g} s"
                raise AssertionError(f"The program {state}. The screen:\n{self.text}")
        return self.text

    def wait_for_exit(self, *, timeout: float | None = None) -> int:
        """Wait till the program ends; its exit code (negative: the signal that ended it)."""
        end = time.monotonic() + (timeout or self._timeout)
        while self._read(end - time.monotonic()):
            pass
        if self.exit_code is None:
            raise AssertionError(f"The program did not end. The screen:\n{self.text}")
        return self.exit_code

    def close(self) -> None:
        """End the program if it still runs."""
        if self.exit_code is None:
            os.kill(self._pid, signal.SIGKILL)
            self._reap()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _read(self, timeout: float) -> bool:
        """Take what the program writes next; False when there is nothing more, or no time."""
        if timeout <= 0 or self.exit_code is not None:
            return False
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # Linux says so when the other end is gone
            data = b""
        if not data:
            self._reap()
            return False
        self._take(data)
        return True

    def _take(self, data: bytes) -> None:
        self.output += data
        if b"\x1b[?2026$p" in data:
            os.write(self._fd, b"\x1b[?2026;2$y")
        for pattern, on in ((_ALTERNATE_ON, True), (_ALTERNATE_OFF, False)):
            if pattern.search(data):
                self.in_alternate_screen = on
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))

    def _reap(self) -> None:
        _, status = os.waitpid(self._pid, 0)
        self.exit_code = os.waitstatus_to_exitcode(status)


def evreader_command(*arguments: str) -> list[str]:
    """The command that runs this project's evreader."""
    return [sys.executable, "-m", "evreader", *arguments]

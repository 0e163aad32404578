"""Start evreader: `python -m evreader` and the `evreader` command."""

import io
import os
import signal
import sys
from types import FrameType


def main() -> int:
    """Run the command line and return its exit code."""
    _open_streams()
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    from evreader.cli import main as command_line

    return command_line()


def _open_streams() -> None:
    """Stand in for standard streams that are closed, and print what the terminal's encoding lacks as "?"."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _end(number: int, _: FrameType | None) -> None:
    """End as after Ctrl-C, so that what was begun is put away: workers, locks, a throw-away library."""
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())

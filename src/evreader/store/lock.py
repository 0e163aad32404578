"""One engine at a time: an advisory lock that ends with the process that holds it, however that ends."""

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

_PID_BYTES = 20


class EngineLock:
    """A lock on a file. The file stays behind and means nothing: only the operating system's lock on it does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] | None = None

    def acquire(self, blocking: bool = False) -> bool:
        """Take the lock, and say whether it was to be had; `blocking` waits for it.

        Raises `OSError` where the file cannot be made.
        """
        if self._file is not None:
            return True
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.fdopen(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600), "r+b", buffering=0)
        try:
            taken = _lock(file, blocking)
        except BaseException:
            file.close()
            raise
        if not taken:
            file.close()
            return False
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()).encode())
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.seek(0)
                self._file.truncate()
            self._file.close()
            self._file = None

    def holder(self) -> int | None:
        """The process that holds the lock, for a message; None where that is not known."""
        try:
            text = self.path.read_bytes()[:_PID_BYTES]
        except OSError:
            return None
        return int(text) if text.isdigit() else None

    def __enter__(self) -> "EngineLock":
        self.acquire(blocking=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt
    import time

    _LOCKED_BYTE = 1 << 30
    """Far beyond the pid, so that it stays readable."""

    def _lock(file: IO[bytes], blocking: bool) -> bool:
        while True:
            file.seek(_LOCKED_BYTE)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                if not blocking:
                    return False
                time.sleep(0.1)

else:
    import fcntl

    def _lock(file: IO[bytes], blocking: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if blocking else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

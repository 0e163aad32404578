"""What can go wrong with the library, as one sentence for people."""

import os
import sqlite3
from pathlib import Path
from typing import Literal

LibraryErrorKind = Literal[
    "missing",  # there is no library and none may be created
    "newer",  # written by a newer version of evreader
    "not_a_library",  # a directory, or a file that is something else
    "permission",  # the operating system refuses
    "readonly",  # the medium or the connection cannot be written
    "full",  # no room left on the disk
    "busy",  # another process kept the library locked too long
    "corrupt",  # the file is damaged
    "other",
]


class LibraryError(Exception):
    """The library cannot be opened, read or written; the message is one sentence for people."""

    def __init__(self, message: str, kind: LibraryErrorKind = "other") -> None:
        super().__init__(message)
        self.kind: LibraryErrorKind = kind


def explain(error: sqlite3.Error, path: Path) -> LibraryError:
    """The sentence for what SQLite reported.

    Kinds follow the result codes of https://sqlite.org/rescode.html; the primary code is the low byte.
    """
    extended = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    code = extended & 0xFF
    if code == sqlite3.SQLITE_FULL or extended == sqlite3.SQLITE_IOERR_SHMSIZE:  # no room for the WAL's index
        return LibraryError(f"The disk is full: {path} cannot grow. Free some space and try again.", "full")
    if code == sqlite3.SQLITE_READONLY:
        return LibraryError(f"The library {path} cannot be written: it is read-only.", "readonly")
    if code in (sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return LibraryError(f"No permission to use the library {path}.", "permission")
    if code == sqlite3.SQLITE_CANTOPEN and not os.access(path.parent, os.W_OK):
        return LibraryError(f"The library {path} cannot be written: its directory is read-only.", "readonly")
    if code == sqlite3.SQLITE_CANTOPEN:
        return LibraryError(
            f"The library {path} cannot be opened: check that its directory can be written.", "permission"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryError(f"The library {path} is busy: another program keeps it locked.", "busy")
    if code == sqlite3.SQLITE_NOTADB:
        return LibraryError(f"{path} is not an evreader library.", "not_a_library")
    if code == sqlite3.SQLITE_CORRUPT:
        return LibraryError(f"The library {path} is damaged: {error}.", "corrupt")
    if code == sqlite3.SQLITE_IOERR:
        return LibraryError(f"The library {path} cannot be read or written: disk error ({error}).", "other")
    return LibraryError(f"The library {path} failed: {error}.", "other")

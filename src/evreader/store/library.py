"""The library as a whole: one connection, and the parts that read and write through it."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from evreader.store.articles import Articles
from evreader.store.checks import find_damage
from evreader.store.database import Database, open_database
from evreader.store.feeds import Feeds
from evreader.store.memory import Memory
from evreader.store.quotes import Quotes
from evreader.store.schema import MIGRATIONS
from evreader.store.states import States
from evreader.store.stories import Stories


class Library:
    """An open library. It belongs to the thread that opened it; every thread and process opens its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.feeds = Feeds(database)
        self.stories = Stories(database)
        self.states = States(database, self.stories)
        self.articles = Articles(database)
        self.quotes = Quotes(database)
        self.memory = Memory(database)

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._database.path

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Several writes as one transaction: all of them or none, and one wait for the disk. Raises `LibraryError`."""
        with self._database.writing():
            yield

    def refuse_writes(self) -> None:
        """Make this connection one that only reads, for whoever must not write by mistake."""
        self._database.value("PRAGMA query_only = ON")

    def integrity(self) -> list[str]:
        """What is wrong with the library, one sentence each; empty when all is well. Reads the whole file."""
        return find_damage(self._database)

    def close(self) -> None:
        """Close the library; without this nothing committed is lost either."""
        self._database.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_library(
    database: Path, *, create: bool = True, read_only: bool = False, migrations: Sequence[str] = MIGRATIONS
) -> Library:
    """Open the library at this path; with `create` made where there is none, and brought to the present version.

    `read_only` works on a medium that cannot be written, and writes nothing anywhere.
    Raises `LibraryError`: newer version, not a library, no permission, read-only, disk full.
    """
    return Library(open_database(database, create=create, read_only=read_only, migrations=migrations))

"""The library: SQLite, its schema, migrations, queries and search."""

from evreader.store.articles import Pending
from evreader.store.errors import LibraryError
from evreader.store.library import Library, open_library
from evreader.store.lock import EngineLock
from evreader.store.record import Recorded

__all__ = ["EngineLock", "Library", "LibraryError", "Pending", "Recorded", "open_library"]

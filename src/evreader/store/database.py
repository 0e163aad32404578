"""One connection to the library's file: opening, settings, transactions, errors as sentences."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evreader.store.errors import LibraryError, explain
from evreader.store.fulltext import SearchChanges
from evreader.store.migrations import migrate, version_of
from evreader.store.schema import APPLICATION_ID, MIGRATIONS

BUSY_SECONDS = 10
"""How long a write waits for another connection's transaction."""

_CHECKPOINT_PAGES = 4_000
"""Pages (of 4 KiB) in the WAL before they are copied to the library; each copy waits for the disk twice."""

_MAGIC = b"SQLite format 3\x00"

Parameters = Sequence[Any] | dict[str, Any]


class Transaction:
    """What may be done inside `Database.writing`: statements, and changes to the search, which are made last."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.execute = connection.execute
        self.executemany = connection.executemany
        self.search = SearchChanges(connection)


class Database:
    """A connection, used by one thread.

    The journal is WAL, so readers and one writer do not wait for each other. `synchronous` is NORMAL: in WAL mode
    neither a kill nor a power cut can corrupt the file; a kill loses nothing that was committed, a power cut at most
    the transactions since the last checkpoint, which the next refresh fetches again. FULL would sync the disk once
    for every feed and every story read.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self.connection = connection
        self._transaction: Transaction | None = None

    def all(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """Every row of a query. Raises `LibraryError`."""
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def one(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first row of a query, or None. Raises `LibraryError`."""
        try:
            return self.connection.execute(sql, parameters).fetchone()
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None. Raises `LibraryError`."""
        row = self.one(sql, parameters)
        return None if row is None else row[0]

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Several queries that see the library as it is at one moment; inside another transaction part of that one.

        Raises `LibraryError`.
        """
        if self.connection.in_transaction:
            yield
            return
        try:
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction that may write; inside another it is part of that one. Raises `LibraryError`."""
        if self._transaction is not None:
            yield self._transaction
            return
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._transaction = Transaction(connection)
                yield self._transaction
                self._transaction.search.make()
                connection.execute("COMMIT")
            except BaseException:
                # A full disk may have rolled back already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                self._transaction = None
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def close(self) -> None:
        """End the connection; an open transaction is undone."""
        self.connection.close()


def open_database(path: Path, *, create: bool, read_only: bool, migrations: Sequence[str] = MIGRATIONS) -> Database:
    """Open, and where needed create or migrate, the library's file. Raises `LibraryError`."""
    try:
        _check_file(path, create=create and not read_only)
        connection = _connect_read_only(path) if read_only else _connect(path)
    except OSError as error:
        raise LibraryError(f"The library {path} cannot be opened: {error.strerror}.", "permission") from error
    except sqlite3.Error as error:
        raise explain(error, path) from error
    try:
        _check_identity(connection, path)
        if read_only:
            _check_version(connection, path, migrations)
        else:
            migrate(connection, path, migrations, APPLICATION_ID)
    except sqlite3.Error as error:
        connection.close()
        raise explain(error, path) from error
    except BaseException:
        connection.close()
        raise
    return Database(connection, path)


def _check_file(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise LibraryError(f"{path} is a directory, not an evreader library.", "not_a_library")
    if not path.exists():
        if not create:
            raise LibraryError(f"There is no library at {path}.", "missing")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        return
    with path.open("rb") as file:
        start = file.read(len(_MAGIC))
    if start and start != _MAGIC:
        raise LibraryError(f"{path} is not an evreader library.", "not_a_library")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        _set_up(connection)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            _check_identity(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA journal_size_limit = 67108864")
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot write.

    On a read-only medium WAL cannot make the index file it needs beside the library; there nothing can change the
    library either, so it is opened as immutable.
    """
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        connection = sqlite3.connect(f"{uri}?immutable=1", isolation_level=None, uri=True)
    _set_up(connection)
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -8192")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that another program made."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    if application_id == APPLICATION_ID:
        return
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application_id or tables:
        raise LibraryError(f"{path} is a database of another program, not an evreader library.", "not_a_library")


def _check_version(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    version = version_of(connection)
    if version > len(migrations):
        raise LibraryError(f"The library {path} was written by a newer version of evreader: update evreader.", "newer")
    if version < len(migrations):
        raise LibraryError(
            f"The library {path} is of an older version and cannot be brought up to date read-only.", "readonly"
        )

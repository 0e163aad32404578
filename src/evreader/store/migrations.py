"""Taking a library to the version this program writes."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from evreader.store.errors import LibraryError


def version_of(connection: sqlite3.Connection) -> int:
    """The version of an open library; 0 for a new file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[str], application_id: int) -> None:
    """Apply the migrations a library still lacks, each in one transaction that ends with a check of foreign keys.

    A library that holds anything is first copied to `<name>.backup-v<version>` beside it. Raises `LibraryError`
    for a library of a newer version; a migration that fails leaves the version before it.
    """
    version = version_of(connection)
    if version > len(migrations):
        raise LibraryError(
            f"The library {path} was written by a newer version of evreader "
            f"(library version {version}, this program knows {len(migrations)}): update evreader.",
            "newer",
        )
    if version == len(migrations):
        return
    if version > 0:
        _back_up(connection, path, version)
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        while version < len(migrations):
            version = _apply_next(connection, path, migrations, application_id)
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _apply_next(connection: sqlite3.Connection, path: Path, migrations: Sequence[str], application_id: int) -> int:
    """Apply one migration and return the version reached; another process may have been faster."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)
        if version < len(migrations):
            for statement in _statements(migrations[version]):
                connection.execute(statement)
            version += 1
            connection.execute(f"PRAGMA application_id = {application_id}")
            connection.execute(f"PRAGMA user_version = {version}")
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise LibraryError(
                    f"The library {path} could not be brought to version {version}: "
                    f"{len(broken)} rows point nowhere; nothing was changed.",
                    "corrupt",
                )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return version


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    target = path.with_name(f"{path.name}.backup-v{version}")
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    finally:
        copy.close()


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one, because `executescript` would commit first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement

"""Changes to the full-text tables, gathered during a transaction and made together."""

import sqlite3

COLUMNS = {"search": ("title", "author", "body", "place"), "quote_search": ("text", "speaker")}
"""The full-text tables and what they index."""

_MOST = 2_000
"""Changes kept back at most, so that removing a large feed stays small in memory."""


class SearchChanges:
    """Rows to add to and remove from the full-text tables.

    FTS5 writes out what it has gathered whenever another statement sets a savepoint, which any statement with a
    trigger or a conflict clause does, and whenever a rowid is lower than the one before. Story by story that costs
    more than all the rest of a refresh; made last and in order of rowids it costs a tenth.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._changes: list[tuple[str, int, bool, tuple[str, ...]]] = []

    def add(self, table: str, rowid: int, words: tuple[str, ...]) -> None:
        """Index a row, which must not be there."""
        self._keep(table, rowid, True, words)

    def remove(self, table: str, rowid: int, words: tuple[str, ...]) -> None:
        """Take a row out again; FTS5 keeps no content, so it needs the very words it was given."""
        self._keep(table, rowid, False, words)

    def make(self) -> None:
        """Make the changes gathered so far; of one row in the order they came."""
        self._changes.sort(key=lambda change: change[:2])
        for table, rowid, adding, words in self._changes:
            self._connection.execute(_STATEMENTS[table][adding], (rowid, *words))
        self._changes.clear()

    def _keep(self, table: str, rowid: int, adding: bool, words: tuple[str, ...]) -> None:
        self._changes.append((table, rowid, adding, words))
        if len(self._changes) >= _MOST:
            self.make()


def _statements(table: str) -> tuple[str, str]:
    """The statements that remove a row and that add one."""
    columns = ", ".join(COLUMNS[table])
    marks = ", ".join("?" * len(COLUMNS[table]))
    return (
        f"INSERT INTO {table} ({table}, rowid, {columns}) VALUES ('delete', ?, {marks})",
        f"INSERT INTO {table} (rowid, {columns}) VALUES (?, {marks})",
    )


_STATEMENTS = {table: _statements(table) for table in COLUMNS}

"""What the view remembers between starts: small values by key."""

from typing import Any

import msgspec

from evreader.store.database import Database


class Memory:
    """A small store of JSON values."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Any:
        """The value of a key, or None."""
        value = self._database.value("SELECT value FROM memory WHERE key = ?", (key,))
        return None if value is None else msgspec.json.decode(value)

    def put(self, key: str, value: Any) -> None:
        """Set the value of a key; None forgets it."""
        with self._database.writing() as transaction:
            if value is None:
                transaction.execute("DELETE FROM memory WHERE key = ?", (key,))
                return
            transaction.execute(
                "INSERT INTO memory (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, msgspec.json.encode(value).decode()),
            )

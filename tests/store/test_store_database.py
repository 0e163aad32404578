"""The file itself: opening, permissions, migrations, and what goes wrong with disks."""

import sqlite3
from pathlib import Path

import pytest

from evreader.store import Library, LibraryError, open_library
from evreader.store.database import open_database
from evreader.store.schema import APPLICATION_ID, MIGRATIONS
from evreader.store.views import StoryView


def _refused(path: Path, kind: str, **arguments: bool) -> str:
    with pytest.raises(LibraryError) as caught:
        open_library(path, **arguments)
    message = str(caught.value)
    assert caught.value.kind == kind
    assert message.endswith(".")
    assert "\n" not in message
    assert str(path) in message
    return message


def test_a_new_library_belongs_to_its_owner_alone(library: Library, database: Path) -> None:
    assert database.parent.stat().st_mode & 0o777 == 0o700
    for path in database.parent.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600, path
    connection = sqlite3.connect(database)
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    connection.close()


def test_what_is_stored_is_there_the_next_time(database: Path, library: Library, fill) -> None:
    fill.feed(1, count=3)
    library.close()
    with open_library(database, create=False) as again:
        assert again.stories.counts().stories == 3
        assert again.path == database
    with open_library(database) as reopened:
        library._database.connection = reopened._database.connection
        assert library.integrity() == []
        library._database.connection = sqlite3.connect(database)


def test_a_library_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none" / "library.db"
    _refused(path, "missing", create=False)
    _refused(path, "missing", read_only=True)
    assert not path.parent.exists()


def test_a_directory(tmp_path: Path) -> None:
    assert "directory" in _refused(tmp_path, "not_a_library")


def test_a_file_where_the_directory_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    _refused(tmp_path / "file" / "library.db", "permission")


def test_where_nobody_may_write() -> None:
    """Not even root makes files in /proc."""
    _refused(Path("/proc/evreader/library.db"), "permission")


@pytest.mark.parametrize("content", [b"Dear reader, this is no database." * 200, b"x", b"SQLite format 2\0" * 100])
def test_another_kind_of_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    _refused(path, "not_a_library")
    _refused(path, "not_a_library", read_only=True)
    assert path.read_bytes() == content


def test_a_damaged_header(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    _refused(path, "not_a_library")


def test_the_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    before = path.read_bytes()
    _refused(path, "not_a_library")
    _refused(path, "not_a_library", read_only=True)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()
    with open_library(path) as library:
        assert library.stories.counts().stories == 0


def test_a_library_of_a_newer_version(database: Path) -> None:
    open_library(database).close()
    connection = sqlite3.connect(database)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    assert "newer version" in _refused(database, "newer")
    assert "newer version" in _refused(database, "newer", read_only=True)


def test_a_damaged_library_is_said_to_be(database: Path) -> None:
    with open_library(database) as library:
        library.feeds.add("https://volt.example", now=0)
        page = library._database.value("SELECT rootpage FROM sqlite_schema WHERE name = 'feed'")
    content = bytearray(database.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    database.write_bytes(content)
    with open_library(database) as library:
        assert library.integrity() != []
        with pytest.raises(LibraryError) as caught:
            library.feeds.all()
    assert caught.value.kind == "corrupt"


def test_reading_only(database: Path, library: Library, fill) -> None:
    fill.feed(1, count=2)
    with open_library(database, read_only=True) as reader:
        assert reader.stories.count(StoryView(query="story")) == 2
        fill.feed(2, count=1)
        assert reader.stories.counts().stories == 3
        assert reader.integrity() == []
        with pytest.raises(LibraryError) as caught:
            reader.states.set_read([1], 5)
        assert caught.value.kind == "readonly"


def test_a_connection_that_refuses_to_write(library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=1)
    library.refuse_writes()
    with pytest.raises(LibraryError) as caught:
        library.states.set_read(recorded.new, 5)
    assert caught.value.kind == "readonly"
    assert library.stories.counts().unread == 1


def test_reading_where_wal_cannot_make_its_files(database: Path) -> None:
    """As on a read-only medium: the index file of the WAL cannot be made."""
    with open_library(database) as library:
        library.feeds.add("https://volt.example", now=0)
    database.with_name("library.db-shm").symlink_to("/proc/evreader")
    _refused(database, "permission")
    with open_library(database, read_only=True) as reader:
        assert len(reader.feeds.all()) == 1


def test_two_connections_write_in_turn(database: Path, library: Library, fill) -> None:
    _, recorded = fill.feed(1, count=4)
    with open_library(database) as other:
        for number, story_id in enumerate(recorded.new):
            other.states.set_read([story_id], number + 1)
            fill.article(story_id, "Words.")
        assert other.stories.counts().unread == library.stories.counts().unread == 0


def test_a_library_kept_locked(database: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evreader.store.database.BUSY_SECONDS", 0.05)
    with open_library(database) as other, library.batch():
        with pytest.raises(LibraryError) as caught:
            other.memory.put("x", 1)
        assert caught.value.kind == "busy"
        assert other.memory.get("x") is None, "reading goes on"


def test_a_full_disk_loses_nothing(database: Path, library: Library, fill) -> None:
    """A limit on the size of the file gives the very error that a full disk gives."""
    _, recorded = fill.feed(1, count=5)
    connection = library._database.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    body = "<p>" + "word " * 2000 + "</p>"
    with pytest.raises(LibraryError, match="disk is full") as caught:
        fill.feed(2, *(fill.story(i, body=f"{body}{i}") for i in range(50)))
    assert caught.value.kind == "full"
    with pytest.raises(LibraryError, match="disk is full"):
        fill.article(recorded.new[0], *(f"{i} {hash(str(i))}" for i in range(20_000)))
    assert library.stories.counts().stories == 5
    assert library.articles.get(recorded.new[0]) is None
    connection.execute("PRAGMA max_page_count = 1000000")
    fill.record(2, fill.story(1))
    fill.article(recorded.new[0], "Now there is room.")
    assert library.stories.counts().stories == 6


_FIRST = "CREATE TABLE folder (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO folder (name) VALUES ('Cars');"
_SECOND = """
CREATE TABLE shelf (folder_id INTEGER REFERENCES folder (id));
CREATE TRIGGER fill AFTER INSERT ON folder BEGIN
    INSERT INTO shelf VALUES (NEW.id);
END;
INSERT INTO folder (name) VALUES ('Charging');
"""


def _names(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM folder ORDER BY id")]
    connection.close()
    return names


def test_a_migration_brings_an_old_library_up_and_keeps_a_copy(database: Path) -> None:
    open_database(database, create=True, read_only=False, migrations=[_FIRST]).close()
    with pytest.raises(LibraryError, match="older version"):
        open_database(database, create=False, read_only=True, migrations=[_FIRST, _SECOND])
    new = open_database(database, create=False, read_only=False, migrations=[_FIRST, _SECOND])
    assert new.all("SELECT name FROM folder ORDER BY id") == [("Cars",), ("Charging",)]
    assert new.all("SELECT folder_id FROM shelf") == [(2,)]
    assert new.value("PRAGMA user_version") == 2
    assert new.value("PRAGMA foreign_keys") == 1
    new.close()
    copy = database.with_name("library.db.backup-v1")
    assert _names(copy) == ["Cars"]
    assert copy.stat().st_mode & 0o777 == 0o600
    open_database(database, create=False, read_only=False, migrations=[_FIRST, _SECOND]).close()


@pytest.mark.parametrize(
    ("migration", "kind"),
    [
        (f"{_SECOND}\nINSERT INTO nowhere VALUES (1);", "other"),
        (f"{_SECOND}\nINSERT INTO shelf VALUES (99);", "corrupt"),
    ],
)
def test_a_migration_that_fails_leaves_the_version_before(database: Path, migration: str, kind: str) -> None:
    open_database(database, create=True, read_only=False, migrations=[_FIRST]).close()
    with pytest.raises(LibraryError) as caught:
        open_database(database, create=False, read_only=False, migrations=[_FIRST, migration])
    assert caught.value.kind == kind
    assert _names(database) == ["Cars"]
    old = open_database(database, create=False, read_only=False, migrations=[_FIRST])
    assert old.value("SELECT count(*) FROM sqlite_schema WHERE name = 'shelf'") == 0
    old.close()

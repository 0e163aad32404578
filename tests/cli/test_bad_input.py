"""Whatever is wrong is said in one clear sentence, with an exit code, and nothing is lost."""

import ctypes
import os
import re
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from support.commands import Evreader, command, environment, run, run_process
from support.newsroom import Outlet, page
from support.server import Reply, Server

from evreader.config import ConfigError, load_settings


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(page("No feed here").encode(), content_type="text/html"), "names no feed"),
        (Reply(status=404), "404"),
        (Reply(b""), "empty"),
        (Reply(b"<?xml version='1.0'?><rss version='2.0'><channel><title>Cut"), "off|no story|broken"),
        (Reply(b"\x00\x01\x02 no feed at all", content_type="application/octet-stream"), "feed"),
        (Reply(status=503), "503"),
        (Reply(drop=True), "closed|ended|broke|answer"),
    ],
    ids=["a web page", "404", "empty", "cut off", "binary", "503", "dropped"],
)
def test_an_address_that_is_no_feed(evreader: Evreader, server: Server, reply: Reply, words: str) -> None:
    done = evreader("add", server.route("/feed.xml", reply), expect=1)
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert re.search(words, done.err), done.err
    assert evreader("feeds", "--json").objects == []


@pytest.mark.parametrize("address", ["ftp://example.com/feed", "file:///etc/passwd", "javascript:alert(1)", "http://"])
def test_an_address_that_cannot_be_fetched(evreader: Evreader, address: str) -> None:
    done = evreader("add", address, expect=1)
    assert len(done.err.splitlines()) == 1


def test_a_server_that_is_not_there(evreader: Evreader, server: Server) -> None:
    address = Outlet(server).publish(1).url
    server.stop()
    done = evreader("add", address, expect=1)
    assert len(done.err.splitlines()) == 1


def test_a_feed_that_breaks_keeps_its_stories_and_says_why(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    evreader("add", outlet.url)
    server.route("/courier/feed.xml", Reply(status=404))

    done = evreader("refresh", "--force", "--list-only", expect=1)
    assert "404" in done.err
    assert len(evreader("list", "--json").objects) == 2
    feed = evreader("feeds", "--json").objects[0]
    assert (feed["failure"]["kind"], feed["failure"]["count"]) == ("http", 1)
    assert feed["succeeded_at"]
    assert feed["next_check_at"]
    told = evreader("feeds").out
    assert "404" in told
    assert "last success" in told
    assert "next try" in told


def test_a_folder_as_file(evreader: Evreader, tmp_path: Path) -> None:
    for arguments in (["import", str(tmp_path)], ["read", str(tmp_path)]):
        done = evreader(*arguments, expect=2)
        assert done.err.strip().endswith("Is a directory.")


def test_a_file_that_is_not_there(evreader: Evreader, tmp_path: Path) -> None:
    for name in ("import", "read"):
        assert "No such file" in evreader(name, str(tmp_path / "nothing"), expect=2).err


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x7fELF\x02\0\0\0"], ids=["picture", "program"])
def test_a_file_that_is_no_text(evreader: Evreader, server: Server, tmp_path: Path, body: bytes) -> None:
    (tmp_path / "file").write_bytes(body)
    for source, code in ((str(tmp_path / "file"), 2), (server.route("/file", Reply(body)), 1)):
        done = evreader("read", source, expect=code)
        assert done.out == ""
        assert re.search(r"neither .* nor .*text\.$", done.err.strip())


@pytest.mark.parametrize("body", [b"not XML <", b"<?xml version='1.0'?><opml><body>", b"\xff\xfe\x00"])
def test_a_list_that_is_no_opml(evreader: Evreader, tmp_path: Path, body: bytes) -> None:
    listed = tmp_path / "list.opml"
    listed.write_bytes(body)
    done = evreader("import", str(listed), expect=2)
    assert len(done.err.splitlines()) == 1


def test_a_library_of_a_newer_version(evreader: Evreader, library: Path) -> None:
    evreader("sample")
    with sqlite3.connect(library / "library.db") as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    done = evreader("list", expect=1)
    assert "newer" in done.err
    assert len(done.err.splitlines()) == 1


def test_a_library_that_is_something_else(evreader: Evreader, library: Path) -> None:
    library.mkdir()
    (library / "library.db").write_bytes(b"Dear diary, today I drove 400 kilometres on one charge." * 50)
    assert len(evreader("list", expect=1).err.splitlines()) == 1


def test_a_library_that_cannot_be_made(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("I am a file")
    done = run("--library", str(blocker / "library"), "list", expect=1)
    assert len(done.err.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_standard_output_on_a_full_disk(evreader: Evreader, library: Path) -> None:
    evreader("sample")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("--library", str(library), "list", "--json"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_full_disk(evreader: Evreader, library: Path, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    evreader("add", outlet.url)
    outlet.publish(400, pages=False)
    # A limit on the size of any file stands in for the full disk: SQLite gets the same refusal from the system.
    size = sum(file.stat().st_size for file in library.iterdir())
    done = run_process(
        *("--library", str(library), "refresh", "--force", "--list-only"),
        expect=1,
        preexec=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    assert "full" in done.err or "written" in done.err
    assert len(evreader("list", "--json").objects) == 2
    evreader("refresh", "--force", "--list-only")
    assert len(evreader("list", "--json").objects) == 402


def _without_root_privilege() -> None:
    """Make the rights of files hold for root too: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH are dropped (prctl(2))."""
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs the capabilities of Linux")
def test_a_library_that_cannot_be_written_is_still_read(evreader: Evreader, library: Path) -> None:
    evreader("sample")
    library.chmod(0o500)
    (library / "library.db").chmod(0o400)
    try:
        for arguments in (["list"], ["feeds"], ["quotes"], ["show", "1"], ["export"]):
            done = run_process("--library", str(library), *arguments, preexec=_without_root_privilege)
            assert done.out
        for arguments in (["sample"], ["remove", "1"], ["refresh"]):
            done = run_process("--library", str(library), *arguments, preexec=_without_root_privilege, expect=1)
            assert re.fullmatch(r"evreader: .*(permission|read-only|Permission).*\n", done.err)
    finally:
        library.chmod(0o700)


def test_a_disk_without_any_room_still_lets_read(evreader: Evreader, library: Path) -> None:
    evreader("sample")
    listed = evreader("list").out
    # As above; so small a limit leaves no room for the index that SQLite keeps of its journal.
    for arguments, code, out, err in ((["list"], 0, listed, ""), (["sample"], 1, "", "The disk is full")):
        done = run_process(
            *("--library", str(library), *arguments),
            expect=code,
            preexec=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        )
        assert done.out == out
        assert err in done.err


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["list", "--limit", "0"], ["list", "--limit", "many"], ["show"], ["add"], ["--library"]],
)
def test_usage_errors_exit_with_2(arguments: list[str]) -> None:
    done = run(*arguments, expect=2)
    assert "usage: evreader" in done.err


@pytest.mark.parametrize(
    "text", ["measure = 300", "measure = 'wide'", "colour = 'red'", "not toml at all [", "refresh_minutes = -1"]
)
def test_a_bad_configuration_is_named(tmp_path: Path, text: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(text)
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load_settings(config)


def test_things_that_do_not_exist(evreader: Evreader) -> None:
    evreader("sample")
    assert "No story matches" in evreader("show", "4711", expect=1).err
    assert "No feed matches" in evreader("list", "--feed", "nowhere", expect=1).err
    assert "No feed matches" in evreader("remove", "nowhere", expect=1).err
    assert "No feed matches" in evreader("list", "--feed", "", expect=1).err
    assert evreader("add", " ", expect=1).err == "evreader: The address is empty.\n"
    assert "Nothing matches" in evreader("list", "--search", "xylophone").err


def test_an_empty_name_is_no_story_without_address(evreader: Evreader, server: Server) -> None:
    feed = (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "items": [{"id": "1", "title": "A note"}]}'
    )
    evreader("add", server.route("/feed.json", Reply(feed, content_type="application/feed+json")))
    assert evreader("list", "--json").objects[0]["url"] == ""
    assert "No story matches" in evreader("show", "", expect=1).err


def test_the_reader_needs_a_terminal(evreader: Evreader) -> None:
    assert "needs a terminal" in evreader(expect=1).err


def test_offline_never_asks(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    assert "offline" in evreader("--offline", "add", outlet.url, expect=1).err
    assert "--offline" in evreader("--offline", "refresh", expect=1).err
    assert "offline" in evreader("read", "--offline", outlet.url, expect=1).err
    assert not server.requests


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_pipe_that_closes_early_is_no_error(evreader: Evreader, library: Path) -> None:
    evreader("sample")
    with subprocess.Popen(
        command("--library", str(library), "list", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
    assert b"Traceback" not in errors
    assert b"Exception" not in errors

"""From a feed's address to a story with its quotes and takeaways, by command, with the network and without."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from support.commands import Evreader
from support.newsroom import ARTICLE, Item, Outlet, page
from support.server import Reply, Server


def test_a_feed_is_added_refreshed_and_read_with_the_server_gone(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server).publish(3)

    added = evreader("add", outlet.url, "--json").objects[0]
    assert (added["title"], added["stories"], added["existing"]) == ("Norrby Courier", 3, False)
    assert len(server.asked("/courier/feed.xml")) == 1, "adding a feed takes one request"
    evreader("refresh")
    server.stop()

    listed = evreader("list", "--json").objects
    assert [story["title"][-6:] for story in listed] == ["part 3", "part 2", "part 1"]
    assert {story["feed_url"] for story in listed} == {outlet.url}
    assert {(story["feed_title"], story["folder"], story["status"]) for story in listed} == {
        ("Norrby Courier", "", "full")
    }

    shown = evreader("--offline", "show", str(listed[0]["id"]), "--json").objects[0]
    assert shown["origin"] == "page"
    assert [block["text"] for block in shown["blocks"] if block["kind"] == "heading"] == [
        "Why the line is late",
        "What it means for buyers",
        "Key takeaways",
    ]
    assert [(takeaway["origin"], takeaway["text"]) for takeaway in shown["takeaways"]] == [
        ("author", "The small Halden starts in April 2027 instead of October 2026."),
        ("author", "The glueing robots do not fit the narrower battery pack."),
        ("author", "Price and range stay as announced."),
    ]
    said = {quote["text"]: quote["speaker"] for quote in shown["quotes"]}
    assert said["We would rather be six months late than six months wrong,"] == "Karin Holm"
    assert said["The cells are ready. The line is not."] == "Karin Holm"
    assert said["It is cheap and it is honest,"] == "Karin Holm"
    assert said["nobody has been promised anything in writing."] == "Peter Brandt"
    for quote in shown["quotes"]:
        assert shown["blocks"][quote["block"]]["text"][quote["start"] : quote["end"]] == quote["text"]

    by_address = evreader("show", listed[0]["url"])
    assert "TAKEAWAYS (the article’s own)" in by_address.out
    assert "— Karin Holm" in by_address.out
    assert "\x1b" not in by_address.out

    assert len(evreader("list", "--search", "nozzle", "--json").objects) == 3
    quotes = evreader("quotes", "--speaker", "Karin Holm", "--json").objects
    assert {quote["speaker"] for quote in quotes} == {"Karin Holm"}
    assert {quote["feed_title"] for quote in quotes} == {"Norrby Courier"}


def test_list_only_leaves_the_articles_for_later(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    evreader("add", outlet.url)
    evreader("refresh", "--list-only", "--force")

    assert [story["status"] for story in evreader("list", "--json").objects] == [None, None]
    assert not server.asked("/courier/story-1")

    shown = evreader("show", "1", "--json").objects[0]
    assert shown["status"] == "full", "a story that is opened gets its article at once"
    assert [story["status"] for story in evreader("list", "--json").objects].count(None) == 1


def test_a_feed_with_whole_articles_needs_no_page(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server, items=[Item("A long read", "/courier/long", body=ARTICLE * 2)]).serve()
    evreader("add", outlet.url)
    evreader("refresh")

    story = evreader("list", "--json").objects[0]
    assert story["status"] == "full"
    assert not server.asked("/courier/long")


def test_a_second_refresh_asks_nothing_until_it_is_forced(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    evreader("add", outlet.url)

    again = evreader("refresh")
    assert "1 checked a moment ago" in again.out
    assert len(server.asked("/courier/feed.xml")) == 1

    evreader("refresh", "--force")
    last = server.asked("/courier/feed.xml")[-1]
    assert last.headers["if-none-match"] == '"2"'


def test_stories_survive_when_the_feed_drops_them(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server).publish(3)
    evreader("add", outlet.url)
    outlet.items = []
    outlet.publish(1)
    outlet.items[0].guid = "another"
    outlet.serve()
    evreader("refresh", "--force", "--list-only")

    assert len(evreader("list", "--json").objects) == 4


def test_a_web_page_leads_to_its_feed(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server).publish(2)
    home = server.route(
        "/courier",
        Reply(
            b'<html><head><link rel="alternate" type="application/rss+xml" href="/courier/feed.xml"></head>'
            b"<body><h1>Norrby Courier</h1></body></html>",
            content_type="text/html",
        ),
    )
    added = evreader("add", home, "--json").objects[0]
    assert added["url"] == outlet.url
    assert evreader("add", outlet.url, "--json").objects[0]["existing"] is True


def test_opml_travels_both_ways(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server).publish(1)
    evreader("add", outlet.url, "--folder", "Motor trade")
    exported = evreader("export").out
    evreader("remove", "Norrby Courier")
    assert evreader("feeds", "--json").objects == []

    refused = evreader("import", "-", given=exported, expect=1)
    assert outlet.url in refused.err
    assert "--allow-private" in refused.err

    evreader("import", "-", "--allow-private", given=exported)
    feed = evreader("feeds", "--json").objects[0]
    assert (feed["url"], feed["folder"], feed["title"]) == (outlet.url, "Motor trade", "Norrby Courier")


def test_the_starter_feeds_are_a_list_to_import(evreader: Evreader) -> None:
    evreader("import", "starter")
    feeds = evreader("feeds", "--json").objects
    assert len(feeds) == 21
    assert all(feed["folder"] for feed in feeds)
    assert "https://electrek.co/feed/" in {feed["url"] for feed in feeds}


def test_a_plain_text_keeps_its_lines(evreader: Evreader, server: Server, tmp_path: Path) -> None:
    text = (
        "The line is late\r\n\r\n“We would rather be late than wrong,” said Karin Holm, plant manager. "
        "The tools < 3 mm do not fit.\r\n\r\n- The small Halden starts in April.\r\n- Price and range stay.\r\n"
    )
    file = tmp_path / "note.txt"
    file.write_bytes(text.encode())
    address = server.route("/note", Reply(text.encode(), content_type="text/plain; charset=utf-8"))
    for source, given in ((str(file), ""), ("-", text), (address, ""), (address.replace("http", "HTTP", 1), "")):
        read = evreader("read", source, "--json", given=given).objects[0]
        assert [block["kind"] for block in read["blocks"]] == ["paragraph", "paragraph", "list"]
        assert [quote["speaker"] for quote in read["quotes"]] == ["Karin Holm"]


def test_a_story_without_a_title_shows_how_it_begins(evreader: Evreader, server: Server) -> None:
    outlet = Outlet(server, items=[Item("", "/courier/untitled", summary="The plant at Norrby stands still.")]).serve()
    evreader("add", outlet.url)
    assert "The plant at Norrby stands still." in evreader("list").out
    assert evreader("--offline", "show", "1").out.startswith("The plant at Norrby stands still.")


def test_a_story_whose_page_was_not_to_be_had_is_tried_again_when_it_is_shown(
    evreader: Evreader, server: Server, library: Path
) -> None:
    outlet = Outlet(server, items=[Item("A late line", "/courier/late")]).serve()
    evreader("add", outlet.url)
    assert evreader("--offline", "show", "1", "--json").objects[0]["status"] == "summary"
    server.route("/courier/late", Reply(page("A late line").encode(), content_type="text/html"))
    with closing(sqlite3.connect(library / "library.db", isolation_level=None)) as database:
        database.execute("UPDATE story SET retry_at = 1")  # as when the time till the next try has passed
    assert evreader("show", "1", "--json").objects[0]["status"] == "full"


def test_the_bullets_that_close_a_plain_text_are_its_takeaways(evreader: Evreader) -> None:
    prose = " ".join(re.sub("<[^>]+>", " ", ARTICLE).split())
    points = [
        "Halden moves its small electric car to April 2027.",
        "The glueing robots do not fit the narrower battery pack.",
        "Employees get the first 200 cars and report every fault.",
        "The works council has been promised nothing in writing.",
        "Price and range of the small car stay as announced.",
    ]
    closing = "The delay costs Halden half a year, and it spares the company a recall of its most important car."
    text = "\n".join([prose, "Conclusion", closing, *(f"- {point}" for point in points)])
    (answer,) = evreader("analyze", given=json.dumps({"id": 1, "text": text})).objects
    assert [(takeaway["origin"], takeaway["text"]) for takeaway in answer["takeaways"]] == [
        ("author", point) for point in points
    ]
    for takeaway in answer["takeaways"]:
        assert text[takeaway["start"] : takeaway["end"]] == takeaway["text"]
    assert answer["text"] == text

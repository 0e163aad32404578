"""Feeds and article pages as a publisher would serve them: invented outlets, people and figures."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from support.server import Reply, Server

FIRST = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

ARTICLE = """\
<p>Halden Motors will move the start of its small electric car to April 2027, six months later than planned, the
company told suppliers on Tuesday. The letter, which four of them shared, says that the cells are finished and that
the assembly line is not. About 1,400 people work at the Norrby plant today, and the works council says that 300 of
them have been told to expect shorter weeks until the line runs at its full speed.</p>
<h2>Why the line is late</h2>
<p>“We would rather be six months late than six months wrong,” said Karin Holm, head of vehicle programmes at Halden
Motors. “The cells are ready. The line is not.”</p>
<p>The robots that glue the battery pack into the floor were built for a pack of 82 kilowatt-hours. The new one holds
74 and is four centimetres narrower. Engineers noticed in August that the glue ran out at the edges, and spent the
autumn looking for a nozzle that fits. Two suppliers sent samples, and one of them passed the crash test last week.</p>
<h2>What it means for buyers</h2>
<p>According to Peter Brandt, who speaks for the works council, “nobody has been promised anything in writing.” The
first 200 cars will go to employees, who are to report every fault they find before customers get theirs.</p>
<p>Holm joined the company in 2019 from a supplier of castings. “It is cheap and it is honest,” she said of the plan.
The price of the car, 23,900 euros, will not change, and neither will the range of 410 kilometres.</p>
"""

TAKEAWAYS = """\
<h2>Key takeaways</h2>
<ul><li>The small Halden starts in April 2027 instead of October 2026.</li>
<li>The glueing robots do not fit the narrower battery pack.</li>
<li>Price and range stay as announced.</li></ul>
"""


@dataclass
class Item:
    """One story of a feed."""

    title: str
    path: str
    summary: str = "Halden Motors moves the start of its small electric car by six months."
    body: str = ""
    guid: str = ""
    published_at: datetime = FIRST


@dataclass
class Outlet:
    """A publisher with one feed, served under a path of a server."""

    server: Server
    name: str = "Norrby Courier"
    path: str = "/courier"
    items: list[Item] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The feed's address."""
        return self.server.url(f"{self.path}/feed.xml")

    def publish(self, count: int = 3, *, pages: bool = True) -> "Outlet":
        """Add stories, newest first, and serve the feed and their pages."""
        start = len(self.items)
        for number in range(start + 1, start + count + 1):
            title = f"Halden delays its small electric car, part {number}"
            self.items.insert(
                0, Item(title, f"{self.path}/story-{number}", published_at=FIRST + timedelta(hours=number))
            )
        return self.serve(pages=pages)

    def serve(self, *, pages: bool = True) -> "Outlet":
        """Put the feed, and with `pages` every story's page, on the server."""
        self.server.route(f"{self.path}/feed.xml", Reply(self.document(), etag=f'"{len(self.items)}"'))
        if pages:
            for item in self.items:
                self.server.route(item.path, Reply(page(item.title).encode(), content_type="text/html; charset=utf-8"))
        return self

    def document(self) -> bytes:
        """The feed as RSS 2.0."""
        items = "".join(
            f"<item><title>{escape(item.title)}</title><link>{escape(self.server.url(item.path))}</link>"
            f"<guid isPermaLink='false'>{escape(item.guid or item.path)}</guid>"
            f"<pubDate>{format_datetime(item.published_at)}</pubDate>"
            f"<description>{escape(item.summary)}</description>"
            + (f"<content:encoded>{escape(item.body)}</content:encoded>" if item.body else "")
            + "</item>"
            for item in self.items
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?>'
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>{escape(self.name)}</title><link>{escape(self.server.url(self.path))}</link>"
            f"<description>News of the motor trade</description>{items}</channel></rss>"
        ).encode()


def page(title: str, article: str = ARTICLE + TAKEAWAYS) -> str:
    """An article page with what surrounds an article on the web."""
    return f"""<!doctype html><html lang="en"><head><title>{escape(title)} | Norrby Courier</title></head><body>
<header><nav><a href="/">Home</a> <a href="/cars">Cars</a> <a href="/subscribe">Subscribe</a></nav></header>
<main><article><h1>{escape(title)}</h1>{article}</article></main>
<aside><h3>More from the Courier</h3><ul><li><a href="/a">Ferry runs late again</a></li>
<li><a href="/b">Harbour swim moved to June</a></li></ul></aside>
<footer>Norrby Courier, Harbour Street 4</footer></body></html>"""

"""The arguments evreader takes. Only argparse is imported here, so that `--help` is instant."""

import argparse
import os

from evreader import __version__

DESCRIPTION = """\
A news reader for the terminal that shows at once what matters (each article's takeaways)
and who said what (its quotes, with their speakers). Without a command it opens the reader."""

EPILOG = """\
--json prints JSON Lines: one object a line. Exit codes: 0 done, 1 something failed
(said on standard error), 2 usage or configuration."""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; `command` is None where the reader itself is meant."""
    parser = argparse.ArgumentParser(
        prog="evreader",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"evreader {__version__}")
    _add_common(parser, inherit=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, summary: str, *, json: bool = False) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        _add_common(made, inherit=True)
        if json:
            made.add_argument("--json", action="store_true", help="print JSON Lines")
        return made

    add = command("add", "subscribe to feeds; a web page's address finds its feed", json=True)
    add.add_argument("addresses", metavar="URL", nargs="+", type=_text)
    add.add_argument("--folder", type=_text, default="", help="put them into this folder")

    remove = command("remove", "unsubscribe; saved stories stay")
    remove.add_argument("feeds", metavar="FEED", nargs="+", type=_text, help="a feed's number, address or title")

    command("feeds", "list the feeds, their unread counts and their health", json=True)

    refresh = command("refresh", "fetch all feeds, then their articles")
    refresh.add_argument("--list-only", action="store_true", help="leave articles and annotation for later")
    refresh.add_argument("--force", action="store_true", help="also check feeds that were checked a moment ago")
    refresh.add_argument("--feed", action="append", metavar="FEED", type=_text, help="only this feed (may be repeated)")

    stories = command("list", "list stories, newest first", json=True)
    _add_story_filters(stories)
    stories.add_argument("--search", metavar="WORDS", type=_text, default="", help="only stories with these words")
    stories.add_argument("--saved", action="store_true", help="only saved stories")

    show = command("show", "print one story with its takeaways and quotes", json=True)
    show.add_argument("story", metavar="STORY", type=_text, help="its number or its address")

    read = command("read", "read one page without storing it", json=True)
    read.add_argument("source", metavar="FILE|URL", help="an HTML or text file, a web address, or - for standard input")

    quotes = command("quotes", "list who said what, newest first", json=True)
    quotes.add_argument("--speaker", metavar="NAME", type=_text, help="only quotes by this speaker")
    quotes.add_argument("--search", metavar="WORDS", type=_text, default="", help="only quotes with these words")
    quotes.add_argument("--feed", metavar="FEED", type=_text, help="only this feed")
    quotes.add_argument("--limit", type=_count, default=None, metavar="N", help="at most so many")

    analyze = command("analyze", "JSON lines with text or html on standard input, each answered with its analysis")
    analyze.add_argument("--workers", type=_count, default=None, metavar="N", help="processes (default: one a core)")

    imports = command("import", "subscribe to the feeds of an OPML file or a newsboat urls file")
    imports.add_argument(
        "file", metavar="FILE", help="the file, - for standard input, or 'starter' for the built-in list"
    )
    imports.add_argument(
        "--allow-private", action="store_true", help="take addresses on this machine or the local network too"
    )

    export = command("export", "write the subscriptions as OPML")
    export.add_argument("file", metavar="FILE", nargs="?", default="-", help="where to (default: standard output)")

    command("sample", "put the sample edition into the library")
    command("engine", "serve the reader: JSON lines on standard input and output")
    command("paths", "print where things are kept", json=True)
    return parser


def _add_common(parser: argparse.ArgumentParser, *, inherit: bool) -> None:
    """The options that go before or after any command; after one, they default to what was said before it."""

    def default(value: object) -> object:
        return argparse.SUPPRESS if inherit else value

    parser.add_argument(
        "--library", metavar="DIR", default=default(None), help="keep everything in this folder (or EVREADER_LIBRARY)"
    )
    parser.add_argument("--offline", action="store_true", default=default(False), help="never use the network")
    if not inherit:
        parser.add_argument(
            "--demo", action="store_true", default=False, help="use a throw-away library with the sample edition"
        )
        parser.add_argument("--ascii", action="store_true", default=False, help="draw with ASCII signs only")


def _add_story_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--feed", metavar="FEED", type=_text, help="only this feed: its number, address or title")
    parser.add_argument("--unread", action="store_true", help="only unread stories")
    parser.add_argument("--limit", type=_count, default=None, metavar="N", help="at most so many")


def _text(argument: str) -> str:
    """What was typed, whatever the locale took its bytes for."""
    return os.fsencode(argument).decode("utf-8", "replace")


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return number

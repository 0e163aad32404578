"""Which command is which function, imported when it is called; and the throw-away library of `--demo`."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from evreader.cli.context import Context
from evreader.cli.output import CommandError, UsageError

_COMMANDS = {
    None: ("evreader.cli.reader", "open_reader"),
    "add": ("evreader.cli.subscriptions", "add"),
    "remove": ("evreader.cli.subscriptions", "remove"),
    "feeds": ("evreader.cli.subscriptions", "feeds"),
    "import": ("evreader.cli.subscriptions", "import_file"),
    "export": ("evreader.cli.subscriptions", "export"),
    "sample": ("evreader.cli.subscriptions", "sample"),
    "refresh": ("evreader.cli.refreshing", "refresh"),
    "list": ("evreader.cli.stories", "list_stories"),
    "show": ("evreader.cli.stories", "show"),
    "quotes": ("evreader.cli.stories", "quotes"),
    "read": ("evreader.cli.analysis", "read"),
    "analyze": ("evreader.cli.analysis", "analyze"),
    "engine": ("evreader.cli.reader", "serve_engine"),
    "paths": ("evreader.cli.stories", "paths"),
}


def run(arguments: argparse.Namespace) -> int:
    """Run the command that the arguments name and return its exit code.

    Raises `CommandError`, `UsageError` and `ConfigError` with a sentence for people.
    """
    module, name = _COMMANDS[arguments.command]
    with _library_for(arguments) as context:
        code: int = getattr(import_module(module), name)(context)
    return code


@contextmanager
def _library_for(arguments: argparse.Namespace) -> Iterator[Context]:
    if not arguments.demo:
        yield Context(arguments)
        return
    if arguments.library:
        raise UsageError("--demo uses a library of its own; leave out --library.")
    with tempfile.TemporaryDirectory(prefix="evreader-demo-", ignore_cleanup_errors=True) as directory:
        arguments.library = directory
        arguments.offline = True
        context = Context(arguments)
        if arguments.command not in ("paths", "engine", "analyze", "read"):
            context.load_sample()
        yield context


__all__ = ["CommandError", "run"]

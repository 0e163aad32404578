"""What a command works with: its arguments, the paths, the settings and the library."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from evreader.cli.output import CommandError
from evreader.config import Paths, Settings, find_paths, load_settings

if TYPE_CHECKING:
    from evreader.model import Feed
    from evreader.store import Library


class Context:
    """The arguments of one command, and what they lead to."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.paths: Paths = find_paths(arguments.library)

    @cached_property
    def settings(self) -> Settings:
        """The configuration file's settings. Raises `ConfigError`."""
        return load_settings(self.paths.config)

    @property
    def offline(self) -> bool:
        """Whether the network is not to be used."""
        return bool(self.arguments.offline)

    @property
    def json(self) -> bool:
        """Whether JSON Lines were asked for."""
        return bool(getattr(self.arguments, "json", False))

    @contextmanager
    def open_library(self, *, to_write: bool = True) -> Iterator["Library"]:
        """The library, opened for this command. Raises `CommandError` where it cannot be used.

        Not `to_write`, one that cannot be written, as on a read-only or a full disk, is good enough.
        """
        from evreader.store import LibraryError, open_library

        try:
            try:
                library = open_library(self.paths.database)
            except LibraryError as error:
                if to_write or error.kind not in ("readonly", "permission", "full") or not self.paths.database.exists():
                    raise
                library = open_library(self.paths.database, read_only=True)
            with library:
                yield library
        except LibraryError as error:
            raise CommandError(str(error)) from error

    def feed(self, library: "Library", text: str) -> "Feed":
        """The feed a person named by number, address or title. Raises `CommandError`."""
        feed = library.feeds.find(text)
        if feed is None:
            raise CommandError(f"No feed matches {text!r}; `evreader feeds` lists them all.")
        return feed

    def load_sample(self) -> None:
        """Put the sample edition into the library, in a process of its own: this one may go on to draw the screen."""
        command = [sys.executable, "-m", "evreader", "--library", str(self.paths.library), "sample"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandError(
                done.stderr.strip().removeprefix("evreader: ") or "The sample edition could not be loaded."
            )

"""The reader itself, and the engine that serves it."""

import sys

from evreader.cli.context import Context
from evreader.cli.output import CommandError


def open_reader(context: Context) -> int:
    """Open the reader on this terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("The reader needs a terminal; `evreader list` and `evreader show` print to a pipe.")
    settings = context.settings
    with context.open_library():
        pass  # a library that cannot be used is said here, before the screen is taken
    from evreader.tui.app import run_app

    code: int = run_app(
        context.paths,
        settings,
        offline=context.offline,
        demo=context.arguments.demo,
        ascii_only=context.arguments.ascii,
    )
    return code


def serve_engine(context: Context) -> int:
    """Speak the engine's protocol on standard input and output until standard input ends."""
    import asyncio

    from evreader.engine.core import EngineError
    from evreader.engine.service import serve

    try:
        return asyncio.run(
            serve(context.paths, offline=context.offline, interval_seconds=context.settings.interval_seconds)
        )
    except EngineError as error:
        raise CommandError(str(error)) from error

"""Commands: arguments in, text or JSON Lines out."""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something failed, 2 usage or configuration."""
    from evreader.cli.commands import run

    return run(arguments)

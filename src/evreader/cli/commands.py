"""The commands."""

from collections.abc import Sequence


def run(arguments: Sequence[str] | None) -> int:
    """Parse the arguments and run the command they name."""
    raise SystemExit(2)

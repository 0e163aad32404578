"""Start evreader: `python -m evreader` and the `evreader` command."""

import sys


def main() -> int:
    """Run the command line and return its exit code."""
    from evreader.cli import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())

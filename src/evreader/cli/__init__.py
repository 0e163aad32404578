"""Commands: arguments in, text or JSON Lines out."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 something failed, 2 usage or configuration."""
    from evreader.cli.parser import build_parser

    parsed = build_parser().parse_args(arguments)

    from evreader.cli.commands import run
    from evreader.cli.output import CommandError, UsageError, say
    from evreader.config import ConfigError

    try:
        code = run(parsed)
        sys.stdout.flush()
    except (UsageError, ConfigError) as error:
        say(f"evreader: {error}")
        return 2
    except CommandError as error:
        say(f"evreader: {error}")
        return 1
    except BrokenPipeError:
        # The reader of a pipe has gone, as with `| head`: nothing is left to say, and nowhere to say it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        say(f"evreader: {error.strerror or error}{f': {error.filename}' if error.filename else ''}.")
        return 1
    return code

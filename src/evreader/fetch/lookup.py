"""Names to network addresses, in threads that never hold up the end of the program."""

import asyncio
import contextlib
import socket
import threading

from evreader.fetch.address import literal_address


async def look_up(host: str) -> list[str]:
    """All addresses of a host in the system's order of preference. Raises `OSError` (`socket.gaierror`).

    The thread is a daemon: a resolver that hangs for its half minute must not keep the engine from ending, as the
    loop's own pool of threads would.
    """
    literal = literal_address(host)
    if literal is not None:
        return [str(literal)]
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str], error: OSError | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(addresses)

    def ask() -> None:
        addresses: list[str] = []
        failure: OSError | None = None
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        except OSError as error:
            failure = error
        except UnicodeError:  # a label over 63 characters
            failure = socket.gaierror(socket.EAI_NONAME, "not a host name")
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, addresses, failure)

    threading.Thread(target=ask, name="look up a host", daemon=True).start()
    return await answer

"""A real HTTP server on 127.0.0.1 that answers as scripted and records what it was asked.

    server.route("/feed.xml", Reply(FEED, etag='"1"'))              the same answer always; 304 for its validators
    server.route("/feed.xml", [Reply(status=503), Reply(FEED)])     one after the other, the last for ever
    server.route("/feed.xml", lambda request: Reply(...))           whatever a function says
    server.requests[0].headers["user-agent"]

Everything that is not routed answers 404. Nothing sleeps: what is slow waits for `server.released` (or another event),
which is set at the end at the latest.
"""

import contextlib
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Request:
    """What was asked."""

    target: str
    """The path with its query, as sent."""
    headers: dict[str, str]
    """By lower-case name."""
    raw_headers: list[tuple[str, str]]
    at: float
    """On the monotonic clock, when the request had come in."""

    @property
    def path(self) -> str:
        """The path without its query."""
        return self.target.partition("?")[0]


@dataclass(frozen=True)
class Reply:
    """One answer."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/rss+xml"
    etag: str | None = None
    last_modified: str | None = None
    """A request that carries this or the etag gets 304."""
    compress: bool = False
    """Send it as gzip, with Content-Encoding."""
    claim: int | None = None
    """The Content-Length to claim; where it is more than the body, the connection is cut after the body."""
    pieces: Iterable[bytes] | None = None
    """Send these instead of `body`, one by one, without Content-Length, ended by closing the connection."""
    wait: threading.Event | None = None
    """Answer only when this is set."""
    wait_after: int | None = None
    """Send so many bytes of the body, then wait for `wait`."""
    drop: bool = False
    """Close the connection without an answer."""
    raw: bytes | None = None
    """Send exactly this, then close."""


Answer = Reply | list[Reply] | Callable[[Request], Reply]


def redirect(to: str, status: int = 302) -> Reply:
    """An answer that sends elsewhere."""
    return Reply(status=status, headers={"Location": to}, body=b"moved", content_type="text/plain")


def gzip_bomb(size: int) -> Reply:
    """`size` zero bytes as gzip, about a thousandth of that on the wire."""
    return Reply(gzip.compress(bytes(size), 9), headers={"Content-Encoding": "gzip"})


class Server:
    """The server; a context manager."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        """Connections accepted so far."""
        self.most_at_once = 0
        """The most requests that were under way together."""
        self.released = threading.Event()
        self.errors: list[BaseException] = []
        self._routes: dict[str, Answer] = {}
        self._taken: dict[str, int] = {}
        self._under_way = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_GET(self) -> None:
                server._serve(self)

            def log_message(self, *arguments: object) -> None:
                pass

        class Listener(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def process_request(self, request: Any, client_address: Any) -> None:
                with server._lock:
                    server.connections += 1
                    server._open.add(request)
                request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                super().process_request(request, client_address)

            def shutdown_request(self, request: Any) -> None:
                with server._lock:
                    server._open.discard(request)
                super().shutdown_request(request)

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # a client may go away whenever it likes

        self._listener = Listener(("127.0.0.1", 0), Handler)
        self.port: int = self._listener.server_address[1]
        if tls is not None:
            self._listener.socket = tls.wrap_socket(self._listener.socket, server_side=True)
        self.origin = f"{'http' if tls is None else 'https'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
        assert not self.errors, self.errors

    def stop(self) -> None:
        """End all connections and stop listening: from now on connections are refused."""
        self.released.set()
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def url(self, path: str) -> str:
        """The address of a path on this server."""
        return self.origin + path

    def route(self, path: str, answer: Answer) -> str:
        """Script a path; gives its address. A path with a query is looked for first, then without."""
        with self._lock:
            self._routes[path] = answer
            self._taken[path] = 0
        return self.url(path)

    def asked(self, path: str) -> list[Request]:
        """The requests for a path so far."""
        with self._lock:
            return [request for request in self.requests if path in (request.path, request.target)]

    def wait_for(self, count: int, path: str | None = None, timeout: float = 10.0) -> bool:
        """Wait until so many requests have come in (for a path); False where they have not in time."""
        with self._arrived:
            return self._arrived.wait_for(
                lambda: sum(path is None or path in (r.path, r.target) for r in self.requests) >= count, timeout
            )

    def _next(self, request: Request) -> Reply:
        with self._lock:
            key = request.target if request.target in self._routes else request.path
            answer = self._routes.get(key)
            if isinstance(answer, list):
                number = self._taken[key]
                self._taken[key] += 1
                return answer[min(number, len(answer) - 1)]
        if answer is None:
            return Reply(b"nothing here", status=404, content_type="text/plain")
        return answer if isinstance(answer, Reply) else answer(request)

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        request = Request(
            target=handler.path,
            headers={name.lower(): value for name, value in handler.headers.items()},
            raw_headers=list(handler.headers.items()),
            at=time.monotonic(),
        )
        with self._arrived:
            self.requests.append(request)
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
            self._arrived.notify_all()
        try:
            self._answer(handler, request, self._next(request))
        except OSError:
            handler.close_connection = True
        except Exception as error:
            self.errors.append(error)
            handler.close_connection = True
        finally:
            with self._lock:
                self._under_way -= 1

    def _answer(self, handler: BaseHTTPRequestHandler, request: Request, reply: Reply) -> None:
        if reply.wait is not None and reply.wait_after is None:
            reply.wait.wait(30)
        if reply.drop or reply.raw is not None:
            if reply.raw is not None:
                handler.wfile.write(reply.raw)
            handler.close_connection = True
            return
        head = self._head(request, reply)
        handler.send_response_only(head.status)
        handler.send_header("Date", handler.date_time_string())
        for name, value in head.headers.items():
            handler.send_header(name, value)
        cut = head.claim is not None and head.claim > len(head.body)
        if head.pieces is not None or cut:
            handler.close_connection = True
        if head.pieces is None and head.status != 304:
            handler.send_header("Content-Length", str(len(head.body) if head.claim is None else head.claim))
        elif head.pieces is not None:
            handler.send_header("Connection", "close")
        handler.end_headers()
        if head.status == 304:
            return
        if head.pieces is not None:
            for piece in head.pieces:
                handler.wfile.write(piece)
                handler.wfile.flush()
        elif head.wait is not None and head.wait_after is not None:
            handler.wfile.write(head.body[: head.wait_after])
            handler.wfile.flush()
            head.wait.wait(30)
            handler.wfile.write(head.body[head.wait_after :])
        else:
            handler.wfile.write(head.body)

    def _head(self, request: Request, reply: Reply) -> Reply:
        """The reply as it goes out: with all its header fields, or as 304."""
        headers = dict(reply.headers)
        if reply.etag is not None:
            headers["ETag"] = reply.etag
        if reply.last_modified is not None:
            headers["Last-Modified"] = reply.last_modified
        given = (request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        same = given[0] == reply.etag if given[0] is not None else given[1] == reply.last_modified
        if reply.status == 200 and same and any(value is not None for value in given):
            return Reply(status=304, headers=headers)
        body = reply.body
        if reply.content_type:
            headers.setdefault("Content-Type", reply.content_type)
        if reply.compress:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        return Reply(
            body,
            status=reply.status,
            headers=headers,
            claim=reply.claim,
            pieces=reply.pieces,
            wait=reply.wait,
            wait_after=reply.wait_after,
        )

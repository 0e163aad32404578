"""TLS: the name asked for is the name checked, although the connection goes to a network address."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.fetching import LOOPBACK, Names
from support.server import Reply, Server, redirect

from evreader.fetch import Fetcher, FetchError, Response

FEED = b"<rss version='2.0'><channel><title>Kilowatt Weekly</title></channel></rss>"

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the certificate is made by openssl")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for news.example that signs itself, and its key."""
    directory = tmp_path_factory.mktemp("tls")
    paths = directory / "certificate.pem", directory / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    command += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
    subprocess.run([*command, "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    return paths


@pytest.fixture
def secure_server(certificate: tuple[Path, Path]) -> Iterator[tuple[Server, list[str | None]]]:
    """A server that speaks TLS, and the names clients asked it for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    names: list[str | None] = []
    context.sni_callback = lambda connection, name, _: names.append(name)
    with Server(context) as running:
        yield running, names


def fetch(host: str, port: int, path: str = "/feed") -> Response:
    async def once() -> Response:
        async with Fetcher(resolve=Names(**{host.replace(".", "__"): [LOOPBACK]})) as fetcher:
            return await fetcher.get(f"https://{host}:{port}{path}", private_host=host)

    return asyncio.run(once())


def test_the_certificate_is_checked_against_the_name(
    secure_server: tuple[Server, list[str | None]], certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server, names = secure_server
    server.route("/feed", Reply(FEED))
    assert fetch("news.example", server.port).body == FEED
    assert server.requests[0].headers["host"] == f"news.example:{server.port}"
    with pytest.raises(FetchError) as caught:
        fetch("other.example", server.port)
    assert caught.value.kind == "tls"
    assert caught.value.message.startswith("The certificate of other.example is not valid: ")
    assert names == ["news.example", "other.example"]


def test_a_certificate_nobody_vouches_for_is_refused(secure_server: tuple[Server, list[str | None]]) -> None:
    server, _ = secure_server
    with pytest.raises(FetchError) as caught:
        fetch("news.example", server.port)
    assert caught.value.kind == "tls"
    assert server.requests == []


def test_a_redirect_from_https_to_http_is_not_followed(
    secure_server: tuple[Server, list[str | None]],
    certificate: tuple[Path, Path],
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    plain = server.route("/feed", Reply(FEED)).replace(LOOPBACK, "news.example")
    secure_server[0].route("/feed", redirect(plain, 301))
    with pytest.raises(FetchError) as caught:
        fetch("news.example", secure_server[0].port)
    assert caught.value.kind == "redirect"
    assert "from https to plain http" in caught.value.message
    assert server.requests == []

"""Bodies: gzip only, bounded after decoding, and what came is kept where one breaks off."""

import asyncio
import gzip
import random
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fetching import LOOPBACK, failure, fetch
from support.server import Reply, Server, gzip_bomb

from evreader.fetch import Fetcher, FetchError, Limits
from evreader.fetch.body import Body, BodyTooBig
from evreader.model import Validators

FEED = b"<rss version='2.0'><channel><title>Kilowatt Weekly</title></channel></rss>"
NOISE = random.Random(7).randbytes(300_000)


def decode(data: bytes, *, limit: int = 10_000_000, encoded: bool = False, step: int = 4096) -> tuple[bytes, bool]:
    body = Body(limit, encoded=encoded)
    for start in range(0, len(data), step):
        for _ in body.feed(data[start : start + step]):
            pass
    body.finish()
    return body.content, body.complete


@given(
    st.binary(max_size=3000).filter(lambda body: body[:2] != b"\x1f\x8b"),
    st.integers(min_value=0, max_value=2),
    st.integers(min_value=1, max_value=700),
)
@settings(deadline=None, max_examples=60)
def test_what_was_compressed_comes_out_however_it_is_cut(body: bytes, layers: int, step: int) -> None:
    data = body
    for _ in range(layers):
        data = gzip.compress(data)
    assert decode(data, encoded=True, step=step) == (body, True)


@given(st.binary(max_size=400), st.integers(min_value=1, max_value=50))
@settings(deadline=None, max_examples=80)
def test_no_bytes_make_it_fail_or_exceed_the_limit(data: bytes, step: int) -> None:
    for prefix in (b"", b"\x1f\x8b", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"):
        try:
            content, _ = decode(prefix + data, limit=1000, encoded=True, step=step)
        except BodyTooBig:
            continue
        assert len(content) <= 1000


@pytest.mark.parametrize("encoded", [True, False])
@pytest.mark.parametrize("step", [1, 2, 3, 100_000])
def test_several_gzip_members_and_padding_are_one_body(encoded: bool, step: int) -> None:
    data = gzip.compress(b"first ") + gzip.compress(b"") + gzip.compress(b"second") + bytes(100)
    assert decode(data, encoded=encoded, step=step) == (b"first second", True)


@pytest.mark.parametrize("cut", [1, 5, 12, 1000, 200_000])
def test_a_compressed_body_that_breaks_off_gives_what_came(cut: int) -> None:
    content, complete = decode(gzip.compress(NOISE)[:-cut])
    assert not complete
    assert NOISE.startswith(content)
    assert len(content) >= len(NOISE) - cut - 65_536


def test_a_damaged_compressed_body_gives_what_came_before_the_damage() -> None:
    data = bytearray(gzip.compress(b"kilowatt " * 50_000, 0))
    data[200_000] ^= 0xFF
    data[131_080:131_085] = b"\xff" * 5
    content, complete = decode(bytes(data))
    assert not complete
    assert content


def test_endless_empty_members_come_to_an_end() -> None:
    content, complete = decode(gzip.compress(b"start") + gzip.compress(b"") * 2000)
    assert (content, complete) == (b"start", False)


def test_exactly_the_limit_is_allowed_and_one_byte_more_is_not() -> None:
    assert len(decode(gzip.compress(NOISE), limit=len(NOISE))[0]) == len(NOISE)
    with pytest.raises(BodyTooBig):
        decode(gzip.compress(NOISE), limit=len(NOISE) - 1)
    with pytest.raises(BodyTooBig):
        decode(NOISE, limit=len(NOISE) - 1)


def test_gzip_is_decoded(server: Server) -> None:
    assert fetch(server.route("/feed", Reply(FEED, compress=True))).body == FEED


def test_gzip_is_decoded_where_the_header_keeps_it_secret(server: Server) -> None:
    assert fetch(server.route("/feed.xml.gz", Reply(gzip.compress(FEED)))).body == FEED


def test_a_compressed_file_sent_compressed_is_decoded(server: Server) -> None:
    assert fetch(server.route("/feed.xml.gz", Reply(gzip.compress(FEED), compress=True))).body == FEED


@pytest.mark.parametrize("body", [FEED, b"x", b"\x1f"])
def test_a_plain_body_that_claims_to_be_gzip_is_taken_as_it_is(server: Server, body: bytes) -> None:
    assert fetch(server.route("/feed", Reply(body, headers={"Content-Encoding": "gzip"}))).body == body


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, br", "compress", "x"])
def test_every_other_encoding_is_refused_unread(server: Server, coding: str) -> None:
    error = failure(server.route("/feed", Reply(zlib.compress(FEED), headers={"Content-Encoding": coding})))
    assert (error.kind, error.status) == ("http", 200)
    assert "encoding" in error.message


@pytest.mark.parametrize(("kind", "size"), [("feed", 15 * 1024 * 1024), ("page", 5_000_000), ("image", 5_000_000)])
def test_a_bomb_is_stopped_at_the_cap_after_decoding(server: Server, kind: str, size: int) -> None:
    assert len(fetch(server.route("/fits", gzip_bomb(size)), kind=kind).body) == size
    error = failure(server.route("/bomb", gzip_bomb(size + 1)), kind=kind)
    assert error.kind == "too_big"
    assert f"{size / 1e6:.0f} MB" in error.message


def test_a_bomb_in_a_bomb_is_stopped(server: Server) -> None:
    inner = gzip.compress(bytes(50_000_000), 9)
    bomb = Reply(gzip.compress(inner, 9), headers={"Content-Encoding": "gzip"})
    assert failure(server.route("/bomb", bomb)).kind == "too_big"


def test_a_body_without_end_is_stopped_at_the_cap(server: Server) -> None:
    def endless() -> Iterator[bytes]:
        while not server.released.is_set():
            yield NOISE

    url = server.route("/feed", Reply(pieces=endless()))
    assert failure(url).kind == "too_big"


def test_a_cap_can_be_named(server: Server) -> None:
    url = server.route("/feed", Reply(FEED))
    assert failure(url, max_bytes=10).message == "127.0.0.1 sent more than 10 bytes, which evreader does not read."


@pytest.mark.parametrize("compress", [False, True])
def test_a_body_cut_off_is_given_as_far_as_it_came_without_validators(server: Server, compress: bool) -> None:
    body = gzip.compress(NOISE)[:-9] if compress else NOISE
    headers = {"Content-Encoding": "gzip"} if compress else {}
    url = server.route("/feed", Reply(body, headers=headers, etag='"1"', claim=len(body) + 9))
    response = fetch(url)
    assert response.truncated
    assert response.body == NOISE[: len(response.body)]
    assert len(response.body) > 200_000
    assert response.validators == Validators()


def test_a_compressed_body_cut_off_is_noticed_although_its_length_is_right(server: Server) -> None:
    url = server.route("/feed", Reply(gzip.compress(FEED)[:-6], headers={"Content-Encoding": "gzip"}, etag='"1"'))
    response = fetch(url)
    assert (response.body, response.truncated, response.validators) == (FEED, True, Validators())


def test_a_body_cut_off_before_its_first_byte_is_an_error(server: Server) -> None:
    assert failure(server.route("/feed", Reply(b"", claim=500))).kind == "cut_off"


@pytest.mark.parametrize("reply", [Reply(b""), Reply(status=204), Reply(status=205), Reply(gzip.compress(b""))])
def test_an_empty_body_is_an_error(server: Server, reply: Reply) -> None:
    assert failure(server.route("/feed", reply)).kind == "empty"


def test_large_bodies_wait_for_each_other_and_all_come(server: Server) -> None:
    """Each body of 2 MB stops after 1.5 MB, so that all are large before the first can end."""
    body = bytes(2_000_000)
    for number in range(6):
        server.route(f"/{number}", Reply(body, wait=server.released, wait_after=1_500_000))

    async def all_of_them() -> list[int]:
        async with Fetcher(Limits(large_bodies=2)) as fetcher:
            gets = [fetcher.get(server.url(f"/{number}"), private_host=LOOPBACK) for number in range(6)]
            work = asyncio.gather(*gets)
            assert await asyncio.to_thread(server.wait_for, 6)
            server.released.set()
            return [len(response.body) for response in await work]

    assert asyncio.run(all_of_them()) == [2_000_000] * 6


def test_a_refused_body_leaves_the_fetcher_usable(server: Server) -> None:
    server.route("/bomb", gzip_bomb(20_000_000))
    server.route("/feed", Reply(FEED))

    async def both() -> bytes:
        async with Fetcher(Limits(loopback_connections=1)) as fetcher:
            for _ in range(3):
                with pytest.raises(FetchError):
                    await fetcher.get(server.url("/bomb"), private_host=LOOPBACK)
            return (await fetcher.get(server.url("/feed"), private_host=LOOPBACK)).body

    assert asyncio.run(both()) == FEED

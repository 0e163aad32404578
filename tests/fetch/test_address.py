"""Which addresses are private, public, or none at all."""

import contextlib
from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evreader.fetch import FetchError, check_address, host_of, is_loopback_host, is_private_host
from evreader.fetch.address import is_public
from evreader.text import without_credentials


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.9",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "4000::1",
    ],
)
def test_not_public(address: str) -> None:
    assert not is_public(ip_address(address))
    assert is_private_host(address)
    assert is_private_host(f"[{address}]" if ":" in address else f"{address}.")


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "193.99.144.80",
        "223.255.255.1",
        "2606:4700::1111",
        "2a02:2e0:3fe::1",
        "64:ff9b::808:808",
        "::ffff:8.8.8.8",
        "2002:808:808::1",
    ],
)
def test_public(address: str) -> None:
    assert is_public(ip_address(address))
    assert not is_private_host(address)


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("feeds.localhost", True),
        ("printer", True),
        ("nas.local", True),
        ("router.lan", True),
        ("wiki.internal", True),
        ("box.home.arpa", True),
        ("2130706433", True),
        ("0x7f000001", True),
        ("0x7f.1", True),
        ("127.1", True),
        ("0177.0.0.1", True),
        ("017700000001", True),
        ("134744072", False),
        ("news.example", False),
        ("local.example", False),
        ("localhost.example", False),
        ("1.2.3.4.example", False),
        ("xn--mnchen-3ya.example", False),
    ],
)
def test_private_by_name_or_number(host: str, private: bool) -> None:
    assert is_private_host(host) is private


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("[::1]", True),
        ("localhost", True),
        ("a.localhost", True),
        ("10.0.0.1", False),
        ("news.example", False),
        ("localhost.example", False),
    ],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback_host(host) is loopback


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/feed",
        "HTTPS://News.Example:8443/feed?x=1#y",
        "http://mara:secret@news.example/feed",
        "http://[2606:4700::1111]/feed",
        "http://93.184.215.14/",
        "https://bücher.example/feed",
    ],
)
def test_addresses_that_may_be_fetched(url: str) -> None:
    check_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/feed",
        "//news.example/feed",
        "/feed",
        "ftp://news.example/feed",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/xml,<rss/>",
        "http:///feed",
        "http://",
        "https:news.example",
        "http://news.example:0/",
        "http://news.example:99999/",
        "http://news.example:port/",
        "http://[::1",
        "http://news .example/",
        "http://news.example/\n",
        "http://news.example\\@10.0.0.1/",
        "ht\ttp://news.example/",
        "http://\x00/",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://mara:secret@127.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://news.example@10.0.0.1/",
    ],
)
def test_addresses_that_may_not(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        check_address(url)
    assert caught.value.kind == "address"
    assert caught.value.message.endswith(".")
    assert "secret" not in caught.value.message
    assert caught.value.message.isprintable()


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("http://localhost:8080/feed", "localhost"),
        ("http://LOCALHOST./feed", "localhost"),
        ("http://10.0.0.5/feed", "10.0.0.5"),
        ("http://[fd00::5]/feed", "fd00::5"),
        ("http://[fd00::5]/feed", "[FD00::5]"),
        ("http://nas.local/feed", "nas.local"),
    ],
)
def test_a_private_host_may_be_fetched_where_it_was_named(url: str, named: str) -> None:
    check_address(url, private_host=named)
    with pytest.raises(FetchError):
        check_address(url, private_host="10.0.0.6")
    with pytest.raises(FetchError):
        check_address(url, private_host="")


def test_credentials_can_be_refused() -> None:
    for url in ("http://mara@news.example/", "http://mara:secret@news.example/", "http://:@news.example/"):
        check_address(url)
        with pytest.raises(FetchError):
            check_address(url, credentials=False)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://mara:secret@News.Example.:8443/feed", "news.example"),
        ("http://[FD00::5]:80/", "fd00::5"),
        ("news.example/feed", ""),
        ("http://[::1", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://mara:secret@news.example:8443/feed?a=b#c", "https://news.example:8443/feed?a=b#c"),
        ("https://mara:se@cret@news.example/", "https://news.example/"),
        ("https://news.example/@mara", "https://news.example/@mara"),
        ("http://mara:secret@[::1", ""),
    ],
)
def test_addresses_without_credentials(url: str, shown: str) -> None:
    assert without_credentials(url) == shown


@given(st.text(max_size=60), st.text(max_size=20))
@settings(deadline=None, max_examples=200)
def test_any_text_is_allowed_or_refused_and_never_fails(text: str, host: str) -> None:
    for url in (text, f"http://{text}", f"http://{host}/{text}", f"http://mara:secret@{host}"):
        host_of(url)
        assert "secret" not in without_credentials(url) or "@" not in url
        is_private_host(host)
        with contextlib.suppress(FetchError):  # any other exception fails the test
            check_address(url, private_host=host)

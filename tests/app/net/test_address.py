import contextlib
from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.app.net.address import ANYWHERE, PUBLIC, checked_url, host_of, is_public, policy_allowing
from detente.errors import FetchError

NOT_PUBLIC = [
    "127.0.0.1",
    "127.255.0.9",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
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
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:7f00:1",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "fd00::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "100::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2606:4700::5efe:7f00:1",
    "2606:4700::200:5efe:a00:1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_of_the_public_internet_are_told(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_public_internet_are_told(address: str) -> None:
    assert is_public(ip_address(address))


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_ipv6_is_as_public_as_it_is_alone(address) -> None:
    assert is_public(ip_address(f"::ffff:{address}")) == is_public(ip_address(f"64:ff9b::{address}")) == is_public(address)
    assert not is_public(ip_address(f"::{address}"))


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.org/a",
        "file:///etc/hosts",
        "gopher://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/a",
        "nonsense",
        "",
        "http://",
        "http:///a",
        "http://[::1",
        "http://user:pw@example.org/",
        "http://user@example.org/",
        "http://@example.org/",
        "http://example.org\\@127.0.0.1/",
        "http:\\\\example.org/",
        "http://example.org/a\\b",
        "http://exa mple.org/",
        "http://example.org/a b",
        "http://example.org/\x00",
        "http://example.org/a\nHost: b",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://127.1/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.0x1/",
        "http://1.2.3.4.5/",
        "http://127.0.0.1./x/../",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://exam%70le.org/",
        "http://127.0.0.1%00.org/",
        "http://１２７.０.０.１/",
        "http://[fe80::1%25eth0]/",
        "http://①②⑦.0.0.1/",
        "http://example..org/",
        "http://a" + "a" * 9000,
    ],
)
def test_what_is_no_http_address_that_all_read_alike_is_refused(text: str) -> None:
    with pytest.raises(FetchError):
        checked_url(text)


def test_a_password_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(FetchError) as caught:
        checked_url("https://somebody:secret@example.org/a")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("HTTP://Example.ORG./a", "example.org"),
        (" https://example.org/a?b=c@d ", "example.org"),
        ("https://例え.jp/x", "xn--r8jz45g.jp"),
        ("http://8.8.8.8:8080/", "8.8.8.8"),
        ("http://[2606:4700::1]/", "2606:4700::1"),
        ("http://3com.example/", "3com.example"),
    ],
)
def test_the_host_of_an_address_is_known(text: str, host: str) -> None:
    assert host_of(checked_url(text)) == host


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_does_anything_but_pass_or_be_refused(text: str) -> None:
    with contextlib.suppress(FetchError):
        assert checked_url("http://" + text).scheme == "http"


def test_ones_own_hosts_are_allowed_by_name_by_address_and_by_network() -> None:
    policy = policy_allowing(("feeds.intern", "10.1.0.0/16", "127.0.0.1"))
    for host in ("feeds.intern", "10.1.2.3", "127.0.0.1"):
        policy.check(host, ip_address("10.9.9.9"))
    for host in ("other.intern", "10.2.0.1", "127.0.0.2"):
        with pytest.raises(FetchError, match="private network"):
            policy.check(host, ip_address("10.1.2.3"))


def test_a_name_that_is_not_allowed_may_not_lead_into_an_allowed_network() -> None:
    with pytest.raises(FetchError):
        policy_allowing(("10.0.0.0/8",)).check("example.org", ip_address("10.1.2.3"))


def test_nothing_is_allowed_by_default_and_everything_where_the_checks_are_lifted() -> None:
    with pytest.raises(FetchError):
        PUBLIC.check("localhost", ip_address("127.0.0.1"))
    ANYWHERE.check("localhost", ip_address("127.0.0.1"))

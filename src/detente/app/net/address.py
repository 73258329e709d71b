"""Which hosts and addresses may be connected to.

In: addresses as they are written, hosts as they resolve. Out: a parsed address, or a FetchError that says why not.

Holds: an address of this machine, of a private or special network, or one that leads into such a network by a tunnel
(IPv4 in IPv6, 6to4, Teredo, ISATAP, NAT64) is refused, unless the user allowed the host by name. What browsers and
libraries read in different ways (backslashes, userinfo, numbers that stand for an address) is refused unread.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx2

from detente.errors import FetchError

_LONGEST = 8_192
_UNREADABLE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
# A last label that is a number makes the host an IPv4 address, in whatever base: 127.1, 0x7f000001, 017700000001.
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_USERINFO = re.compile(r"[a-z][a-z0-9+.-]*:/*[^/?#]*@", re.IGNORECASE)

_V4_SPECIAL = (IPv4Network("192.88.99.0/24"),)
# Of IPv6 only this part is given out to the public Internet.
_V6_PUBLIC = IPv6Network("2000::/3")
_V6_SPECIAL = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)

Address = IPv4Address | IPv6Address


def _inner_v4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address carries and that packets to it are passed on to."""
    if address.ipv4_mapped is not None or address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_public(address: Address) -> bool:
    """Whether an address is one of the public Internet."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in network for network in _V4_SPECIAL)
    if inner := _inner_v4(address):
        return is_public(inner)
    if int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        return False
    return address in _V6_PUBLIC and not any(address in network for network in _V6_SPECIAL)


def literal(host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Policy:
    """Which hosts of one's own may be reached besides the public Internet.

    `hosts` are names or addresses as they stand in a url, `networks` hold addresses that stand there as numbers;
    `anywhere` lifts all checks of addresses, for tests and for a user who asked for it.
    """

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    anywhere: bool = False

    def names(self, host: str) -> bool:
        """Whether the user allowed this host, wherever it is."""
        if self.anywhere or host in self.hosts:
            return True
        address = literal(host)
        return address is not None and any(address in network for network in self.networks)

    def check(self, host: str, address: Address) -> None:
        """Raise FetchError where a host may not be reached at an address."""
        if not self.names(host) and not is_public(address):
            raise FetchError("an address of this machine or of a private network", where=host, hint="allow_hosts names one's own hosts")


PUBLIC = Policy()
ANYWHERE = Policy(anywhere=True)


def policy_allowing(entries: tuple[str, ...]) -> Policy:
    """A policy from the user's list of host names, addresses and networks (`10.0.0.0/8`)."""
    hosts, networks = set(), []
    for entry in entries:
        try:
            networks.append(ip_network(entry))
        except ValueError:
            hosts.add(entry.strip().lower().rstrip("."))
    return Policy(frozenset(hosts), tuple(networks))


def _host_fault(host: str) -> str | None:
    if not host:
        return "no host"
    if literal(host) is not None:
        return "an address with a zone in it" if "%" in host else None
    if not _HOST.fullmatch(host):
        return "a host that is no name"
    if _NUMBER.fullmatch(host.rstrip(".").rsplit(".", 1)[-1]):
        return "a host that spells an address in numbers"
    return None


def _without_userinfo(url: str) -> str:
    return _USERINFO.sub(lambda found: found[0].partition(":")[0] + "://", url)[:200]


def checked_url(text: str) -> httpx2.URL:
    """The address, where it is an http(s) one that all programs read alike; FetchError for any other."""
    text = text.strip(" \t\r\n")
    if len(text) > _LONGEST:
        raise FetchError("an address longer than 8,192 characters", where=text[:80])
    if _UNREADABLE.search(text):
        raise FetchError("an address with a backslash, a space or a control character in it", where=repr(_without_userinfo(text)))
    if _USERINFO.match(text):
        raise FetchError("an address with a name or password in it", where=_without_userinfo(text))
    try:
        url = httpx2.URL(text)
        host, port = url.raw_host.decode("ascii").lower(), url.port
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError(f"not an http(s) address: {error}", where=text[:200]) from None
    if url.scheme not in ("http", "https") or not host:
        raise FetchError("not an http(s) address", where=text[:200])
    if fault := _host_fault(host):
        raise FetchError(fault, where=text[:200])
    if port is not None and not 0 < port < 65_536:
        raise FetchError("a port that there is not", where=text[:200])
    return url


def host_of(url: httpx2.URL) -> str:
    """The host as policies, robots and delays know it: lower case, without the dot at its end."""
    return url.raw_host.decode("ascii").lower().rstrip(".")

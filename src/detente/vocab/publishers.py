"""What sort of publisher a report comes from: official, state media, wire, news, analysis.

In: a publisher's name, or an address. Out: its class.

Holds: a name of the list goes before the address, the address before words in the name (`… (fact sheet)`,
`State news agency …`); what none of them tells is OTHER, never a guess. The class says who publishes, not whether it is true.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from detente.errors import RecordError
from detente.vocab.table import Row, rows


class PublisherClass(StrEnum):
    """Who publishes: a state's organ, a medium that a state directs, a news agency, other media, institutes and opinion."""

    OFFICIAL = "official"
    STATE_MEDIA = "state media"
    WIRE = "wire"
    NEWS = "news"
    ANALYSIS = "analysis"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Outlet:
    """One publisher. `names` has the usual one first; `hosts` are host names, or the end of them; `state` is where it is at home."""

    names: tuple[str, ...]
    hosts: tuple[str, ...]
    kind: PublisherClass
    state: str
    source: str


def _class(row: Row) -> PublisherClass:
    try:
        return PublisherClass(row["class"])
    except ValueError as error:
        raise RecordError(str(error), where=row.where) from None


@cache
def outlets() -> tuple[Outlet, ...]:
    """The publishers that are listed."""
    columns = ("names", "hosts", "class", "state", "source")
    return tuple(
        Outlet(row.many("names"), row.many("hosts"), _class(row), row["state"], row.needed("source"))
        for row in rows("publishers.csv", columns)
    )


def _plain(name: str) -> str:
    return re.sub(r"^the ", "", " ".join(name.casefold().split()))


@cache
def _by_name() -> dict[str, PublisherClass]:
    return {_plain(name): outlet.kind for outlet in outlets() for name in outlet.names}


@cache
def _by_host() -> dict[str, PublisherClass]:
    return {host: outlet.kind for outlet in outlets() for host in outlet.hosts}


@cache
def _by_words() -> tuple[tuple[re.Pattern[str], PublisherClass], ...]:
    """In order of the table: the first row that occurs in a name decides."""
    table = rows("publisher_words.csv", ("class", "words"))
    return tuple((re.compile(rf"\b(?:{'|'.join(map(re.escape, row.many('words')))})\b"), _class(row)) for row in table)


def host_of(url: str) -> str:
    """The host of an address, without `www.`; empty where there is none."""
    match = re.match(r"[a-z][a-z0-9+.-]*://(?:[^/@]*@)?([^/:?#]+)", url.lower())
    return match[1].removeprefix("www.") if match else ""


def _class_of_host(host: str) -> PublisherClass | None:
    labels = host.split(".")
    ends = (".".join(labels[index:]) for index in range(len(labels)))
    return next((_by_host()[end] for end in ends if end in _by_host()), None)


@lru_cache(maxsize=4096)
def publisher_class(publisher: str | None, url: str | None = None) -> PublisherClass:
    """The class of who published a report."""
    name = _plain(publisher or "")
    if name in _by_name():
        return _by_name()[name]
    listed = _class_of_host(host_of(url)) if url else None
    if listed is not None:
        return listed
    return next((kind for words, kind in _by_words() if words.search(name)), PublisherClass.OTHER)

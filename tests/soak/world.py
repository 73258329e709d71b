"""The world of the soak test: sources on this machine that grow, change their order and fail, and a clock that runs fast."""

import random
import socket
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape

from tests.publisher import Asked, Publisher, Reply

_START = datetime(2025, 11, 1, tzinfo=UTC)
# Seconds of the fast clock for one of the machine's: an hour's schedule is due again after a fifth of a second.
_FAST = 20_000
_ACTS = ("raises the duty", "weighs a quota", "lifts the ban", "delays the talks", "signs a deal")
_GOODS = ("steel", "wine", "soybeans", "rare earths", "café furniture", "naïve lorries")


def fast_clock(began: float) -> Callable[[], datetime]:
    """A clock that went on while nobody looked."""
    return lambda: _START + timedelta(seconds=(time.time() - began) * _FAST)


def item(source: int, number: int) -> str:
    """One item, written for testing; its words hold what charsets and escapes get wrong."""
    chance = random.Random(f"{source}/{number}")
    act, goods, rate = chance.choice(_ACTS), chance.choice(_GOODS), chance.randrange(1, 90)
    title = f"Council {source} {act} on {goods}, note {number}"
    said = f"The council of place {source} {act} on {goods} by {rate} percent & more, says note {number}."
    text = f"<p>{said}</p><p>Written for testing – “no news”.</p>"
    body = f"<![CDATA[{text}]]>" if number % 3 == 0 else escape(text)
    date = (_START - timedelta(hours=number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return (
        f"<item><guid>http://s{source}.example/{number}</guid><title>{escape(title)}</title>"
        f"<link>http://s{source}.example/{number}?utm_source=rss</link><description>{body}</description><pubDate>{date}</pubDate></item>"
    )


class Site:
    """A publisher of many sources; `share` of the items are shown, and with `failing` some answers are spoiled."""

    def __init__(self, publisher: Publisher, sources: int, items: int, seed: int) -> None:
        self.publisher = publisher
        self.items = [[item(source, number) for number in range(len(range(source, items, sources)))] for source in range(sources)]
        self.chance = random.Random(seed)
        self.share = 0.0
        self.failing = 0.3
        for source in range(sources):
            publisher.says[f"/s{source}"] = self._says(source)

    def shown(self) -> str:
        """What is shown now, as part of a validator."""
        return f"{self.share:.3f}"

    def _says(self, source: int):
        def says(asked: Asked, caller: socket.socket) -> Reply | bytes | None:
            if self.chance.random() < self.failing:
                return self._spoiled(source, caller)
            tag = f'"{source}-{self.shown()}"'
            if asked.headers.get("if-none-match") == tag and self.chance.random() < 0.7:
                return Reply(status=304, headers={"ETag": tag})
            return Reply(self.feed(source), headers={"ETag": tag, **self._clocks()})

        return says

    def _clocks(self) -> dict[str, str]:
        """Clocks that are years off, and none."""
        when = self.chance.choice(("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2060 00:00:00 GMT", ""))
        return {"Date": when, "Expires": when} if when else {}

    def feed(self, source: int) -> bytes:
        """The items that are shown, in another order each time."""
        shown = self.items[source][: max(1, round(len(self.items[source]) * self.share))]
        mixed = self.chance.sample(shown, len(shown))
        head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Written for testing</title>'
        return f"{head}{''.join(mixed)}</channel></rss>".encode()

    def _spoiled(self, source: int, caller: socket.socket) -> Reply | bytes | None:
        feed = self.feed(source)
        match self.chance.randrange(8):
            case 0:
                caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return None
            case 1:
                return Reply("try later", status=self.chance.choice((500, 502, 503, 429)))
            case 2:
                return Reply(feed[: self.chance.randrange(1, len(feed))])
            case 3:
                return Reply(feed, headers={"Content-Length": str(len(feed) + 500)})
            case 4:
                wrong = self.chance.choice(("utf-16", "koi8-r", "iso-8859-1", "no-such"))
                return Reply(feed, headers={"Content-Type": f"text/xml; charset={wrong}"})
            case 5:
                return Reply(feed.decode().encode("cp1252"), headers={"Content-Type": "text/xml; charset=utf-8"})
            case 6:
                return Reply("<html><body>Down for maintenance</body></html>")
            case _:
                return Reply(feed, headers={"Retry-After": "1", "ETag": "", "Last-Modified": "never"})

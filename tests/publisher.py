"""A publisher on this machine: says for each path what it is told to, as rudely as it is told, and writes down who asked."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HttpHeaders = dict[str, str]


@dataclass
class Asked:
    path: str
    headers: HttpHeaders


@dataclass
class Reply:
    body: bytes | str = b""
    status: int = 200
    headers: HttpHeaders = field(default_factory=dict)

    def bytes(self) -> bytes:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {"Content-Length": str(len(body)), "Connection": "close", **self.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status} Said\r\n{lines}\r\n".encode("latin-1", "replace") + body


Says = Reply | bytes | str | Callable[[Asked, socket.socket], "Reply | bytes | str | None"]


class Publisher:
    """`says` maps paths to what is said: a reply, raw bytes, or a function that may write to the socket itself and say nothing."""

    def __init__(self) -> None:
        self.says: dict[str, Says] = {}
        self.asked: list[Asked] = []
        self._server = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def close(self) -> None:
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(caller,), daemon=True).start()

    def _answer(self, caller: socket.socket) -> None:
        with caller:
            try:
                data = b""
                while b"\r\n\r\n" not in data:
                    part = caller.recv(65_536)
                    if not part:
                        return
                    data += part
                first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
                headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                asked = Asked(first.split(" ")[1], headers)
                self.asked.append(asked)
                says = self.says.get(asked.path.partition("?")[0], Reply("no such page", 404))
                said = says(asked, caller) if callable(says) else says
                if said is not None:
                    reply = Reply(said) if isinstance(said, str) else said
                    caller.sendall(reply.bytes() if isinstance(reply, Reply) else reply)
            except OSError:
                return


@contextmanager
def publisher() -> Iterator[Publisher]:
    held = Publisher()
    try:
        yield held
    finally:
        held.close()


def rss(*items: str, extra: str = "") -> str:
    channel = f"<channel><title>Written for testing</title>{extra}{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">{channel}</rss>'


def rss_item(
    name: str, *, title: str | None = None, text: str = "", link: str | None = None, date: str = "Thu, 30 Oct 2025 08:00:00 GMT"
) -> str:
    """An item whose guid is its name; the text was written for testing."""
    said = text or f"The White House said on Friday it would impose a 25 percent tariff on steel from Brazil, wrote {name}."
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    where = f"<link>{link}</link>" if link else ""
    named = f"<guid isPermaLink='false'>{name}</guid><title>{title or f'US to tax steel, says {name}'}</title>"
    return f"<item>{named}{where}<description>{said}</description>{dated}</item>"

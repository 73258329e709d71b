"""Addresses of pages in what leaves the site: whole ones, so that they lead back from a reader, a calendar or a mail."""

from dataclasses import dataclass
from urllib.parse import quote

from detente.model.claim import Claim
from detente.model.identity import claim_key
from detente.model.thread import Thread


@dataclass(frozen=True, slots=True)
class Addresses:
    """`base` is scheme and host of the site, without a slash at its end."""

    base: str

    def thread(self, thread: Thread) -> str:
        """The page of a matter."""
        return f"{self.base}/thread/{quote(thread.id)}"

    def claim(self, thread: Thread, claim: Claim) -> str:
        """The page of a claim's quote in its text."""
        return f"{self.thread(thread)}/claim/{claim_key(claim)}#quote"

    def at(self, path: str, query: str = "") -> str:
        """A page of ours."""
        return f"{self.base}{path}" + (f"?{query}" if query else "")


# Where the pages are unless somebody says otherwise: `detente serve` on this machine.
LOCAL = Addresses("http://127.0.0.1:8710")

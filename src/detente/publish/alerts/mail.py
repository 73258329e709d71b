"""A message as a mail: plain text and HTML of the same words."""

import json
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import cast

from detente.errors import QueryError
from detente.model.alerting import Delivery
from detente.model.record import Record


@dataclass(frozen=True, slots=True)
class _News:
    matter: str
    what: str
    quote: str
    source: str
    source_url: str | None
    url: str


def _news(body: str) -> list[_News]:
    data = cast(Record, json.loads(body)["data"])
    held = cast(list[dict[str, str]], data["news"])
    return [_News(n["matter"], n["what"], n["quote"], n["source"], n.get("source_url"), n["url"]) for n in held]


def _plain(news: _News) -> str:
    source = f"{news.source}{f', {news.source_url}' if news.source_url else ''}"
    return f"{news.matter}\n  {news.what}\n  “{news.quote}”\n  {source}\n  {news.url}\n"


def _html(news: _News) -> str:
    source = f'<a href="{escape(news.source_url)}">{escape(news.source)}</a>' if news.source_url else escape(news.source)
    return (
        f'<h2 style="font-size:16px"><a href="{escape(news.url)}">{escape(news.matter)}</a></h2>'
        f"<p>{escape(news.what)}</p><blockquote>{escape(news.quote)}</blockquote><p>{source}</p>"
    )


def subject_of(rule: str, count: int, first: str) -> str:
    """`detente: USA tariff on CHN (and 3 more; fentanyl)`."""
    more = f" and {count - 1} more" if count > 1 else ""
    return " ".join(f"detente: {first[:120]}{more} ({rule})".split())


def checked_address(text: str) -> str:
    """A mail address; QueryError for what is none, or more than one."""
    name, at, host = text.strip().rpartition("@")
    if not at or not name or not host or not text.isascii() or any(letter in text for letter in ',;<>\r\n\t "'):
        raise QueryError(f"not a mail address: {text[:80]!r}", where="mail", hint="write it as name@host")
    return text.strip()


def mail_of(delivery: Delivery, *, sender: str, receiver: str) -> EmailMessage:
    """The mail of a message; its id is that of the message, so that a second copy can be told."""
    news = _news(delivery.body)
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = receiver
    made["Subject"] = subject_of(delivery.rule, len(news), news[0].matter)
    made["Message-ID"] = f"<{delivery.id}@detente.invalid>"
    made["Date"] = delivery.created_at
    made["Auto-Submitted"] = "auto-generated"
    made.set_content("\n".join(map(_plain, news)))
    made.add_alternative(f'<!doctype html><html lang="en"><body>{"".join(map(_html, news))}</body></html>', subtype="html")
    return made

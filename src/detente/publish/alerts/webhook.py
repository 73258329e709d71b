"""A message as a webhook, signed as Standard Webhooks has it.

Out: headers `webhook-id`, `webhook-timestamp`, `webhook-signature` (`v1,` and HMAC-SHA256 of id, time and body), and the body.
The id stays the same when the message is tried again, so that who gets it twice can tell.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from detente.errors import QueryError
from detente.model.alerting import Firing, Rule
from detente.model.record import Json, Record
from detente.model.saved_search import saved_search_to_record

_PREFIX = "whsec_"


def new_secret() -> str:
    """A secret to sign with."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        raise QueryError("not a secret of Standard Webhooks", where="secret", hint="whsec_ and base64 of 24 to 64 bytes") from None


def signature(secret: str, name: str, at: datetime, body: str) -> str:
    """The signature of a message."""
    signed = f"{name}.{int(at.timestamp())}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def headers(secret: str, name: str, at: datetime, body: str) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of one try at an instant."""
    given = {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature(secret, name, at, body),
    }
    return tuple((key.encode(), value.encode()) for key, value in given.items())


def firing_to_record(firing: Firing) -> Record:
    """The public form of a firing."""
    return {
        "key": firing.key,
        "on": firing.on.value,
        "thread": firing.thread,
        "matter": firing.about,
        "what": firing.words,
        "quote": firing.quote,
        "source": firing.source,
        "source_url": firing.source_url,
        "url": firing.url,
    }


def body_of(rule: Rule, firings: Sequence[Firing], at: datetime) -> str:
    """The body of a message: type, time and data."""
    told: list[Json] = [firing_to_record(firing) for firing in firings]
    data: Record = {"rule": rule.name, "search": saved_search_to_record(rule.search), "news": told}
    return json.dumps({"type": "detente.news", "timestamp": at.isoformat(), "data": data}, ensure_ascii=False)

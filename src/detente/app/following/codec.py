"""Listings, items and pages as JSON, on their way between processes and into the database.

Holds: what goes in comes out the same. JSON, since a process that strangers' bytes have taken over must not be able to say
more than it could say in words.
"""

import json
from dataclasses import fields
from typing import Any

from detente.app.following.tasks import PageText
from detente.model.finding import Finding, Severity
from detente.sources.item import Facts, Item, Listing

Json = dict[str, Any]


def to_json(value: Listing | Item | PageText | Facts) -> str:
    """The JSON of it."""
    return json.dumps(_own_fields(value), ensure_ascii=True, default=_own_fields)


def _own_fields(value: Any) -> Json:
    """The fields of a dataclass as they are: `asdict` would copy all that is in them."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def facts_from(held: Json) -> Facts:
    """Facts again."""
    return Facts(**{**held, "corrected_by": tuple(held["corrected_by"])})


def item_from(held: Json) -> Item:
    """An item again."""
    return Item(**{**held, "facts": facts_from(held["facts"]) if held["facts"] else None})


def listing_from(held: Json) -> Listing:
    """A listing again."""
    return Listing(
        **{
            **held,
            "items": tuple(map(item_from, held["items"])),
            "more": tuple(held["more"]),
            "findings": tuple(Finding(**{**finding, "severity": Severity(finding["severity"])}) for finding in held["findings"]),
        }
    )


def page_from(held: Json) -> PageText:
    """A page's text again."""
    return PageText(**held)

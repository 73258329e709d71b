"""Listings, items and pages as JSON, on their way between processes and into the database.

Holds: what goes in comes out the same. JSON, since a process that strangers' bytes have taken over must not be able to say
more than it could say in words.
"""

import json
from dataclasses import asdict
from typing import Any

from detente.app.following.tasks import PageText
from detente.model.finding import Finding, Severity
from detente.sources.item import Facts, Item, Listing

Json = dict[str, Any]


def to_json(value: Listing | Item | PageText | Facts) -> str:
    """The JSON of it."""
    return json.dumps(asdict(value), ensure_ascii=True)


def facts_from(fields: Json) -> Facts:
    """Facts again."""
    return Facts(**{**fields, "corrected_by": tuple(fields["corrected_by"])})


def item_from(fields: Json) -> Item:
    """An item again."""
    return Item(**{**fields, "facts": facts_from(fields["facts"]) if fields["facts"] else None})


def listing_from(fields: Json) -> Listing:
    """A listing again."""
    return Listing(
        **{
            **fields,
            "items": tuple(map(item_from, fields["items"])),
            "more": tuple(fields["more"]),
            "findings": tuple(Finding(**{**finding, "severity": Severity(finding["severity"])}) for finding in fields["findings"]),
        }
    )


def page_from(fields: Json) -> PageText:
    """A page's text again."""
    return PageText(**fields)

"""The Federal Register's documents as its public API gives them.

In: the JSON of one page of results. Out: an item a document, with number, type and its clocks apart; the next page.
`asked_for` gives the address that asks for a window of days of publication.

Holds: signing, publication and effect are never mixed; a correction names what it corrects. The text is what the API
gives in words of the register: title, action, abstract, dates; of a document without an abstract the whole text is at `page`.
"""

import json
import re
from datetime import date
from urllib.parse import urlencode

from detente.model.finding import Finding, Severity
from detente.sources.item import Facts, Item, Listing, key_of
from detente.sources.json_feed import Fields, loaded
from detente.sources.links import link_of

FIELDS = (
    "document_number", "title", "type", "subtype", "action", "abstract", "dates", "publication_date", "signing_date", "effective_on",
    "html_url", "raw_text_url", "correction_of", "corrections", "agency_names",
)  # fmt: skip
_NUMBER = re.compile(r"(?:[A-Z]\d-)?\d{2,4}-\d{3,6}|\d{2,4}-\d{3,6}(?:-\d+)?")
_PER_PAGE = 100


def asked_for(url: str, since: date, until: date) -> str:
    """The address that asks for what was published from one day to another, both included, the earliest first."""
    window = [
        ("conditions[publication_date][gte]", since.isoformat()),
        ("conditions[publication_date][lte]", until.isoformat()),
        *(("fields[]", name) for name in FIELDS),
        ("per_page", str(_PER_PAGE)),
        ("order", "oldest"),
    ]
    return url + ("&" if "?" in url else "?") + urlencode(window)


def _words(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _day(fields: Fields, name: str) -> str | None:
    try:
        return date.fromisoformat(_words(fields, name)).isoformat()
    except ValueError:
        return None


def _number(words: str) -> str | None:
    """The document number at the end of an address of the API, or standing alone."""
    last = words.rstrip("/").rsplit("/", 1)[-1].partition(".")[0]
    return last if _NUMBER.fullmatch(last) else None


def _numbers(value: object) -> tuple[str, ...]:
    return tuple(number for words in value if isinstance(words, str) and (number := _number(words))) if isinstance(value, list) else ()


def _facts(fields: Fields, number: str) -> Facts:
    return Facts(
        number=number,
        type=_words(fields, "subtype") or _words(fields, "type"),
        signed=_day(fields, "signing_date"),
        published=_day(fields, "publication_date"),
        effective=_day(fields, "effective_on"),
        corrects=_number(_words(fields, "correction_of")),
        corrected_by=_numbers(fields.get("corrections")),
    )


def _item(fields: Fields) -> Item | None:
    number = _words(fields, "document_number")
    if not number:
        return None
    facts, abstract, base = _facts(fields, number), _words(fields, "abstract"), "https://www.federalregister.gov/"
    parts = [words for name in ("action", "abstract", "dates") if (words := _words(fields, name))]
    return Item(
        key=key_of("federal-register", number),
        url=link_of(_words(fields, "html_url"), base),
        title=_words(fields, "title"),
        text="\n\n".join(parts),
        published=facts.published,
        page=None if abstract else link_of(_words(fields, "raw_text_url"), base),
        facts=facts,
    )


def register_listing(text: str, *, url: str, most: int) -> Listing:
    """The documents of one page of results, `most` at most, and the address of the next page."""
    held = loaded(text)
    if not isinstance(held, dict) or not isinstance(held.get("results", []), list) or "count" not in held:
        words = json.dumps(held.get("errors"))[:200] if isinstance(held, dict) and held.get("errors") else "not JSON of the register"
        return Listing(items=(), findings=(Finding("no-register", Severity.ERROR, url, f"The answer is {words}."),))
    found = [item for fields in held.get("results", [])[:most] if isinstance(fields, dict) and (item := _item(fields))]
    following = link_of(_words(held, "next_page_url"), url)
    return Listing(items=tuple(found), more=(following,) if following else ())

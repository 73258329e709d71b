"""What a question asks of claims, as conditions of SQL."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from detente.model.projection import Wanted, Window
from detente.model.recorded import Listing
from detente.model.selection import Selection
from detente.store.projection_tables import members
from detente.store.rows import instant_text
from detente.store.tables import claim_actors, claims, documents


def indexed_in(window: Window) -> list[ColumnElement[bool]]:
    """Members that count in a window."""
    bounds: list[ColumnElement[bool]] = []
    if window.known_at is not None:
        bounds.append(members.c.recorded_at <= instant_text(window.known_at))
    if window.stated_until is not None:
        bounds.append(members.c.stated <= window.stated_until.isoformat())
    return bounds


def stated_in(window: Window) -> list[ColumnElement[bool]]:
    """Documents that count in a window."""
    bounds: list[ColumnElement[bool]] = []
    if window.known_at is not None:
        bounds.append(documents.c.recorded_at <= instant_text(window.known_at))
    if window.stated_until is not None:
        bounds.append(documents.c.stated <= window.stated_until.isoformat())
    return bounds


def fitting(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Claims, joined with their documents, that a question begins from; words apart."""
    if wanted.kinds:
        yield claims.c.kind.in_([kind.value for kind in wanted.kinds])
    if wanted.statuses:
        yield claims.c.status.in_(wanted.statuses)
    if wanted.actors:
        yield claims.c.key.in_(select(claim_actors.c.claim_key).where(claim_actors.c.code.in_(wanted.actors)))
    for code in wanted.together:
        yield claims.c.key.in_(select(claim_actors.c.claim_key).where(claim_actors.c.code == code))
    if wanted.since:
        yield documents.c.stated >= wanted.since.isoformat()
    if wanted.until:
        yield documents.c.stated <= wanted.until.isoformat()
    if wanted.falls:
        first, last = (day.isoformat() for day in wanted.falls)
        yield claims.c.last_day >= first
        yield func.coalesce(claims.c.first_day, claims.c.last_day) <= last
    if wanted.hash is not None:
        yield claims.c.key >= wanted.hash
        yield claims.c.key < f"{wanted.hash}g"  # behind all hexadecimal digits
    if wanted.recorded_after is not None:
        yield documents.c.recorded_at > instant_text(wanted.recorded_after)


def selected(selection: Selection) -> Iterator[ColumnElement[bool]]:
    """Claims, joined with their documents, that are selected as they were read; whether their matter is in force not asked."""
    if selection.kinds:
        yield claims.c.kind.in_([kind.value for kind in selection.kinds])
    if selection.statuses:
        yield claims.c.status.in_(selection.statuses)
    if selection.actors:
        yield exists().where(claim_actors.c.claim_key == claims.c.key, claim_actors.c.code.in_(selection.actors))
    if selection.since:
        yield documents.c.stated >= selection.since.isoformat()
    if selection.until:
        yield documents.c.stated <= selection.until.isoformat()


def is_listed(listing: Listing) -> ColumnElement[bool]:
    """Claims, joined with their documents, that are in a listing."""
    as_read = and_(true(), *selected(listing.selection))
    if not listing.otherwise:
        return as_read
    return or_(and_(as_read, claims.c.key.not_in(sorted(listing.otherwise))), claims.c.key.in_(sorted(listing.chosen)))

"""Alert rules, what they fired about, and messages on their way, in the ledger's database.

Holds: what a rule fired about and the message that tells of it are kept in one transaction, so nobody is told twice of one
thing, by however many processes; a message is taken by one process at a time.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from detente.errors import NotInLedger, QueryError
from detente.model.alerting import AlertOn, Channel, Delivery, DeliveryState, Rule
from detente.model.saved_search import saved_search_from_record, saved_search_to_record
from detente.store.alert_tables import alert_deliveries, alert_firings, alert_rules
from detente.store.engine import open_engine, translating
from detente.store.rows import Row, instant_text
from detente.store.source_tables import source_items
from detente.store.sql import SqlStore

# A process that took a message and died lets go of it after that time.
_LEASE = timedelta(minutes=5)


def _rule_row(rule: Rule) -> Row:
    return {
        "name": rule.name,
        "search": json.dumps(saved_search_to_record(rule.search)),
        "fires_on": ",".join(rule.on),
        "days": rule.days,
        "channel": rule.channel.value,
        "target": rule.target,
        "secret": rule.secret,
        "started_at": instant_text(rule.started_at) if rule.started_at else None,
    }


def _rule(row: RowMapping) -> Rule:
    started = row["started_at"]
    return Rule(
        name=row["name"],
        search=saved_search_from_record(json.loads(row["search"])),
        on=tuple(map(AlertOn, row["fires_on"].split(","))),
        days=row["days"],
        channel=Channel(row["channel"]),
        target=row["target"],
        secret=row["secret"],
        started_at=datetime.fromisoformat(started) if started else None,
    )


def _delivery_row(held: Delivery) -> Row:
    return {
        "id": held.id,
        "rule": held.rule,
        "body": held.body,
        "state": held.state.value,
        "tries": held.tries,
        "created_at": instant_text(held.created_at),
        "due_at": instant_text(held.due_at),
        "error": held.error,
    }


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        row["id"],
        row["rule"],
        row["body"],
        DeliveryState(row["state"]),
        row["tries"],
        datetime.fromisoformat(row["created_at"]),
        datetime.fromisoformat(row["due_at"]),
        row["error"],
    )


class Held(Exception):
    """What is to be kept is kept already: nothing of the transaction was done."""


class SqlAlerts:
    """The memory of alerts, in one database."""

    def __init__(self, engine: Engine, target: str) -> None:
        self._engine = engine
        self._target = target

    @classmethod
    def open(cls, target: str) -> "SqlAlerts":
        """Open it beside the ledger of that name, which must be there."""
        SqlStore.open(target, create=False).close()
        return cls(open_engine(target, create=False), target)

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translating(self._target), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with translating(self._target), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            try:
                yield connection
            except IntegrityError as error:
                raise Held from error

    def rules(self) -> list[Rule]:
        """All rules, by name."""
        with self._reading() as connection:
            return [_rule(row) for row in connection.execute(select(alert_rules).order_by(alert_rules.c.name)).mappings()]

    def add(self, rule: Rule) -> None:
        """Add a rule; QueryError where there is one of that name."""
        try:
            with self._writing() as connection:
                connection.execute(insert(alert_rules).values(_rule_row(rule)))
        except Held:
            raise QueryError("there is a rule of that name", where=rule.name, hint="give it another name, or remove it first") from None

    def remove(self, name: str) -> None:
        """Remove a rule with all that is kept of it; NotInLedger where there is none."""
        with self._writing() as connection:
            if not connection.execute(delete(alert_rules).where(alert_rules.c.name == name)).rowcount:
                raise NotInLedger("no such rule", where=name, hint="`detente alerts` lists them")
            connection.execute(delete(alert_firings).where(alert_firings.c.rule == name))
            connection.execute(delete(alert_deliveries).where(alert_deliveries.c.rule == name))

    def start(self, rule: Rule, at: datetime, keys: Collection[str]) -> None:
        """Let all that is known at an instant be old news to a rule; what another process started stays started."""
        with self._writing() as connection:
            unstarted = (alert_rules.c.name == rule.name) & alert_rules.c.started_at.is_(None)
            if connection.execute(update(alert_rules).where(unstarted).values(started_at=instant_text(at))).rowcount and keys:
                connection.execute(insert(alert_firings), [{"rule": rule.name, "key": key} for key in sorted(keys)])

    def fired(self, rule: str) -> frozenset[str]:
        """The keys of what a rule has fired about."""
        with self._reading() as connection:
            return frozenset(connection.execute(select(alert_firings.c.key).where(alert_firings.c.rule == rule)).scalars())

    def silence(self, rule: str, keys: Collection[str]) -> None:
        """Keep keys as fired about, without a message."""
        with self._writing() as connection:
            held = set(connection.execute(select(alert_firings.c.key).where(alert_firings.c.rule == rule)).scalars()) if keys else set()
            rows = [{"rule": rule, "key": key} for key in sorted(set(keys) - held)]
            if rows:
                connection.execute(insert(alert_firings), rows)

    def old_documents(self) -> frozenset[str]:
        """The keys of documents that were there when their source was first read."""
        items = source_items.c
        with self._reading() as connection:
            query = select(items.document_key).where(items.is_old.is_(True), items.document_key.is_not(None))
            return frozenset(connection.execute(query).scalars())

    def take(self, delivery: Delivery, keys: Collection[str]) -> bool:
        """Keep a message with the keys of what it tells; False, and nothing kept, where another process told of one of them."""
        try:
            with self._writing() as connection:
                connection.execute(insert(alert_firings), [{"rule": delivery.rule, "key": key} for key in sorted(keys)])
                connection.execute(insert(alert_deliveries).values(_delivery_row(delivery)))
        except Held:
            return False
        return True

    def due(self, now: datetime) -> list[Delivery]:
        """The messages that are to be tried now, each taken so that no other process tries it at the same time."""
        deliveries, instant = alert_deliveries.c, instant_text(now)
        waiting = (deliveries.state == DeliveryState.PENDING.value) & (deliveries.due_at <= instant)
        with self._writing() as connection:
            rows = (
                connection.execute(select(alert_deliveries).where(waiting).order_by(deliveries.created_at, deliveries.id)).mappings().all()
            )
            for row in rows:
                leased = update(alert_deliveries).where(deliveries.id == row["id"])
                connection.execute(leased.values(due_at=instant_text(now + _LEASE)))
        return [_delivery(row) for row in rows]

    def keep(self, delivery: Delivery) -> None:
        """Keep what became of a message."""
        with self._writing() as connection:
            values = _delivery_row(delivery)
            connection.execute(update(alert_deliveries).where(alert_deliveries.c.id == delivery.id).values(values))

    def deliveries(self, *states: DeliveryState) -> list[Delivery]:
        """The messages in these states, or all, the oldest first."""
        query = select(alert_deliveries).order_by(alert_deliveries.c.created_at, alert_deliveries.c.id)
        if states:
            query = query.where(alert_deliveries.c.state.in_([state.value for state in states]))
        with self._reading() as connection:
            return [_delivery(row) for row in connection.execute(query).mappings()]

    def retry(self, name: str, now: datetime) -> None:
        """Let a dead message be tried anew; NotInLedger where there is none of that id."""
        with self._writing() as connection:
            dead = (alert_deliveries.c.id == name) & (alert_deliveries.c.state == DeliveryState.DEAD.value)
            found: Sequence[RowMapping] = connection.execute(select(alert_deliveries).where(dead)).mappings().all()
            if not found:
                raise NotInLedger("no such dead letter", where=name, hint="`detente alerts dead` lists them")
            anew = replace(_delivery(found[0]), state=DeliveryState.PENDING, tries=0, due_at=now)
            connection.execute(update(alert_deliveries).where(dead).values(_delivery_row(anew)))

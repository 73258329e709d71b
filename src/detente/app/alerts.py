"""Alerts at work: rules fire, messages go out, what fails is tried again and in the end laid aside.

In: an open ledger, its memory of alerts, a clock. Out: messages by webhook (through the one checked client) and mail.

Holds: what is held when a rule is made, or comes in as the first import of an empty ledger or of a source, is old news; no message
without news; no news twice. A message is tried eight times within three days, then it is a dead letter, kept and shown.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from detente.app.answers import OpenLedger, utc_now
from detente.app.net.address import Policy, checked_url, policy_allowing
from detente.app.net.client import Client, Limits, Request
from detente.app.shelf import known_of
from detente.errors import DetenteError, FetchError, QueryError
from detente.model.alerting import AlertOn, Channel, Delivery, DeliveryState, Firing, Rule
from detente.model.identity import content_hash
from detente.model.saved_search import SavedSearch
from detente.publish.addresses import LOCAL, Addresses
from detente.publish.alerts.firing import firings_of, preview_of
from detente.publish.alerts.mail import checked_address, mail_of
from detente.publish.alerts.webhook import body_of, headers, new_secret
from detente.store.alerts import SqlAlerts

# How long after each failure a message is tried again; after the last it is dead.
WAITS = (60, 300, 1_800, 7_200, 18_000, 36_000, 86_400)

_LIMITS = Limits(seconds=15.0, max_bytes=65_536)
_MAIL_SECONDS = 30.0
_GONE = 410


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in; `secure` is `smtps`, else the connection is made safe by STARTTLS where the server offers it."""

    host: str
    port: int
    user: str | None
    password: str | None
    sender: str
    secure: bool


def mail_server(environment: Mapping[str, str]) -> MailServer | None:
    """The server of `DETENTE_SMTP` (`smtp://` or `smtps://user:password@host:port`) and `DETENTE_MAIL_FROM`; None where there is none."""
    text = environment.get("DETENTE_SMTP")
    if not text:
        return None
    try:
        url = urlsplit(text)
        host, port = url.hostname, url.port
    except ValueError:
        host, port, url = None, None, urlsplit("")
    if url.scheme not in ("smtp", "smtps") or not host:
        raise QueryError("not the address of a mail server", where="DETENTE_SMTP", hint="smtp://host:25 or smtps://user:password@host:465")
    secure = url.scheme == "smtps"
    user, password = (unquote(part) if part else None for part in (url.username, url.password))
    sender = checked_address(environment.get("DETENTE_MAIL_FROM", ""))
    return MailServer(host, port or (465 if secure else 25), user, password, sender, secure)


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.secure:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_MAIL_SECONDS, context=context)
    made = smtplib.SMTP(server.host, server.port, timeout=_MAIL_SECONDS)
    made.ehlo()
    if made.has_extn("starttls"):
        made.starttls(context=context)
    return made


def send_mail(server: MailServer, delivery: Delivery, receiver: str) -> None:
    """Hand a mail in; FetchError where the server does not take it."""
    try:
        with _connected(server) as session:
            if server.user and server.password:
                session.login(server.user, server.password)
            session.send_message(mail_of(delivery, sender=server.sender, receiver=receiver))
    except (OSError, smtplib.SMTPException) as error:
        raise FetchError(f"the mail was not taken: {type(error).__name__}: {error}", where=server.host, kind="mail") from None


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    fired: int
    sent: int
    failed: int
    dead: int


class Alerts:
    """The alerts of one ledger. `mail` is None where no server is set."""

    def __init__(
        self,
        ledger: OpenLedger,
        store: SqlAlerts,
        *,
        policy: Policy,
        mail: MailServer | None,
        now: Callable[[], datetime] = utc_now,
        today: date | None = None,
        base: str | None = None,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._policy = policy
        self._mail = mail
        self._now = now
        self._today = today
        self._addresses = Addresses(base.rstrip("/")) if base else LOCAL

    def add(self, name: str, search: SavedSearch, on: Sequence[AlertOn], *, days: int, webhook: str | None, mail: str | None) -> Rule:
        """Make a rule; all that the ledger holds is old news to it. QueryError for one that makes no sense."""
        if (webhook is None) == (mail is None):
            raise QueryError("a rule has one target", where=name, hint="--webhook URL or --mail ADDRESS")
        channel = Channel.WEBHOOK if webhook is not None else Channel.MAIL
        target = str(checked_url(webhook)) if webhook is not None else checked_address(mail or "")
        secret = new_secret() if channel is Channel.WEBHOOK else None
        rule = Rule(name, search, tuple(dict.fromkeys(on)), days, channel, target, secret, None)
        self._ledger.matters(search)
        self._store.add(rule)
        self._start(rule)
        return rule

    def rules(self) -> list[Rule]:
        """All rules, by name."""
        return self._store.rules()

    def remove(self, name: str) -> None:
        """Remove a rule with its messages; NotInLedger where there is none."""
        self._store.remove(name)

    def deliveries(self, *states: DeliveryState) -> list[Delivery]:
        """The messages in these states, or all, the oldest first."""
        return self._store.deliveries(*states)

    def retry(self, message: str) -> None:
        """Let a dead letter be tried anew."""
        self._store.retry(message, self._now())

    def preview(self, rule: Rule, *, days: int) -> list[tuple[date, Firing]]:
        """What a rule would have fired about in the days up to today."""
        last = self._day()
        known = known_of(self._ledger)
        return preview_of(known, rule, first=last - timedelta(days=days), last=last, addresses=self._addresses)

    def _day(self) -> date:
        return self._today or self._now().date()

    def _start(self, rule: Rule) -> None:
        known = known_of(self._ledger)
        if known.newest is not None:
            started = replace(rule, started_at=known.newest)
            fired = firings_of(known, started, today=self._day(), addresses=self._addresses, old=())
            self._store.start(rule, known.newest, [firing.key for firing in fired.news])

    def fire(self) -> int:
        """Let all rules fire; gives how many messages were made."""
        known, old = None, None
        made = 0
        for rule in self._store.rules():
            if rule.started_at is None:
                self._start(rule)
                continue
            known = known or known_of(self._ledger)
            old = self._store.old_documents() if old is None else old
            told = self._store.fired(rule.name)
            fired = firings_of(known, rule, today=self._day(), addresses=self._addresses, old=old)
            # Kept, so that it stays silent when a later text takes the place of the old one.
            self._store.silence(rule.name, {firing.key for firing in fired.silent} - told)
            made += self._tell(rule, [firing for firing in fired.news if firing.key not in told])
        return made

    def _tell(self, rule: Rule, news: Sequence[Firing]) -> bool:
        if not news:
            return False
        now = self._now()
        keys = sorted(firing.key for firing in news)
        name = f"msg_{content_hash([rule.name, *keys])}"
        body = body_of(rule, news, now)
        return self._store.take(Delivery(name, rule.name, body, DeliveryState.PENDING, 0, now, now, None), keys)

    async def send(self) -> Round:
        """Try all messages that are due."""
        rules = {rule.name: rule for rule in self._store.rules()}
        due = [delivery for delivery in self._store.due(self._now()) if delivery.rule in rules]
        done: list[Delivery] = []
        async with Client(self._policy, user_agent="detente (alerts)") as client:
            for delivery in due:
                done.append(await self._tried(client, rules[delivery.rule], delivery))
                self._store.keep(done[-1])
        counts = {state: sum(each.state is state for each in done) for state in DeliveryState}
        return Round(0, counts[DeliveryState.SENT], counts[DeliveryState.PENDING], counts[DeliveryState.DEAD])

    def run(self) -> Round:
        """One round: fire, and send what is due."""
        fired = self.fire()
        return replace(asyncio.run(self.send()), fired=fired)

    async def _tried(self, client: Client, rule: Rule, delivery: Delivery) -> Delivery:
        try:
            if rule.channel is Channel.WEBHOOK:
                gone = await self._hooked(client, rule, delivery)
            else:
                await self._mailed(rule, delivery)
                gone = None
        except DetenteError as error:
            return self._failed(delivery, error.message)
        if gone:
            return replace(delivery, state=DeliveryState.DEAD, tries=delivery.tries + 1, error=gone)
        return replace(delivery, state=DeliveryState.SENT, tries=delivery.tries + 1, error=None)

    async def _hooked(self, client: Client, rule: Rule, delivery: Delivery) -> str | None:
        """Send a webhook; words where its target is gone for good."""
        given = headers(rule.secret or "", delivery.id, self._now(), delivery.body)
        request = Request(url=rule.target, method="POST", headers=given, body=delivery.body.encode(), limits=_LIMITS)
        answer = await client.send(request)
        if answer.status == _GONE:
            return answer.reason
        if not answer.is_success:
            raise FetchError(answer.reason, where=rule.target, kind="status")
        return None

    async def _mailed(self, rule: Rule, delivery: Delivery) -> None:
        if self._mail is None:
            raise FetchError("no mail server is set", where="DETENTE_SMTP", hint="smtp://host:25", kind="mail")
        await asyncio.to_thread(send_mail, self._mail, delivery, rule.target)

    def _failed(self, delivery: Delivery, why: str) -> Delivery:
        if delivery.tries >= len(WAITS):
            return replace(delivery, state=DeliveryState.DEAD, tries=delivery.tries + 1, error=why)
        again = self._now() + timedelta(seconds=WAITS[delivery.tries])
        return replace(delivery, tries=delivery.tries + 1, due_at=again, error=why)


def alerting(target: str, *, allow_hosts: tuple[str, ...], environment: Mapping[str, str], base: str | None = None) -> Callable[[], int]:
    """What a service does after it has read: let the rules of a ledger fire and send what is due; gives how many messages were made.

    QueryError at once for a mail server that cannot be understood. Without rules nothing is done.
    """
    policy, mail = policy_allowing(allow_hosts), mail_server(environment)

    def tell() -> int:
        with closing(SqlAlerts.open(target)) as store:
            if not store.rules():
                return 0
            with OpenLedger(target, create=False) as held:
                return Alerts(held, store, policy=policy, mail=mail, base=base).run().fired

    return tell

"""Prove the projection: it must be what is made anew from the log.

In: a log whose rows are whole. Out: findings; none for what is pending, which only waits to be made.

Holds: nothing is changed. Threads are made again kind by kind, the index claim by claim.
"""

from collections import Counter
from collections.abc import Iterator

from detente.app.matters.index import Index, indexed
from detente.app.matters.overlay import named_claims, overlay_of
from detente.app.matters.stored import stored_form
from detente.ledger.log import Log
from detente.model.claim import Kind
from detente.model.finding import Finding, Severity
from detente.model.projection import ALL_TIME, HeldMember, StoredThread
from detente.threads.joining import groups_of
from detente.threads.rules import rules

_HINT = "`detente rebuild` makes it anew"

_CLAIMS_AT_ONCE = 2_000


def _finding(code: str, subject: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, subject, f"{message} ({_HINT}).")


def projection_problems(log: Log) -> Iterator[Finding]:
    """Where index, words and threads are not what the log gives."""
    backlog = log.projection.backlog()
    if backlog.rules != rules() or not backlog.is_empty:
        return
    yield from _index(log)
    for kind in Kind:
        yield from _threads(log, kind)


def _index(log: Log) -> Iterator[Finding]:
    words: Counter[str] = Counter()
    held = {member.key: member for kind in Kind for member in log.projection.members_of(kind)}
    for entry in log.recorded_claims():
        made = indexed(entry)
        words.update({word for word in made.words.split() if word.isascii()})
        if held.pop(made.key, None) != HeldMember(made.key, made.kind, made.core, made.form):
            yield _finding("index-wrong", made.key, "The index does not hold the claim as it was read")
    for key in held:
        yield _finding("index-wrong", key, "The index holds a claim that is not in the log")
    found = {word: count for word, count in log.projection.word_counts() if word.isascii()}
    for word in sorted(word for word in words.keys() | found.keys() if words[word] != found.get(word, 0)):
        yield _finding("words-wrong", word, f"Search finds the word in {found.get(word, 0)} claims and not in {words[word]}")


def _threads(log: Log, kind: Kind) -> Iterator[Finding]:
    decisions = list(log.decisions())
    overlay = overlay_of(named_claims(log, decisions, ALL_TIME), decisions)
    made = groups_of(Index(log.projection, overlay).of_kind(kind), overlay.ties)
    wanted = {thread.claims: thread for thread in (stored_form(group, overlay.ties) for group in made)}
    held = {thread.claims: thread for thread in log.projection.all_threads() if thread.kind is kind}
    for claims in sorted(wanted.keys() | held.keys()):
        if wanted.get(claims) != held.get(claims):
            yield _finding("thread-wrong", claims[0], _difference(wanted.get(claims), held.get(claims)))


def _difference(wanted: StoredThread | None, held: StoredThread | None) -> str:
    if held is None:
        return "A thread that begins with this claim is not stored"
    return "No thread of just these claims begins with this one" if wanted is None else "The thread is stored otherwise than it is made"

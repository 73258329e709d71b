"""The working memory of following, over every kind of store."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from detente.app.following import codec
from detente.app.following.reading import ItemReader
from detente.errors import LedgerUnavailable
from detente.ledger.log import Log
from detente.model.claim import Reading
from detente.model.following import CopiedItem, DoneItem, NewItem, OpenItem, SourceState, Stage, Taken
from detente.sources.item import Item
from detente.sources.source_file import source_from
from detente.store.sources import SqlSources
from detente.store.sql import SqlStore

NOON = datetime(2026, 3, 2, 12, 0, 0, 7, tzinfo=UTC)


@pytest.fixture
def store(target):
    held = SqlSources.open(target, create=True)
    yield held
    held.close()


def state(name: str = "a", **values: object) -> SourceState:
    given = {"own_url": "http://a.example/feed", "url": "http://a.example/feed", "due_at": NOON}
    return SourceState(name=name, **{**given, **values})  # type: ignore[arg-type]


def new(key: str, words: str = "w", *, identity: str = "", stage: Stage = Stage.READY, facts: str | None = None) -> NewItem:
    return NewItem(key=key, words_hash=words, identity=identity or f"http://n.example/{key}", stage=stage, payload=words, facts=facts)


def done(item: OpenItem | NewItem, source: str = "a", *, stage: Stage = Stage.READ, document: str | None = None, claims: int = 0):
    why = None if stage is Stage.READ else "left"
    return DoneItem(
        source=source,
        key=item.key,
        words_hash=item.words_hash,
        stage=stage,
        document_key=document or f"d-{item.key}",
        why=why,
        claims=claims,
    )


def finish(store: SqlSources, *items: DoneItem, copies=(), bands=None, now: datetime = NOON) -> None:
    store.finish(items, copies=copies, bands=bands or {}, now=now)


def keys(store: SqlSources, stage: Stage = Stage.READY, now: datetime = NOON, most: int = 99) -> list[str]:
    return [item.key for item in store.open_items(stage, now=now, most=most)]


def test_a_state_comes_back_as_it_was_kept_with_validators_as_bytes(store) -> None:
    instants = ("asked_at", "whole_at", "succeeded_at", "changed_at", "verified_at", "failing_since")
    failed = {"failures": 3, "error_kind": "http-500", "error": "Oh – no", "stopped": "gone"}
    moved = {"moved_to": "http://b.example/", "moved_times": 1, "seconds": 0.25, "every": 3600.0, "requests": 7}
    whole = state(etag=b'W/"\xff\x00"', last_modified=b"yesterday", **dict.fromkeys(instants, NOON), **failed, **moved)
    store.keep(state(failures=1), error_kind="timeout")
    store.keep(whole, error_kind="timeout")
    store.keep(state("b"), error_kind="size")
    assert store.states() == {"a": whole, "b": state("b")}
    assert store.errors() == {"a": {"timeout": 2}, "b": {"size": 1}}


def test_items_are_new_changed_or_known(store) -> None:
    assert store.take_in(state(), [new("1"), new("2")], now=NOON, is_old=True) == Taken(2, 0, 0)
    finish(store, done(new("1")), done(new("2")))
    assert store.take_in(state(), [new("1"), new("2", "other"), new("3")], now=NOON, is_old=False) == Taken(1, 1, 1)
    assert sorted(keys(store)) == ["2", "3"]
    assert store.words("a") == {"1": "w", "2": "other", "3": "w"}


def test_one_key_of_two_sources_is_two_items(store) -> None:
    for name in ("a", "b"):
        assert store.take_in(state(name), [new("1")], now=NOON, is_old=False).new == 1
    assert {(item.source, item.key) for item in store.open_items(Stage.READY, now=NOON, most=9)} == {("a", "1"), ("b", "1")}


def test_open_items_come_the_longest_waiting_first_when_their_time_has_come(store) -> None:
    for hours, key in ((2, "late"), (0, "first"), (1, "second")):
        store.take_in(state(), [new(key)], now=NOON + timedelta(hours=hours), is_old=False)
    store.take_in(state("b"), [new("page", stage=Stage.PAGE)], now=NOON, is_old=False)
    assert keys(store, now=NOON + timedelta(hours=1)) == ["first", "second"]
    assert keys(store, now=NOON + timedelta(hours=9), most=2) == ["first", "second"]
    assert keys(store, Stage.PAGE) == ["page"]
    assert store.open_items(Stage.READY, now=NOON, most=9, sources=["b"]) == []
    assert store.waiting() == 4


def test_a_moved_item_waits_at_its_new_stage_unless_its_words_have_changed(store) -> None:
    store.take_in(state(), [new("1", stage=Stage.PAGE), new("2", stage=Stage.PAGE)], now=NOON, is_old=False)
    for item in store.open_items(Stage.PAGE, now=NOON, most=9):
        if item.key == "2":
            store.take_in(state(), [new("2", "newer", stage=Stage.PAGE)], now=NOON, is_old=False)
        store.move(item, stage=Stage.READY, payload="fuller", due_at=NOON, tries=1)
    assert [(item.key, item.payload, item.tries) for item in store.open_items(Stage.READY, now=NOON, most=9)] == [("1", "fuller", 1)]
    assert keys(store, Stage.PAGE) == ["2"]


def test_what_is_done_with_is_counted_and_one_that_changed_meanwhile_stays_open(store) -> None:
    store.take_in(state(), [new("1"), new("2"), new("3"), new("4", stage=Stage.PAGE)], now=NOON, is_old=False)
    store.take_in(state(), [new("3", "newer")], now=NOON, is_old=False)
    finish(store, done(new("1"), claims=4), done(new("2"), stage=Stage.LEFT_OUT), done(new("3"), claims=9))
    tally = store.tallies()["a"]
    assert (tally.items, tally.waiting, tally.read, tally.left_out, tally.claims) == (4, 2, 1, 1, 4)
    assert keys(store) == ["3"]


def test_copies_are_counted_once_and_their_carriers_known(store) -> None:
    copy = CopiedItem(identity="http://n.example/o", source="a", key="1", url="http://copy.example/1")
    store.take_in(state(), [new("1"), new("2")], now=NOON, is_old=False)
    for _ in range(2):
        finish(store, done(new("1"), stage=Stage.LEFT_OUT), copies=[copy])
    finish(store, done(new("2"), stage=Stage.LEFT_OUT), copies=[CopiedItem(identity=copy.identity, source="a", key="2", url=None)])
    assert store.carriers(copy.identity) == [("a", copy.url), ("a", None)]
    assert store.carriers("http://n.example/other") == []
    assert store.tallies()["a"].syndicated == 2


def test_who_has_brought_a_document_is_known_once_it_was_read(store) -> None:
    for name in ("a", "b", "c"):
        store.take_in(state(name), [new("1", identity="x")], now=NOON, is_old=False)
    finish(store, done(new("1"), "a"), done(new("1"), "b", stage=Stage.LEFT_OUT))
    assert store.readers_of(["x", "y"]) == {"x": frozenset("a")}
    assert store.readers_of([]) == {}


def test_likely_copies_share_a_band_and_come_the_earliest_first_and_not_too_many(store) -> None:
    for hours, identity in ((3, "third"), (1, "first"), (2, "second"), (-900, "forgotten")):
        finish(store, bands={identity: ("one", f"own-{identity}")}, now=NOON + timedelta(hours=hours))
    finish(store, bands={"second": ("one", "other")}, now=NOON + timedelta(hours=5))
    found = store.likely_copies(["one", "other", "none"], since=NOON, most=2)
    assert {band: [identity for _, identity in of_one] for band, of_one in found.items()} == {
        "one": ["first", "third"],
        "other": ["second"],
    }
    assert found["one"][0][0] == NOON + timedelta(hours=1)
    store.forget_bands(NOON)
    assert set(store.likely_copies(["own-forgotten", "own-first"], since=NOON - timedelta(days=99), most=9)) == {"own-first"}


def test_by_which_source_a_document_came_and_what_it_says_of_it_is_known(store) -> None:
    store.take_in(state(), [new("1", facts='{"number": "2025-1"}')], now=NOON, is_old=True)
    store.take_in(state(), [new("2")], now=NOON + timedelta(hours=1), is_old=False)
    finish(store, done(new("1")), done(new("2")))
    origins = store.origins(["d-1", "d-2", "d-3"])
    assert {key: (origin.source, origin.is_old) for key, origin in origins.items()} == {"d-1": ("a", True), "d-2": ("a", False)}
    assert origins["d-1"].facts == '{"number": "2025-1"}'
    assert store.seen("a", since=NOON - timedelta(days=1)) == [NOON + timedelta(hours=1)]
    assert store.seen("a", since=NOON + timedelta(days=1)) == []


@pytest.mark.slow
def test_many_thousand_keys_are_asked_for_at_once(store) -> None:
    many = [new(str(number)) for number in range(4_500)]
    assert store.take_in(state(), many, now=NOON, is_old=False).new == 4_500
    assert store.take_in(state(), many, now=NOON, is_old=False) == Taken(0, 0, 4_500)
    finish(store, *map(done, many))
    assert len(store.readers_of([item.identity for item in many])) == 4_500


def test_two_that_take_in_the_same_at_once_take_it_in_once(store, target) -> None:
    def take_in(number: int) -> int:
        other = SqlSources.open(target)
        try:
            return other.take_in(state(requests=number), [new(str(key)) for key in range(50)], now=NOON, is_old=False).new
        finally:
            other.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take_in, range(4))) == [0, 0, 0, 50]


def test_a_ledger_from_before_sources_were_followed_has_no_memory_of_them_until_it_is_written_to(tmp_path) -> None:
    with pytest.raises(LedgerUnavailable):
        SqlSources.open(str(tmp_path / "none.ledger"))
    held = SqlSources.open(str(tmp_path / "new.ledger"), create=True)
    assert held.is_ready()
    held.close()


def item(number: int) -> Item:
    """An item that is long enough to be compared with others, and like none of them."""
    url, text = f"http://n.example/{number}", " ".join(f"word{place}of{number}" for place in range(90))
    return Item(key=f"k{number}", url=url, title=f"Duty on wine, note {number}", text=text, published=None, page=None)


def read_batch(target: str, store: SqlSources, numbers: range) -> list[str]:
    """The statements by which a batch is read."""
    source = source_from("a", {"publisher": "P", "class": "news", "kind": "feed", "url": "http://a.example/"}, "a")
    items = [item(number) for number in numbers]
    held = [
        NewItem(key=i.key, words_hash=i.words_hash, identity=i.url or "", stage=Stage.READY, payload=codec.to_json(i), facts=None)
        for i in items
    ]
    store.take_in(state(), held, now=NOON, is_old=False)
    rows = SqlStore.open(target, create=True)
    reader = ItemReader(
        Log(rows, clock=lambda: NOON),
        store,
        read_all=lambda documents: [Reading(document, (), ()) for document in documents],
        now=lambda: NOON,
    )
    waiting, said = store.open_items(Stage.READY, now=NOON, most=500), []

    def heard(connection, cursor, statement, parameters, context, executemany):
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        reader.read(waiting, {"a": source})
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
        rows.close()
    return said


def test_a_batch_takes_as_many_statements_whatever_its_size(target, store) -> None:
    few, many = read_batch(target, store, range(3)), read_batch(target, store, range(3, 60))
    assert store.tallies()["a"].read == 60
    assert len(many) == len(few)


def test_nothing_that_a_batch_asks_for_is_looked_for_among_all_that_was_ever_read(tmp_path) -> None:
    target = str(tmp_path / "a.ledger")
    store = SqlSources.open(target, create=True)
    said = [statement for statement in read_batch(target, store, range(3)) if re.match(r"(?i)select|update|delete", statement)]
    plans: list[str] = []
    with store._engine.connect() as connection:
        for statement in said:
            given = tuple("x" for _ in range(statement.count("?")))
            plans += [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
    store.close()
    assert len(plans) >= 6
    assert [plan for plan in plans if re.match(r"SCAN (source_items|near_bands|documents|syndications)", plan) or "(stage=" in plan] == []

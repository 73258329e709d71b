from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import RecordError
from detente.ledger.codec.parsing import entries_in
from detente.ledger.codec.values import proof_in, proof_text, quoted, split, unquoted
from detente.ledger.codec.writing import lines_of
from detente.ledger.log import Log
from detente.model.claim import Link, LinkType, Reading
from detente.model.decision import Undoing
from detente.model.document import Document
from detente.model.recorded import Look, RecordedReading
from detente.store.sql import SqlStore
from tests import stories
from tests.building import agreement, commitment, document, encounter, measure
from tests.ledger.deciding import START, accept, at, correct, decided, join, part, retract, undo

STORY = "eu-us-2025"


def again(entries):
    return list(entries_in(lines_of(entries), where="x"))


def story():
    return [RecordedReading(reading, START + timedelta(microseconds=n)) for n, reading in enumerate(stories.readings(STORY))]


def same(left, right):
    assert len(left) == len(right)
    for a, b in zip(left, right):
        if isinstance(a, RecordedReading):
            assert (a.reading.document, a.reading.claims, set(a.reading.links)) == (
                b.reading.document,
                b.reading.claims,
                set(b.reading.links),
            )
            assert (a.key, a.recorded_at) == (b.key, b.recorded_at)
        else:
            assert a == b


@pytest.mark.parametrize("name", ["eu-us-2025", "chips-minerals", "trade-war-2018", "russia-sanctions-2022"])
def test_the_claims_of_a_story_read_back_the_same(name):
    entries = [RecordedReading(reading, START) for reading in stories.readings(name)]
    same(again(entries), entries)


def test_decisions_and_looks_read_back_the_same():
    a, b, c = measure("a", rate=10), measure("b"), measure("c", trade_value={"value": 1, "unit": "USD", "per": "year"})
    joined = join(a, b)
    entries = [
        accept(a, b), correct(a, "products", '["steel","copper"]'), retract(b), joined, part([a], [b, c]), undo(joined),
        decided(Undoing("d-1"), by='A "B"\nC', why="[x]  @ 1-2 "), Look("Ana", at(1), at(2)), Look("two words", at(0.5), at(3)),
    ]  # fmt: skip
    same(again(entries), entries)


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(any_text)
def test_any_words_read_back_the_same_from_one_line(text):
    written = quoted(text)
    assert "\n" not in written
    assert unquoted(written) == text
    value, proof = split(f"{written}  @ 1-2 {quoted(text or 'x')}")
    assert (unquoted(value), proof_in(proof)) == (text, [1, 2, text or "x"])


@given(any_text.filter(bool), st.booleans())
def test_any_proof_reads_back_the_same(rule, has_span):
    proof = [3, 9, rule] if has_span else [rule]
    assert proof_in(proof_text(proof)) == proof


names = any_text.filter(lambda text: bool(text))


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        lambda id, url, publisher, title, text, weak: Document(
            id=id, url=url, publisher=publisher, published="2012-03-01" if weak else None, title=title, text=text, published_is_weak=weak
        ),
        names, st.none() | names, st.none() | names, any_text, any_text, st.booleans(),
    ),
    st.datetimes(timezones=st.just(UTC)),
    names,
)  # fmt: skip
def test_any_document_reads_back_the_same(held, instant, name):
    links = (Link(name, LinkType.RETALIATION_FOR, name),)
    same(again([RecordedReading(Reading(held, (), links), instant)]), [RecordedReading(Reading(held, (), links), instant)])


@settings(max_examples=60, deadline=None)
@given(any_text.filter(lambda text: bool(text.strip())), st.decimals(allow_nan=False, allow_infinity=False, places=4), names)
def test_claims_with_any_words_read_back_the_same(words, amount, unit):
    doc = document("a", text=f"{words}.")
    claims = (
        measure(doc, id="c1", products=[words], rate=float(amount), attributed_to="officials", condition=words),
        commitment(doc, id=words, object=words, amount={"value": float(amount), "unit": unit}),
        encounter(doc, id="c3", place=words, topics=[words, "x"]),
        agreement(doc, id="c4", topic=words, date="2012-03/.."),
    )
    same(again([RecordedReading(Reading(doc, claims, ()), START)]), [RecordedReading(Reading(doc, claims, ()), START)])


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(hours=1)
        return self.now


def test_a_whole_ledger_reads_back_with_its_instants_and_decisions():
    log, other = (Log(SqlStore.open(":memory:", create=True), clock=Clock()) for _ in range(2))
    for reading in stories.readings(STORY):
        log.append([reading])
    claims = stories.claims(STORY)
    log.decide([correct(claims[0], "status", f'"{claims[0].status}"').decision, retract(claims[1]).decision])
    log.look("Ana", log.newest())
    first = other.restore(entries_in(lines_of(log.entries()), where="x"))
    assert (first.documents, first.claims, first.known) == (10, len(claims), 0)
    assert list(lines_of(other.entries())) == list(lines_of(log.entries()))
    same(other.entries(), log.entries())
    assert list(other.recorded_claims()) == list(log.recorded_claims())
    second = other.restore(entries_in(lines_of(log.entries()), where="x"))
    assert (second.documents, second.known) == (0, 10)
    assert list(lines_of(other.entries())) == list(lines_of(log.entries()))


def test_a_new_document_adds_lines_and_changes_none():
    log = Log(SqlStore.open(":memory:", create=True), clock=Clock())
    readings = stories.readings(STORY)
    log.append(readings[:9])
    before = list(lines_of(log.entries()))
    log.append(readings[9:])
    assert list(lines_of(log.entries()))[: len(before)] == before


def edited(change):
    """The lines of one document with one claim, after a change of the text as a whole."""
    doc = document("a", text="The White House said it would tax steel.\nIt did not say when.")
    claim = measure(doc, id="c1", rate=25, imposer=["USA"], products=["steel"], effective="2012-04")
    text = "\n".join(lines_of([RecordedReading(Reading(replace(doc), (claim,), ()), START), correct(claim, "rate", "30")]))
    changed = change(text)
    assert changed != text
    return text, changed


def swap(old, new):
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "at_line", "words"),
    [
        (swap("detente ledger 1", "detente ledger 2"), "detente ledger", "newer version"),
        (swap("detente ledger 1", "hello"), "detente ledger", "not the text form"),
        (swap("kind: measure", "kind: wish"), "kind:", "kind is one of"),
        (swap("status: announced", "status: soon"), "status:", "status is one of"),
        (swap("rate: 25", "rate: many"), "rate:", "not a number"),
        (swap("effective: 2012-04", "effective: soon"), "effective:", "EDTF"),
        (swap("imposer: USA", "imposer: the US"), "imposer:", "not an actor"),
        (swap("rate: 25  @ record", "rate: 25"), "rate:", "needs the rule"),
        (swap("products: steel", "colour: red"), "products:", "no line `colour:`"),
        (swap("| The White", "| the White"), "hash:", "not the one that was recorded"),
        (swap("evidence: \"", "evidence: \"X"), "evidence:", "the text has"),
        (swap("claim c1", "wish c1"), "claim c1", "a block begins with"),
        (swap("claim c1", "claim"), "claim c1", "needs a name"),
        (swap("found_by: record", "found by record"), "found_by:", "neither a heading nor a field"),
        (swap("rate: 25", "rate: 25  @ record\nrate: 26"), None, "holds one value"),
        (swap("status: announced\n", ""), "claim c1", "no line `status:`"),
        (swap("status: announced\n", "status: announced\nstatus: announced\n"), None, "stands twice"),
        (swap("recorded: 2026-01-01T00:00:00+00:00", "recorded: 2026-01-01"), "recorded:", "needs its offset"),
        (swap("recorded: 2026-01-01T00:00:00+00:00", "recorded: then"), "recorded:", "not an instant"),
        (swap("value: 30", "value: 31"), "decision", "is not the one"),
        (swap("act: correct", "act: dream"), "decision", "no such act"),
        (swap("value: 30", "value: x"), "value:", "not JSON"),
        (swap("quote: ", "quote: \"x"), "quote:", "JSON string"),
        (lambda text: text[text.index("claim c1") :].join(["detente ledger 1\n\n", ""]), None, "below the document"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_file_and_line(change, at_line, words):
    text, changed = edited(change)
    with pytest.raises(RecordError, match=words) as caught:
        list(entries_in(changed.split("\n"), where="x.txt"))
    name, number = caught.value.where.split(":")
    assert name == "x.txt"
    if at_line:
        wanted = [n for n, line in enumerate(text.split("\n"), 1) if line.startswith(at_line)]
        assert int(number) in wanted


def test_comments_and_further_blank_lines_are_left_out():
    text, changed = edited(lambda text: text.replace("\n\n", "\n\n\n# a note\n\n").replace("kind: measure", "# a note\nkind: measure"))
    same(list(entries_in(changed.split("\n"), where="x")), list(entries_in(text.split("\n"), where="x")))


def test_an_empty_file_is_no_ledger():
    with pytest.raises(RecordError, match="not the text form"):
        list(entries_in([], where="x"))


def test_instants_in_another_zone_are_the_same_instants():
    _, changed = edited(swap("recorded: 2026-01-01T00:00:00+00:00", "recorded: 2026-01-01T02:00:00+02:00"))
    (entry, _) = entries_in(changed.split("\n"), where="x")
    assert entry.recorded_at == datetime(2026, 1, 1, tzinfo=UTC)

"""The whole reading on whatever a stream of documents brings: it never crashes, and what it claims stands in the text."""

import gc
import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.model.claim import Reading
from detente.model.record import Record, claim_to_record
from detente.model.slots import filled
from detente.model.span import Span
from detente.reading.reader import Reader
from tests.reading.case_files import cases
from tests.reading.odd_texts import EMOJI, MARKS, NOT_REPORTS, PLAIN, document, documents, pages, sequence_of

_QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_LONG = settings(_QUICK, max_examples=600)


def spans_of(reading: Reading) -> Iterator[Span]:
    for claim in reading.claims:
        yield from claim.evidence
        yield from [claim.condition] if claim.condition else []
        held = [value for _, value in filled(claim)] + ([claim.attributed_to] if claim.attributed_to else [])
        yield from (value.span for value in held if value.span)


def assert_grounded(reading: Reading) -> None:
    whole = reading.document.whole
    assert all(span.end <= len(whole) and whole[span.start : span.end].strip() for span in spans_of(reading))
    ids = [claim.id for claim in reading.claims]
    assert ids == [f"c{number}" for number in range(1, len(ids) + 1)]
    for link in reading.links:
        assert {link.source, link.target} <= set(ids)
        assert link.source != link.target


def told_by(reading: Reading) -> list[Record]:
    """The claims as records without their words, which layout may change."""
    return [claim_to_record(claim) | {"evidence": []} for claim in reading.claims]


@given(held=documents)
@_QUICK
def test_no_text_crashes_the_reader_and_every_claim_is_grounded(reader: Reader, held) -> None:
    assert_grounded(reader.read(held))


@pytest.mark.slow
@given(held=documents)
@_LONG
def test_many_more_texts_neither(reader: Reader, held) -> None:
    assert_grounded(reader.read(held))


@given(held=st.lists(documents, min_size=2, max_size=4).map(sequence_of), chance=st.randoms(use_true_random=False))
@settings(_QUICK, max_examples=25)
def test_a_document_is_read_alike_alone_and_among_others_in_any_order(reader: Reader, held, chance) -> None:
    shuffled = chance.sample(held, len(held))
    together = {reading.document.id: reading for reading in reader.read_batch(shuffled)}
    assert [together[one.id] for one in held] == [reader.read(one) for one in held]


def test_another_reader_that_meets_the_documents_in_reverse_gives_the_same_readings(reader: Reader) -> None:
    held = [case.document for case in cases()][::4]
    assert list(reader.read_all(held)) == list(Reader().read_all(held[::-1]))[::-1]


@pytest.mark.parametrize("name", NOT_REPORTS)
def test_what_is_no_report_gives_no_claim(name: str, reader: Reader) -> None:
    assert reader.read(document(NOT_REPORTS[name])).claims == ()


@pytest.mark.parametrize("mark", ["", *MARKS, *EMOJI])
@pytest.mark.parametrize("sentence", PLAIN)
def test_marks_of_layout_and_emoji_do_not_hide_a_claim(sentence: str, mark: str, reader: Reader) -> None:
    marked = reader.read(document(mark + sentence))
    assert_grounded(marked)
    assert PLAIN[sentence] in {claim.kind for claim in marked.claims}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n\n", "  \n", "\u2028"])
def test_endings_of_lines_change_nothing(ending: str, reader: Reader) -> None:
    assert told_by(reader.read(document(ending.join(PLAIN)))) == told_by(reader.read(document("\n".join(PLAIN))))


_DRESSED = {
    "all capitals": str.upper,
    "no capitals": str.lower,
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "letters apart": lambda text: " ".join(text),
    "words run together": lambda text: text.replace(" ", ""),
    "broken lines": lambda text: re.sub(r"(?<=\w) (?=\w)", "\n", text),
    "hyphenated at line ends": lambda text: re.sub(r"(\w{4})(\w{4})", "\\1-\n\\2", text),
    "l for 1, O for 0": lambda text: text.replace("1", "l").replace("0", "O"),
    "quotes in quotes": lambda text: f"“He said: ‘They told us: “{text}”’”",
    "unclosed quotes": lambda text: f'“‘"({text}',
    "one letter a paragraph": "\n".join,
    "said ten times": lambda text: text * 10,
}


@pytest.mark.parametrize("dress", _DRESSED)
def test_an_odd_dress_of_a_report_crashes_nothing(dress: str, reader: Reader) -> None:
    changed = [_DRESSED[dress](sentence) for sentence in PLAIN]
    for reading in reader.read_batch([*map(document, changed), document("\n".join(changed)), document("", title=changed[0])]):
        assert_grounded(reading)


def test_a_sentence_without_end_is_left_out_and_the_rest_is_read(reader: Reader) -> None:
    endless = "the tariff on steel and " * 20_000
    sentence = next(iter(PLAIN))
    reading = reader.read(document(f"{endless}\n{sentence}"))
    assert_grounded(reading)
    assert PLAIN[sentence] in {claim.kind for claim in reading.claims}


def _seconds(reader: Reader, text: str) -> float:
    """The least process time of two readings, the heap of the earlier tests kept out of it: only ever compared within one run."""
    measured = []
    gc.collect()
    gc.freeze()
    try:
        for _ in range(2):
            before = time.process_time()
            reading = reader.read(document(text))
            measured.append(time.process_time() - before)
    finally:
        gc.unfreeze()
    assert_grounded(reading)
    return min(measured)


@pytest.mark.slow
def test_twice_the_pages_take_about_twice_the_work(reader: Reader) -> None:
    reader.read(document(pages(2, seed=1)))
    # Work that grew with the square of the pages would take four times as much.
    assert _seconds(reader, pages(30, seed=3)) < 3.3 * _seconds(reader, pages(15, seed=2))


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["9", "(", "“", "Kenya ", "25% ", "if ", "- ", "12:30 - ", "2024-05-03 ", "\n", ". ", "’s "])
def test_a_unit_repeated_takes_work_in_proportion(unit: str, reader: Reader) -> None:
    reader.read(document(f"tariff {unit * 100}"))
    # Some tenths of a second are beneath what the clock tells apart from noise.
    assert _seconds(reader, f"tariff {unit * 40_000}") < 3 * _seconds(reader, f"tariff {unit * 20_000}") + 0.6


@pytest.mark.slow
def test_a_sentence_crowded_with_triggers_and_values_takes_work_by_their_pairs_not_triples(reader: Reader) -> None:
    crowded = "tariff on Kenya 25% "
    reader.read(document(crowded))
    assert _seconds(reader, crowded * 58) < 6.5 * _seconds(reader, crowded * 29)

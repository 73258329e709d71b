"""The network beside the linear judge: what each contributes, and what remains when one is missing."""

import io
from collections.abc import Mapping

import numpy as np
import pytest

from detente.model.slots import CHOICES
from detente.reading.analysis import Prepared, prepare
from detente.reading.features import CandidateView
from detente.reading.hearing import Hearing, log_shares
from detente.reading.judge import Judge, Task
from detente.reading.memory import Memory
from detente.reading.mentions import Mention
from detente.reading.network import (
    CLAUSE_COLUMNS,
    CLAUSE_PLACES,
    ROLE_COLUMNS,
    ROLE_PLACES,
    Half,
    Network,
    clause_words,
    is_judged,
    mention_words,
)
from detente.reading.parse import Parser
from detente.reading.roles import ROLES
from detente.reading.vectors import Floats, WordVectors
from tests.building import document

_HIDDEN = 3
_WORDS = WordVectors({"tariffs": 0, "impose": 1}, np.array([[1.0, 0.0], [0.0, 1.0]], np.float32))


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    text = "Norway said it would impose tariffs of 15 percent on Chilean salmon from 1 March. It was a cold day in Lima."
    return prepare([document("a", title="Chile and Norway", text=text)], Parser())[0]


def _half(places: int, columns: Mapping[str, slice], rng: np.random.Generator) -> Half:
    def some(*shape: int) -> Floats:
        return rng.normal(size=shape).astype(np.float32)

    width = max(column.stop for column in columns.values())
    return Half(
        {"weak=False": 0, "alone=True": 1}, some(2, 4), some(4, _HIDDEN), some(places * 2, _HIDDEN), some(_HIDDEN, _HIDDEN),
        some(_HIDDEN), some(_HIDDEN, width), some(width),
    )  # fmt: skip


def _network(shares: Mapping[str, Floats]) -> Network:
    rng = np.random.default_rng(7)
    return Network(_WORDS, _half(CLAUSE_PLACES, CLAUSE_COLUMNS, rng), _half(ROLE_PLACES, ROLE_COLUMNS, rng), shares)


def _task(labels: tuple[str, ...], *bias: float) -> Task:
    return Task(labels, {}, np.zeros((0, len(labels)), np.float32), np.array(bias, np.float32))


def _judge() -> Judge:
    tasks = {"measure.claim": _task(("claim",), 1.0)}
    for choice, labels in CHOICES[next(kind for kind in CHOICES if kind == "measure")].items():
        names = tuple(str(label) for label in labels)
        tasks[f"measure.{choice}"] = _task(names, *range(len(names)))
    for (kind, type_), slots in ROLES.items():
        if kind == "measure" and slots:
            tasks[f"{kind}.{type_}"] = _task(slots, *([0.5] * len(slots)))
    return Judge("test", tasks)


def _view(prepared: Prepared) -> CandidateView:
    candidate = next(c for c in prepared.candidates if c.kind == "measure")
    return CandidateView(prepared.analysis, candidate, Memory(), prepared.beside(candidate))


def _mentions(prepared: Prepared, view: CandidateView) -> list[tuple[Mention, list[str]]]:
    here = prepared.analysis.mentions[view.candidate.sentence]
    return [(m, ["alone=True", f"how={m.type_}"]) for m in here if m.token is not None and ROLES[view.candidate.kind, m.type_]]


def test_without_a_network_the_linear_judge_decides_alone(prepared: Prepared) -> None:
    hearing = Hearing(_view(prepared), _judge(), None)
    assert hearing.claim == pytest.approx(1 / (1 + np.exp(-1.0)))
    assert hearing.choice("status") == [str(v) for v in CHOICES[_view(prepared).candidate.kind]["status"]][-1]


def test_a_task_that_was_not_weighed_is_left_to_the_linear_judge(prepared: Prepared) -> None:
    view = _view(prepared)
    alone, beside = Hearing(view, _judge(), None), Hearing(view, _judge(), _network({}))
    assert beside.claim == alone.claim
    assert beside.fillers(_mentions(prepared, view)) == alone.fillers(_mentions(prepared, view))


def test_both_are_added_by_their_shares(prepared: Prepared) -> None:
    view = _view(prepared)
    network = _network({"measure.claim": np.array([[0.5], [2.0], [-1.0]], np.float32)})
    odds = float(network.clause(view).odds[CLAUSE_COLUMNS["measure.claim"]][0])
    assert Hearing(view, _judge(), network).claim == pytest.approx(1 / (1 + np.exp(-(0.5 * 1.0 + 2.0 * odds - 1.0))))


def test_the_choice_follows_the_network_where_only_it_is_heeded(prepared: Prepared) -> None:
    view = _view(prepared)
    column = CLAUSE_COLUMNS["measure.status"]
    network = _network({"measure.status": np.tile(np.array([[0.0], [1.0], [0.0]], np.float32), (1, column.stop - column.start))})
    labels = [str(v) for v in CHOICES[view.candidate.kind]["status"]]
    assert Hearing(view, _judge(), network).choice("status") == labels[int(network.clause(view).odds[column].argmax())]


def test_each_mention_gets_a_probability_for_each_slot_of_its_type(prepared: Prepared) -> None:
    view = _view(prepared)
    mentions = _mentions(prepared, view)
    found = Hearing(view, _judge(), _network({})).fillers(mentions)
    assert [set(slots) for slots in found] == [set(ROLES[view.candidate.kind, m.type_]) for m, _ in mentions]
    assert all(0 <= chance <= 1 for slots in found for chance in slots.values())


def test_mentions_judged_together_or_one_by_one_get_the_same_odds(prepared: Prepared) -> None:
    view, network = _view(prepared), _network({})
    clause, mentions = network.clause(view), _mentions(prepared, view)
    together = network.roles(view, clause, mentions)
    assert all(np.allclose(network.roles(view, clause, [one])[0], odds, atol=1e-5) for one, odds in zip(mentions, together, strict=True))
    assert network.roles(view, clause, []) == []


def test_a_saved_network_judges_the_same_to_within_sixteen_bits(prepared: Prepared) -> None:
    network = _network({"measure.claim": np.ones((3, 1), np.float32)})
    target = io.BytesIO()
    network.save(target)
    again = Network.load(io.BytesIO(target.getvalue()), _WORDS)
    view = _view(prepared)
    assert np.allclose(again.clause(view).odds, network.clause(view).odds, atol=0.05)
    assert set(again.shares) == {"measure.claim"}


def test_the_network_looks_at_the_trigger_its_verb_and_the_words_around(prepared: Prepared) -> None:
    view = _view(prepared)
    places = clause_words(view)
    assert len(places) == CLAUSE_PLACES
    assert list(places[0]) == [view.tree.lower[view.candidate.main]]
    assert "salmon" in places[-1]


def test_a_mention_in_a_sentence_that_was_not_parsed_has_no_words(prepared: Prepared) -> None:
    analysis = prepared.analysis
    loose = next(m for row in analysis.mentions for m in row if m.token is None or analysis.trees[m.sentence] is None)
    assert not any(mention_words(analysis, loose))


def test_actors_from_other_sentences_are_left_to_the_linear_judge(prepared: Prepared) -> None:
    view = _view(prepared)
    far = [m for i, row in enumerate(prepared.analysis.mentions) for m in row if i != view.candidate.sentence and m.type_ == "actor"]
    assert far
    assert not any(is_judged(view.candidate, mention) for mention in far)


def test_log_shares_are_logarithms_of_shares_that_add_up_to_one() -> None:
    shares = log_shares(np.array([0.0, 3.0, -200.0], np.float32))
    assert np.exp(shares).sum() == pytest.approx(1.0)
    assert shares.argmax() == 1

"""The network beside the linear judge: what each contributes, what remains when one is missing, what the encoder's vectors stand for."""

import io
import pickle

import numpy as np
import pytest

from detente.model.claim import Kind
from detente.model.slots import CHOICES
from detente.model.span import Span
from detente.reading.analysis import Prepared, prepare
from detente.reading.encoder import CHUNK, States, trained_encoder
from detente.reading.features import CandidateView
from detente.reading.hearing import Hearing, linear_role_odds, log_shares
from detente.reading.judge import trained_judge
from detente.reading.memory import Memory
from detente.reading.network import Clause, Listener, Network, trained_network
from detente.reading.parse import Parser
from detente.reading.roles import ROLES
from detente.reading.sentences import sentences_of
from detente.reading.tables import NEVER
from tests.building import document

# Written for testing.
_TEXT = "Norway said it would impose tariffs of 15 percent on Chilean salmon from 1 March. It was a cold day in Lima."


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare([document("a", title="Chile and Norway", text=_TEXT)], Parser())[0]


@pytest.fixture(scope="module")
def view(prepared: Prepared) -> CandidateView:
    candidate = next(c for c in prepared.candidates if c.kind is Kind.MEASURE)
    return CandidateView(prepared.analysis, candidate, Memory(), prepared.beside(candidate))


@pytest.fixture(scope="module")
def states(prepared: Prepared) -> States:
    return trained_network().states(prepared)


def _heard(network: Network, view: CandidateView, prepared: Prepared) -> tuple[Listener, Clause]:
    listener = Listener(network, prepared)
    return listener, listener.clauses([view])[0]


def _with_shares(linear: float, network: float) -> Network:
    held = trained_network()
    shares = {task: np.array([[linear], [network], [0.0]], np.float32) + np.zeros_like(row) for task, row in held.shares.items()}
    return Network(held.encoder, held.clause_rows, held.role_rows, held.numbers, shares)


def test_pieces_stand_in_order_and_inside_the_words_they_are_of(prepared: Prepared, states: States):
    whole = prepared.analysis.document.whole
    assert len(states.vectors) == len(states.starts) == len(states.ends)
    assert (np.diff(states.starts) > 0).all()
    assert all(whole[start:end].strip() for start, end in zip(states.starts, states.ends, strict=True))


def test_the_mean_of_a_span_is_of_its_pieces_alone(prepared: Prepared, states: States):
    start = prepared.analysis.document.whole.index("tariffs")
    rows = [row for row, begin in enumerate(states.starts) if start <= begin < start + len("tariffs")]
    assert np.allclose(states.means([[Span(start, start + len("tariffs"))]])[0], states.vectors[rows].mean(axis=0))


def test_a_span_without_pieces_is_nothing(states: States):
    assert not states.means([[Span(100_000, 100_004)]]).any()


def test_a_long_document_is_cut_and_loses_no_piece():
    text = " ".join([_TEXT] * 60)
    sentences = sentences_of(document("a", title="Chile and Norway", text=text))
    states = trained_encoder().states(sentences, [])
    assert len(states.starts) > 3 * CHUNK
    assert (np.diff(states.starts) > 0).all()
    assert states.ends[-1] == sentences[-1].span.end


def test_what_sort_words_are_changes_their_vectors(prepared: Prepared, states: States):
    plain = trained_encoder().states(prepared.analysis.sentences, [])
    assert np.array_equal(plain.starts, states.starts)
    assert not np.allclose(plain.vectors, states.vectors)


def test_a_document_without_sentences_has_no_pieces():
    assert len(trained_encoder().states([], []).starts) == 0


def test_the_encoder_is_the_same_in_another_process(prepared: Prepared, states: States):
    other = pickle.loads(pickle.dumps(trained_network())).states(prepared)
    assert np.array_equal(other.vectors, states.vectors)


def test_without_a_network_the_linear_judge_decides_alone(view: CandidateView, prepared: Prepared):
    alone = Hearing(view, trained_judge(), None)
    heeded = Hearing(view, trained_judge(), _heard(_with_shares(1.0, 0.0), view, prepared))
    assert alone.claim == pytest.approx(heeded.claim, abs=1e-5)
    for name in CHOICES[Kind.MEASURE]:
        assert alone.choice(name) == pytest.approx(heeded.choice(name), abs=1e-4)


def test_the_network_has_a_say_of_its_own(view: CandidateView, prepared: Prepared):
    heard = [_heard(_with_shares(*shares), view, prepared) for shares in ((1.0, 0.0), (0.0, 1.0))]
    linear, network = (Hearing(view, trained_judge(), each).claim for each in heard)
    assert linear != network


def test_each_mention_is_asked_about_the_slots_it_may_fill(view: CandidateView, prepared: Prepared):
    mentions = [m for m in prepared.analysis.mentions[view.candidate.sentence] if m.token is not None and ROLES[Kind.MEASURE, m.type_]]
    heard = Hearing(view, trained_judge(), _heard(trained_network(), view, prepared)).fillers(mentions)
    assert [set(chances) for chances in heard] == [set(ROLES[Kind.MEASURE, mention.type_]) for mention in mentions]
    assert all(0 <= chance <= 1 for chances in heard for chance in chances.values())


def test_a_feature_that_is_looked_up_once_for_all_says_to_each_task_what_it_says_alone(view: CandidateView, prepared: Prepared):
    judge = trained_judge()
    alone = Hearing(view, judge, None)
    assert alone.choice("status") == pytest.approx(log_shares(judge.tasks["measure.status"].scores(view.clause_features)), abs=1e-4)
    mentions = [m for row in prepared.analysis.mentions for m in row if m.token is not None and ROLES[Kind.MEASURE, m.type_]]
    for mention, chances in zip(mentions, alone.fillers(mentions), strict=True):
        odds = linear_role_odds(judge, view, mention, view.role_features(mention))
        assert odds is not None
        asked = {slot: 1 / (1 + np.exp(-odd)) for slot, odd in zip(ROLES[Kind.MEASURE, mention.type_], odds, strict=True) if odd > NEVER}
        assert chances == pytest.approx(asked, abs=1e-5)


def test_log_shares_are_those_of_a_distribution():
    assert np.exp(log_shares(np.array([1.0, -3.0, 500.0], np.float32))).sum() == pytest.approx(1.0)


def test_a_network_that_was_saved_is_read_back():
    held, target = trained_network(), io.BytesIO()
    held.save(target)
    target.seek(0)
    again = Network.load(target, held.encoder)
    assert again.clause_rows == held.clause_rows
    assert all(np.array_equal(again.numbers[name], values) for name, values in held.numbers.items())
    assert all(np.array_equal(again.shares[task], values) for task, values in held.shares.items())

"""Training the network and weighing it: on a small world in which the word before the trigger decides."""

import numpy as np
import pytest

from detente.reading.analysis import prepare
from detente.reading.features import CandidateView
from detente.reading.judge import Judge
from detente.reading.memory import Memory
from detente.reading.network import CLAUSE_COLUMNS
from detente.reading.parse import Parser
from detente.reading.vectors import WordVectors
from detente.training.blending import blended
from detente.training.fit import fit
from detente.training.labels import LabelledCandidate, labelled
from tests.building import document

torch = pytest.importorskip("torch")
from detente.training.network import Recipe, train  # noqa: E402 - needs torch

_STATES = ["Chile", "Norway", "Kenya", "Japan", "Brazil", "Egypt", "India", "Canada"]
_CODES = ["CHL", "NOR", "KEN", "JPN", "BRA", "EGY", "IND", "CAN"]


@pytest.fixture(scope="module")
def material() -> list[LabelledCandidate]:
    parser, out = Parser(), []
    for number in range(64):
        one, two = number % 8, (number * 3 + 1) % 8
        if one == two:
            continue
        is_claim = number % 2 == 0
        verb = "imposed" if is_claim else "studied"
        text = f"{_STATES[one]} {verb} tariffs on {_STATES[two]}."
        held = document(f"d{number}", text=text)
        gold = {
            "id": "c1", "kind": "measure", "evidence": [text], "status": "in_force", "instrument": "tariff", "action": "impose",
            "imposer": [_CODES[one]], "target": [_CODES[two]],
        }  # fmt: skip
        out += labelled(prepare([held], parser)[0], [gold] if is_claim else [], [])
    return out


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    words = ["imposed", "studied", "tariffs", *(state.lower() for state in _STATES)]
    return WordVectors({word: row for row, word in enumerate(words)}, np.eye(len(words), 16, dtype=np.float32))


_RECIPE = Recipe(epochs=12, step=8, rate=1e-2, hidden=16, bag=8)


def _is_claim(item: LabelledCandidate, network) -> bool:
    view = CandidateView(item.prepared.analysis, item.candidate, Memory(), item.prepared.beside(item.candidate))
    return bool(network.clause(view).odds[CLAUSE_COLUMNS[f"{item.candidate.kind}.claim"]][0] > 0)


def test_the_network_learns_what_decides(material, vectors):
    network = train(material[:40], vectors, _RECIPE)
    held_out = material[40:]
    assert {bool(item.golds) for item in held_out} == {True, False}
    assert all(_is_claim(item, network) == bool(item.golds) for item in held_out)


def test_training_twice_gives_the_same_weights(material, vectors):
    one, other = (train(material[:16], vectors, _RECIPE) for _ in range(2))
    assert np.array_equal(one.clause_half.out, other.clause_half.out)
    assert np.array_equal(one.role_half.embedding, other.role_half.embedding)


def test_weighing_heeds_the_network_where_the_linear_judge_knows_nothing(material, vectors):
    network, fitted = train(material[:40], vectors, _RECIPE), fit(material[:40])
    empty = {
        name: type(task)(task.labels, {}, np.zeros((0, len(task.labels)), np.float32), task.bias) for name, task in fitted.tasks.items()
    }
    shares = blended(network, [(Judge("empty", empty), network, material[40:])]).shares["measure.claim"]
    assert shares[1, 0] > 0


def test_a_group_with_too_few_examples_is_not_weighed(material, vectors):
    network = train(material[:16], vectors, _RECIPE)
    assert "measure.claim" not in blended(network, [(fit(material[:40]), network, material[:6])]).shares

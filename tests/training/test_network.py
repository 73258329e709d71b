"""Training the network and weighing it: on a small world in which one word decides; without pretrained weights."""

import string

import numpy as np
import pytest

from detente.reading.analysis import prepare
from detente.reading.encoder import WIDTH
from detente.reading.features import CandidateView
from detente.reading.judge import Judge
from detente.reading.memory import Memory
from detente.reading.network import CLAUSE_COLUMNS, Listener, Network
from detente.reading.parse import Parser
from detente.training.blending import blended
from detente.training.fit import fit
from detente.training.labels import LabelledCandidate, labelled
from tests.building import document

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers  # noqa: E402

from detente.training.encoder import Base  # noqa: E402 - needs torch
from detente.training.network import Recipe, trained  # noqa: E402

_STATES = ["Chile", "Norway", "Kenya", "Japan", "Brazil", "Egypt", "India", "Canada"]
_CODES = ["CHL", "NOR", "KEN", "JPN", "BRA", "EGY", "IND", "CAN"]
_RECIPE = Recipe(epochs=6, step=120, encoder_rate=1e-3, rate=1e-2, bag=8, hidden=16, layers=1, rare=2)


def _base() -> Base:
    """One layer of random numbers over an alphabet and the few words of the world."""
    words = ["imposed", "studied", "tariffs", "on", *(state.lower() for state in _STATES)]
    letters = (*string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase))
    pieces = ["[PAD]", "[UNK]", *(f"[{n}]" for n in range(98)), "[NONE]", "[CLS]", "[SEP]", *words, *letters]
    tokenizer = Tokenizer(models.WordPiece({piece: row for row, piece in enumerate(dict.fromkeys(pieces))}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
    torch.manual_seed(1)

    def some(*shape: int) -> object:
        return torch.randn(*shape) * 0.05

    weights = {"embeddings.word_embeddings.weight": some(400, WIDTH), "embeddings.position_embeddings.weight": some(256, WIDTH)}
    weights["embeddings.token_type_embeddings.weight"] = some(2, WIDTH)
    layer = "encoder.layer.0"
    for name in (*(f"{layer}.attention.self.{n}" for n in ("query", "key", "value")), f"{layer}.attention.output.dense"):
        weights |= {f"{name}.weight": some(WIDTH, WIDTH), f"{name}.bias": torch.zeros(WIDTH)}
    weights |= {f"{layer}.intermediate.dense.weight": some(4 * WIDTH, WIDTH), f"{layer}.intermediate.dense.bias": torch.zeros(4 * WIDTH)}
    weights |= {f"{layer}.output.dense.weight": some(WIDTH, 4 * WIDTH), f"{layer}.output.dense.bias": torch.zeros(WIDTH)}
    for name in ("embeddings.LayerNorm", f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"):
        weights |= {f"{name}.weight": torch.ones(WIDTH), f"{name}.bias": torch.zeros(WIDTH)}
    return Base(weights, tokenizer.to_str())


@pytest.fixture(scope="module")
def material() -> list[LabelledCandidate]:
    parser, out = Parser(), []
    for number in range(64):
        one, two = number % 8, (number * 3 + 1) % 8
        if one == two:
            continue
        is_claim = number % 2 == 0
        text = f"{_STATES[one]} {'imposed' if is_claim else 'studied'} tariffs on {_STATES[two]}."
        gold = {
            "id": "c1", "kind": "measure", "evidence": [text], "status": "in_force", "instrument": "tariff", "action": "impose",
            "imposer": [_CODES[one]], "target": [_CODES[two]],
        }  # fmt: skip
        out += labelled(prepare([document(f"d{number}", text=text)], parser)[0], [gold] if is_claim else [], [])
    return out


def _is_claim(item: LabelledCandidate, network: Network) -> bool:
    view = CandidateView(item.prepared.analysis, item.candidate, Memory(), item.prepared.beside(item.candidate))
    (clause,) = Listener(network, item.prepared).clauses([view])
    return bool(clause.odds[CLAUSE_COLUMNS[f"{item.candidate.kind}.claim"]][0] > 0)


@pytest.fixture(scope="module")
def network(material: list[LabelledCandidate]) -> Network:
    return trained(material[:40], _base(), _RECIPE)


def test_the_network_learns_what_decides(material, network):
    held_out = material[40:]
    assert {bool(item.golds) for item in held_out} == {True, False}
    assert all(_is_claim(item, network) == bool(item.golds) for item in held_out)


def test_training_twice_gives_the_same_weights(material):
    short = Recipe(epochs=1, step=120, bag=8, hidden=16, layers=1)
    one, other = (trained(material[:16], _base(), short) for _ in range(2))
    assert all(np.array_equal(one.numbers[name], other.numbers[name]) for name in one.numbers)


def test_weighing_heeds_the_network_where_the_linear_judge_knows_nothing(material, network):
    fitted = fit(material[:40])
    empty = {
        name: type(task)(task.labels, {}, np.zeros((0, len(task.labels)), np.float32), task.bias) for name, task in fitted.tasks.items()
    }
    shares = blended(network, [(Judge("empty", empty), network, material[40:])]).shares["measure.claim"]
    assert shares[1, 0] > 0

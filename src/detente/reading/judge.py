"""Linear judgements over features: which candidate is a claim, which mention fills which slot, which status it has.

In: feature names. Out: log-odds for the labels of a task.

Model: for task t, label l and the set F of features present, s(t,l) = b(t,l) + sum over f in F of w(t,l,f); a task
with one label is a logistic regression, one with exclusive labels a multinomial, one with independent labels a
logistic regression each. Weights are trained from the annotated corpus by `detente.training`.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO
from typing import IO

import numpy as np
from numpy.typing import NDArray

from detente.model.claim import Kind
from detente.model.slots import CHOICES

MODEL_FILE = "judge.npz"


class Rows(Mapping[str, int]):
    """Features with their rows, in order; the table for looking one up is made when first needed."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    @cached_property
    def table(self) -> Mapping[str, int]:
        """For looking many up."""
        return {name: row for row, name in enumerate(self._names)}

    def __getitem__(self, name: str) -> int:
        return self.table[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One task: `rows` maps a feature to its row of `weights` (features x labels); `bias` is one number a label."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Log-odds of each label."""
        rows = self.rows.table if isinstance(self.rows, Rows) else self.rows
        known = [row for feature in features if (row := rows.get(feature)) is not None]
        return self.bias + self.weights[known].sum(axis=0) if known else self.bias

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Independent probabilities of the labels."""
        return dict(zip(self.labels, (1 / (1 + np.exp(-self.scores(features)))).tolist(), strict=True))

    def shares(self, features: Iterable[str]) -> dict[str, float]:
        """Probabilities of labels of which exactly one holds."""
        scores = self.scores(features)
        powers = np.exp(scores - scores.max())
        return dict(zip(self.labels, (powers / powers.sum()).tolist(), strict=True))


def _side_by_side(tasks: list[Task]) -> Task:
    names = dict.fromkeys(feature for task in tasks for feature in task.rows)
    rows = {feature: row for row, feature in enumerate(names)}
    weights = np.zeros((len(rows), len(tasks)), dtype=np.float32)
    for column, task in enumerate(tasks):
        weights[[rows[feature] for feature in task.rows], column] = task.weights[list(task.rows.values()), 0]
    labels = tuple(label for task in tasks for label in task.labels)
    return Task(labels, rows, weights, np.concatenate([task.bias for task in tasks]))


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """All tasks by name; `name` says where the weights come from and goes into `Claim.found_by`."""

    name: str
    tasks: Mapping[str, Task]
    _joined: dict[tuple[str, ...], Task] = field(default_factory=dict, repr=False)

    def joined(self, names: tuple[str, ...]) -> Task:
        """Several tasks of one label each as one task of several, so that features are looked up once."""
        known = self._joined.get(names)
        if known is None:
            known = self._joined[names] = _side_by_side([self.tasks[name] for name in names])
        return known

    def save(self, target: IO[bytes]) -> None:
        """Write the weights as one compressed NumPy archive, halved to 16 bits."""
        arrays: dict[str, NDArray[np.generic]] = {}
        about: dict[str, object] = {"name": self.name, "labels": {n: task.labels for n, task in self.tasks.items()}}
        for name, task in self.tasks.items():
            arrays[f"{name}/weights"] = task.weights.astype(np.float16)
            arrays[f"{name}/bias"] = task.bias
            arrays[f"{name}/features"] = np.frombuffer("\n".join(task.rows).encode(), dtype=np.uint8)
        arrays["about"] = np.frombuffer(json.dumps(about, sort_keys=True).encode(), dtype=np.uint8)
        np.savez_compressed(target, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, source: IO[bytes]) -> "Judge":
        """Read what `save` wrote."""
        with np.load(source) as archive:
            about = json.loads(archive["about"].tobytes())
            tasks = {
                name: Task(
                    tuple(labels),
                    rows_in(archive[f"{name}/features"]),
                    archive[f"{name}/weights"].astype(np.float32),
                    archive[f"{name}/bias"],
                )
                for name, labels in about["labels"].items()
            }
        return cls(str(about["name"]), tasks)


def rows_in(names: NDArray[np.uint8]) -> Rows:
    """The features of an archive with their rows: names on lines of their own."""
    text = names.tobytes().decode()
    return Rows(text.split("\n") if text else ())


@cache
def plain_judge() -> Judge:
    """A few weights written by hand, for reading without a trained model."""
    table = tomllib.loads((files("detente.reading") / "weights" / "plain.toml").read_text(encoding="utf-8"))
    return Judge("plain", {name: _plain_task(name, weights) for name, weights in table.items()})


def _plain_task(name: str, weights: dict[str, dict[str, float]]) -> Task:
    kind, choice = name.split(".")
    listed = CHOICES[Kind(kind)].get(choice)
    labels = tuple(str(value) for value in listed) if listed else tuple(dict.fromkeys(label for row in weights.values() for label in row))
    bias = weights.pop("bias")
    rows = {feature: row for row, feature in enumerate(weights)}
    matrix = np.array([[given.get(label, 0.0) for label in labels] for given in weights.values()], dtype=np.float32).reshape(
        -1, len(labels)
    )
    return Task(labels, rows, matrix, np.array([bias.get(label, 0.0) for label in labels], dtype=np.float32))


@cache
def trained_judge() -> Judge:
    """The weights that ship with the package."""
    return Judge.load(BytesIO((files("detente.reading") / "weights" / MODEL_FILE).read_bytes()))

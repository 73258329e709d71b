"""The package's own data files, opened by name.

The tables are numpy archives and CSV: parquet would drag pyarrow (some 150 MB) into the core install for half a megabyte
of numbers. `NOTICE` beside them names origins and licences.
"""

import csv
from collections.abc import Mapping
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

_FOLDER = files("detente.stakes.data")

Archive = Mapping[str, NDArray[np.generic]]


def archive(name: str) -> Archive:
    """The arrays of `name`.npz."""
    with as_file(_FOLDER / f"{name}.npz") as path, np.load(path, allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of `name`.csv."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))

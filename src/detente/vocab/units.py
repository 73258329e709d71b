"""How amounts are written: currencies, counted things, scale words."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Units:
    """`currencies` and `counted` map a written form to its unit; `scales` a scale word to its factor."""

    currencies: dict[str, str]
    counted: dict[str, str]
    scales: dict[str, int]


@cache
def units() -> Units:
    """The table of `units.toml`, turned around: written form -> unit."""
    table = tomllib.loads((files("detente.vocab") / "data" / "units.toml").read_text(encoding="utf-8"))
    return Units(
        currencies={form: code for code, forms in table["currencies"].items() for form in forms},
        counted={form: unit for unit, forms in table["counted"].items() for form in forms},
        scales=table["scales"],
    )

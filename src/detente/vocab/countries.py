"""States and territories: their codes, common names, and what reports call them.

In: `data/actors/states.csv` (names used in news) and pycountry (all other ISO 3166 codes, also withdrawn ones such as
`SUN`). Out: `State`s, names and membership. Kosovo, which has no ISO code, is `XKX`.
"""

from dataclasses import dataclass
from functools import cache

import pycountry

from detente.errors import RecordError
from detente.vocab.table import rows


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory as news speaks of it; the first of `names` is the common one.

    `led_by` is `head_of_state` or `head_of_government`: who is meant by its leader. `seats` are metonyms beside the
    `capitals`: buildings, streets, other cities of government.
    """

    code: str
    led_by: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


_COLUMNS = ("code", "led_by", "names", "demonyms", "capitals", "seats")


@cache
def states() -> tuple[State, ...]:
    """The states and territories that have a row of their own."""
    return tuple(
        State(
            row.needed("code"),
            row.needed("led_by"),
            row.spellings("names"),
            row.spellings("demonyms"),
            row.spellings("capitals"),
            row.spellings("seats"),
        )
        for row in rows("actors/states.csv", _COLUMNS)
    )


@cache
def _names() -> dict[str, str]:
    current = {country.alpha_3: getattr(country, "common_name", country.name) for country in pycountry.countries}
    withdrawn = {country.alpha_3: country.name for country in pycountry.historic_countries}
    return withdrawn | current | {state.code: state.names[0] for state in states()}


def is_state(code: str) -> bool:
    """Whether it is the code of a state or territory, present or past; false for `EU`, `NATO` and companies."""
    return code in _names()


def country_name(code: str) -> str:
    """The common English name, `KOR` -> `South Korea`; RecordError for what is no state's code."""
    if code not in _names():
        raise RecordError(f"not the code of a state: {code!r}")
    return _names()[code]

"""What all engines share: the face that scenarios see, and the tariffs in force before all acts."""

from typing import Protocol

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.result import TAIWAN, Result
from detente.stakes.scenario.acts import BaseRate
from detente.stakes.scenario.places import BLOCS, Places
from detente.stakes.tables.us_tariffs import HOME, us_rates_on

WORLD = "world2023"

TAIWAN_IN_THE_REST = "Taiwan is part of the rest of the world in this table; the table wiod2011 tells it apart."


class Engine(Protocol):
    """A model on a table. `tariffs`, `base_trade_usd` (N, N, S) are the base (rates as fractions), `gdp_usd` is (N,)."""

    places: Places
    tariffs: FloatArray
    gdp_usd: FloatArray
    base_trade_usd: FloatArray

    def apart(self) -> "Engine":
        """The same model for one run, which shares no memory with others."""
        ...

    def run(self, tariffs: FloatArray, kept: FloatArray, *, case: str) -> Result:
        """The result of a policy."""
        ...

    def trade_usd(self, tariffs: FloatArray, kept: FloatArray) -> FloatArray:
        """Trade (N, N, S) at border values under a policy, USD."""
        ...


def base_tariffs(places: Places, base_rates: tuple[BaseRate, ...], tariffs: FloatArray, us_base: str) -> FloatArray:
    """Tariffs (N, N, S) in force before all acts, fractions: the table's, over them the US ones of a day, over them the named ones."""
    tariffs = tariffs.copy()
    for code, rate_pct in us_rates_on(us_base).items() if us_base else ():
        named = (code,) if code in places.codes else BLOCS.get(code, (code,))
        if known := tuple(member for member in named if member in places.codes):
            tariffs[places.cells(known, (HOME,), ())] = rate_pct / 100
    for rate in base_rates:
        if rate.rate_pct <= -100:
            raise StakesError(f"a base tariff of {rate.rate_pct:g} percent is impossible: it must be above -100")
        tariffs[places.cells(rate.exporters, rate.importers, ())] = rate.rate_pct / 100
    return tariffs


def base_sentence(tariffs: FloatArray, us_base: str) -> str:
    """Which base tariffs were assumed."""
    if us_base:
        return (
            f"Base of US imports: the rates in effect on {us_base} by country (Waugh's tracker), the table's trade taken as observed under "
            "them; all other base tariffs count as zero unless named."
        )
    if not tariffs.any():
        return "The base is free trade: no open table of bilateral base tariffs was found, and the scenario names none."
    return "Base tariffs are those that the scenario and the table name; all others are taken as zero."


def taiwan_sentences(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Where Taiwan is, if the table does not tell it apart."""
    if "TWN" in codes:
        return ()
    return (TAIWAN_IN_THE_REST,) if "ROW" in codes else (TAIWAN,)

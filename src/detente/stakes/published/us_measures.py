"""The mapping checked: US measures of 2025 as acts, laid onto the world table, against the effective tariffs that came of them.

In: headline rates as announced (those on China reach Hong Kong and Macao), and nothing fitted to the date in question. The share
of imports from Canada and Mexico that the treaty leaves dutiable is taken from the tracker at 6 March 2025, when the duty of 25
percent was alone. Two scopes: the country-wide rates alone, and with the duties on steel and cars, each on the share of the sector
that holds these goods (`scenario.goods`), as a report's products are mapped; they replace the country-wide rates there.
Out: by date and scope, correlation, mean error, mean absolute error over countries, plain and weighted by imports, points.

What the acts leave out is what the errors show: goods exempt from the reciprocal duties (oil, medicines, chips), and that sectors
hold much else than steel and cars.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from detente.stakes.arrays import FloatArray
from detente.stakes.scenario.acts import ALL_GOODS, Act, Scope, TariffAct, TariffMode
from detente.stakes.scenario.goods import sector_share
from detente.stakes.scenario.places import BLOCS, Places
from detente.stakes.scenario.policy import lay
from detente.stakes.tables.packaged import rows
from detente.stakes.tables.us_tariffs import EffectiveTariff, effective_tariffs
from detente.stakes.tables.world import country_codes, liberation_day_rates, world

HOME = "USA"
TREATY = ("CAN", "MEX")
CHINA = ("CHN", "HKG", "MAC")
_TREATY_ALONE = "2025-03-06"
_TREATY_RATE = 25.0
_FENTANYL_CHINA = 20.0
_BASELINE = 10.0

DATES = ("2025-04-08", "2025-04-09", "2025-05-12", "2025-08-07")

# Duties on goods in force on each date: WIOD sector, percent.
_ON_GOODS = {
    "2025-04-08": (("steel", "c12", 25.0), ("cars", "c15", 25.0)),
    "2025-04-09": (("steel", "c12", 25.0), ("cars", "c15", 25.0)),
    "2025-05-12": (("steel", "c12", 25.0), ("cars", "c15", 25.0)),
    "2025-08-07": (("steel", "c12", 50.0), ("cars", "c15", 25.0)),
}


class Reach(StrEnum):
    """Which acts are laid: the country-wide rates, or with them the duties on steel and cars."""

    COUNTRIES = "country-wide rates"
    GOODS = "with steel and cars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How mapped rates compare with effective ones on a date."""

    date: str
    reach: Reach
    countries: int
    correlation: float
    mean_error: float
    mean_absolute_error: float
    weighted_absolute_error: float


def _add(id: str, targets: tuple[str, ...], rate: float, share: float = 1.0) -> TariffAct:
    scope = ALL_GOODS if share == 1 else Scope(share=share, sectors=(), products=())
    return TariffAct(id=id, imposers=(HOME,), targets=targets, mode=TariffMode.ADD, rate_pct=rate, scope=scope)


def measures(date: str) -> tuple[Act, ...]:
    """What was in force on one of `DATES`, by its headlines."""
    dutiable = {row.code: row.added_pct / _TREATY_RATE for row in effective_tariffs() if row.date == _TREATY_ALONE}
    acts = [
        _add("fentanyl, China", CHINA, _FENTANYL_CHINA),
        *(_add(f"border, {code}", (code,), _TREATY_RATE, dutiable[code]) for code in TREATY),
    ]
    reached = tuple(code for code in country_codes() if code not in (HOME, *TREATY))
    announced = dict(zip(country_codes(), 100 * liberation_day_rates(), strict=True))
    match date:
        case "2025-04-08":
            # China's announced 54 percent counts the 20 above; 50 points came on top as an answer to its answer
            acts += [_add(f"reciprocal, {code}", (code,), announced[code]) for code in reached if code not in CHINA]
            acts.append(_add("reciprocal, China", CHINA, announced["CHN"] - _FENTANYL_CHINA + 50))
        case "2025-04-09":
            acts.append(_add("baseline", tuple(code for code in reached if code not in CHINA), _BASELINE))
            acts.append(_add("reciprocal, China", CHINA, 125.0))
        case "2025-05-12":
            acts.append(_add("baseline", reached, _BASELINE))
        case "2025-08-07":
            acts = [*acts[:1], _add("border, CAN", ("CAN",), 35.0, dutiable["CAN"]), _add("border, MEX", ("MEX",), 25.0, dutiable["MEX"])]
            acts.append(_add("baseline", tuple(code for code in reached if code not in _named_in_august()), _BASELINE))
            acts += [_add(f"reciprocal, {code}", (code,), rate) for code, rate in _reciprocal_in_august().items()]
            acts += [_add("judiciary, Brazil", ("BRA",), 40.0), _add("oil, India", ("IND",), 25.0)]
    return tuple(acts)


def _reciprocal_in_august() -> dict[str, float]:
    """Rates by country or bloc, those aside that the world table lacks."""
    known = {*country_codes(), *BLOCS}
    return {code: float(row["rate_pct"]) for row in rows("us_reciprocal_2025_08_07") for code in row["codes"].split("|") if code in known}


def _named_in_august() -> set[str]:
    return {member for code in _reciprocal_in_august() for member in BLOCS.get(code, (code,))}


def on_goods(date: str) -> tuple[Act, ...]:
    """The duties on steel and cars, on the share of their sectors, for the countries that WIOD holds."""
    acts = []
    for name, sector, rate in _ON_GOODS[date]:
        for code in country_codes():
            share = None if code == HOME else sector_share((sector,), exporters=(code,), importers=(HOME,))
            if share:
                scope = Scope(share=share, sectors=(), products=(name,))
                act = TariffAct(id=f"{name}, {code}", imposers=(HOME,), targets=(code,), mode=TariffMode.TOTAL, rate_pct=rate, scope=scope)
                acts.append(act)
    return tuple(acts)


def mapped_rates(date: str, reach: Reach = Reach.COUNTRIES) -> FloatArray:
    """Rates (N,) by exporter that the acts come to, percent."""
    economy = world()
    places = Places(economy.codes, ("all goods",), (True,))
    base = np.zeros((*economy.shares.shape, 1))
    acts = measures(date) + (on_goods(date) if reach is Reach.GOODS else ())
    laid = lay(acts, places, base, trade=economy.trade[:, :, None])
    rates: FloatArray = 100 * laid.tariffs[:, economy.index(HOME), 0]
    return rates


def _mapped(row: EffectiveTariff, rates: FloatArray) -> float:
    economy = world()
    members = Places(economy.codes, ("all goods",), (True,)).countries((row.code,))
    imports = economy.trade[members, economy.index(HOME)]
    return float(rates[members] @ imports / imports.sum())


def fit(date: str, reach: Reach = Reach.COUNTRIES) -> Fit:
    """The comparison on one date, over countries that the world table holds."""
    rates = mapped_rates(date, reach)
    rows = [row for row in effective_tariffs() if row.date == date and row.code]
    mapped = np.array([_mapped(row, rates) for row in rows])
    effective = np.array([row.added_pct for row in rows])
    weights = np.array([row.imports_usd for row in rows])
    error = mapped - effective
    return Fit(
        date=date,
        reach=reach,
        countries=len(rows),
        correlation=float(np.corrcoef(mapped, effective)[0, 1]),
        mean_error=float(error.mean()),
        mean_absolute_error=float(np.abs(error).mean()),
        weighted_absolute_error=float(np.abs(error) @ weights / weights.sum()),
    )

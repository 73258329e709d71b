"""Effective US tariffs by country and date, 2025-26 (Waugh's tracker): what acts laid onto a table are checked against.

`added_pct` is what measures since January 2025 added, after exemptions, weighted by imports; `before_pct` the rate of 2024.
Names are the tracker's; those of countries that the world table lacks (Taiwan) have no code.
"""

import functools
from dataclasses import dataclass
from datetime import date

from detente.errors import StakesError
from detente.stakes.tables.packaged import rows
from detente.stakes.tables.world import country_names

HOME = "USA"
FIRST_YEAR = 2024

_SPELLINGS = {
    "EUROPEAN UNION": "EU",
    "KOREA, SOUTH": "KOR",
    "RUSSIA": "RUS",
    "TURKEY": "TUR",
    "VIETNAM": "VNM",
    "VENEZUELA": "VEN",
    "HONG KONG": "HKG",
    "EGYPT": "EGY",
    "SLOVAKIA": "SVK",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveTariff:
    """One country on one date; `code` is empty where the world table lacks it."""

    date: str
    name: str
    code: str
    added_pct: float
    before_pct: float
    imports_usd: float


@functools.cache
def effective_tariffs() -> tuple[EffectiveTariff, ...]:
    """All rows, by date."""
    by_name = {name.upper(): code for code, name in country_names().items()}
    return tuple(
        EffectiveTariff(
            date=row["date"],
            name=row["country_name"],
            code=_SPELLINGS.get(row["country_name"]) or by_name.get(row["country_name"], ""),
            added_pct=float(row["effective tariff"]),
            before_pct=float(row["2024 tariff"]),
            imports_usd=float(row["total imports"]),
        )
        for row in rows("us_effective_tariff_by_country_date")
    )


def us_rates_on(day: str) -> dict[str, float]:
    """The US tariff on goods of each country, percent, as in effect on a day from 2024 on; the newest known rates for later days."""
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise StakesError(f"not a day: {day!r}", where="us_base", hint="write it as 2025-10-30") from None
    if asked.year < FIRST_YEAR:
        raise StakesError(f"no US tariffs by country are known for {day}", where="us_base", hint=f"a day from {FIRST_YEAR} on")
    rates = {row.code: row.before_pct for row in effective_tariffs() if row.code}
    dates = sorted({row.date for row in effective_tariffs() if row.date <= day})
    for row in effective_tariffs():
        if dates and row.date == dates[-1] and row.code:
            rates[row.code] = row.before_pct + row.added_pct
    return rates

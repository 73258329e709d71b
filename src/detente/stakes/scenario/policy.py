"""Acts laid onto a table: tariffs and bans by flow, each step shown with the rate below it.

In: acts in their order, places, base tariffs (N, N, S). Out: `Policy` arrays and a stack of steps. Pledges are left to `pledges`.
Holds: rates are totals as fractions; a flow's own base is never lost, it is the first step of its stack.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray
from detente.stakes.scenario.acts import Act, Ban, InvestmentPledge, PurchasePledge, TariffAct, TariffMode
from detente.stakes.scenario.places import Places

_PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act on the flows between its sides: the trade-weighted mean rate before and after it, percent; `covered` is its share."""

    act: str
    importers: str
    exporters: str
    before_pct: float
    after_pct: float
    covered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One ban: `covered` is the share of the flows' goods that it takes off the market, `trade_usd` what that was worth in the base."""

    act: str
    exporters: str
    importers: str
    covered: float
    trade_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """`tariffs`, `kept` (N, N, S) after all acts, the steps that led there, and what bans took off."""

    tariffs: FloatArray
    kept: FloatArray
    steps: tuple[Step, ...]
    cuts: tuple[Cut, ...]


@contextmanager
def told_of(act: str) -> Iterator[None]:
    """Errors inside name the act that they are about."""
    try:
        yield
    except StakesError as error:
        if act in error.where:
            raise
        raise StakesError(str(error), where=f"act {act}") from error


def lay(acts: tuple[Act, ...], places: Places, base: FloatArray, *, trade: FloatArray) -> Laid:
    """Apply acts in order; `trade` (N, N, S), USD, weighs the mean rates that are shown."""
    tariffs, kept = base.copy(), np.ones_like(base)
    steps: list[Step] = []
    cuts: list[Cut] = []
    for act in acts:
        with told_of(act.id):
            match act:
                case TariffAct():
                    steps.append(_apply_tariff(act, places, base, tariffs, trade))
                case Ban():
                    cells = places.cells(act.exporters, act.importers, act.scope.sectors)
                    kept[cells] *= 1 - act.scope.share
                    cuts.append(_cut(act, act.scope.share * float(trade[cells].sum())))
                case PurchasePledge() | InvestmentPledge():
                    pass
                case _:
                    assert_never(act)
    return Laid(tariffs=tariffs, kept=kept, steps=tuple(steps), cuts=tuple(cuts))


def _cut(act: Ban, trade_usd: float) -> Cut:
    return Cut(
        act=act.id,
        exporters=", ".join(act.exporters) or "all",
        importers=", ".join(act.importers) or "all",
        covered=act.scope.share,
        trade_usd=trade_usd,
    )


def _apply_tariff(act: TariffAct, places: Places, base: FloatArray, tariffs: FloatArray, trade: FloatArray) -> Step:
    cells = places.cells(act.targets, act.imposers, act.scope.sectors)
    before = tariffs[cells]
    after = _new_rates(act, before, base[cells], _put_on_us(cells, base, tariffs))
    if (after <= -1).any():
        raise StakesError(f"a tariff of {_PERCENT * float(after.min()):g} percent is impossible: it must be above -100", where=act.id)
    tariffs[cells] = after
    weights = trade[cells]
    weights = weights / weights.sum() if weights.sum() > 0 else np.full(len(weights), 1 / len(weights))
    return Step(
        act=act.id,
        importers=", ".join(act.imposers),
        exporters=", ".join(act.targets) or "all",
        before_pct=_PERCENT * float(before @ weights),
        after_pct=_PERCENT * float(after @ weights),
        covered=act.scope.share,
    )


def _put_on_us(cells: tuple[np.ndarray, ...], base: FloatArray, tariffs: FloatArray) -> FloatArray:
    """What the other side's acts so far added to its rates on our goods, flow by flow."""
    sellers, buyers, sectors = cells
    mirrored = (buyers, sellers, sectors)
    added: FloatArray = tariffs[mirrored] - base[mirrored]
    return added


def _new_rates(act: TariffAct, now: FloatArray, base: FloatArray, put_on_us: FloatArray) -> FloatArray:
    share = act.scope.share
    rate = (act.rate_pct or 0.0) / _PERCENT
    match act.mode:
        case TariffMode.TOTAL:
            return (1 - share) * now + share * rate
        case TariffMode.ADD:
            return now + share * rate
        case TariffMode.CAP:
            return (1 - share) * now + share * np.minimum(now, rate)
        case TariffMode.SUSPEND:
            off = share * (now - base) if act.rate_pct is None else share * rate
            return np.maximum(np.minimum(now, base), now - off)
        case TariffMode.RETALIATE:
            return now + share * (put_on_us if act.rate_pct is None else rate)
        case TariffMode.EITHER:
            raise StakesError("total or additional is open: run `readings` first", where=act.id)
        case _:
            assert_never(act.mode)

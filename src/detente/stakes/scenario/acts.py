"""What a scenario is made of: acts, cases that combine them, differences between cases, and assumptions.

This is the plain-table interface for whoever turns reports into scenarios: no act knows of claims or threads. Rates are in percent,
shares between 0 and 1, money in USD a year.

A tariff act says what happens to the rate t of the flows it names; s is the share of their value that it covers, t0 the base:
    total     s of the flow then pays `rate`                        t <- (1-s) t + s rate
    add       `rate` points on top                                   t <- t + s rate
    cap       at most `rate`                                         t <- (1-s) t + s min(t, rate)
    suspend   `rate` points off, never below the base; without a rate, back to the base
                                                                     t <- max(min(t, t0), t - s rate)
    retaliate the points that the target's acts so far put on the imposer's own goods
                                                                     t <- t + s (t' - t0')
    either    the report does not say whether total or add: both are run
Acts apply in their order. Codes are ISO 3166-1 alpha-3; `EU` stands for its members; no target is all the world.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from detente.errors import StakesError
from detente.stakes.solve.one_sector import Deficits, Relief


class TariffMode(StrEnum):
    """What a rate means."""

    TOTAL = "total"
    ADD = "add"
    CAP = "cap"
    SUSPEND = "suspend"
    RETALIATE = "retaliate"
    EITHER = "either"


class EngineName(StrEnum):
    """Which model."""

    ONE_SECTOR = "one_sector"
    MULTI_SECTOR = "multi_sector"
    PRODUCT = "product"


class Variant(StrEnum):
    """Of the one-sector model: as published, or Eaton and Kortum's (phi = 1, nu = 0: complete pass-through, no repatriated profits)."""

    PUBLISHED = "published"
    EATON_KORTUM = "eaton_kortum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How much of a flow an act covers: `share` of its value after exemptions and compliance, `sectors` by the table's codes (none
    given: all goods), `products` in words, for the reader only."""

    share: float
    sectors: tuple[str, ...]
    products: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise StakesError(f"a share of {self.share:g} is not between 0 and 1")


ALL_GOODS = Scope(share=1.0, sectors=(), products=())


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffAct:
    """A change of the tariffs of `imposers` on goods of `targets`."""

    id: str
    imposers: tuple[str, ...]
    targets: tuple[str, ...]
    mode: TariffMode
    rate_pct: float | None
    scope: Scope

    def __post_init__(self) -> None:
        if self.rate_pct is None and self.mode not in (TariffMode.SUSPEND, TariffMode.RETALIATE):
            raise StakesError(f"a tariff act in mode {self.mode} needs a rate", where=self.id)
        if self.mode is TariffMode.TOTAL and self.rate_pct is not None and self.rate_pct <= -100:
            raise StakesError(f"a tariff of {self.rate_pct:g} percent is impossible: it must be above -100", where=self.id)
        if not self.imposers:
            raise StakesError("a tariff act needs an imposer", where=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """A prohibitive cost on the covered share of the flows from `exporters` to `importers`; either side may be all the world."""

    id: str
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    scope: Scope

    def __post_init__(self) -> None:
        if not self.exporters and not self.importers:
            raise StakesError("a ban needs an exporter or an importer", where=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasePledge:
    """`buyer` buys goods of `seller` for `amount_usd` a year more than without the pledge."""

    id: str
    buyer: str
    seller: str
    amount_usd: float
    scope: Scope

    def __post_init__(self) -> None:
        if not self.amount_usd > 0:
            raise StakesError("a purchase pledge needs a positive amount", where=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestmentPledge:
    """`investor` pledges `amount_usd` in all over `years` to `host`; where no time is stated (None) the whole sum is set against the GDP
    of one year. No equilibrium effect is claimed."""

    id: str
    investor: str
    host: str
    amount_usd: float
    years: float | None

    def __post_init__(self) -> None:
        if not (self.amount_usd > 0 and (self.years is None or self.years > 0)):
            raise StakesError("an investment pledge needs a positive amount and time", where=self.id)


Act = TariffAct | Ban | PurchasePledge | InvestmentPledge


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRate:
    """A tariff in force before all acts."""

    importers: tuple[str, ...]
    exporters: tuple[str, ...]
    rate_pct: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A combination of acts, by id: threat alone, threat with the answer, deal as reported, no deal."""

    name: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A case against another, as a truce is."""

    name: str
    case: str
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """The model and its settings; `table` is `world2023`, `icio2019`, `wiod2011` or a folder of parquet files; for the product model a
    file of a product's trade, or sectors of a packaged table (`wiod2011:c12`). The elasticity, pass-through, labour, revenue and variant
    settings are the one-sector model's; the multi-sector model has elasticities by sector, a product's table its own. `us_base` is a day
    (`2025-10-14`): the base of US imports is then what was in effect on it by country; empty: only base rates that a scenario names."""

    engine: EngineName
    table: str
    elasticity: float
    completeness: float
    labour_supply: float
    relief: Relief
    deficits: Deficits
    variant: Variant
    us_base: str


STANDARD = Assumptions(
    engine=EngineName.ONE_SECTOR,
    table="world2023",
    elasticity=4.0,
    completeness=1.0,
    labour_supply=0.5,
    relief=Relief.INCOME_TAX,
    deficits=Deficits.SCALED,
    variant=Variant.PUBLISHED,
    us_base="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Acts in their order, the cases to run, the differences to show, the base rates and assumptions; `file` is where it was read from."""

    name: str
    acts: tuple[Act, ...]
    cases: tuple[Case, ...]
    differences: tuple[Difference, ...]
    base_rates: tuple[BaseRate, ...]
    assume: Assumptions
    file: str = field(default="", compare=False)

    @property
    def where(self) -> str:
        """How errors name it: by its file, where it has one."""
        return self.file or self.name

    def __post_init__(self) -> None:
        ids = [act.id for act in self.acts]
        names = [case.name for case in self.cases]
        if len(set(ids)) != len(ids) or len(set(names)) != len(names):
            raise StakesError("ids of acts and names of cases must differ", where=self.where)
        if not self.cases:
            raise StakesError("no case to run", where=self.where)
        for case in self.cases:
            for id in case.acts:
                if id not in ids:
                    raise StakesError(f"unknown act: {id!r}", where=f"{self.where}, case {case.name}")
        for wanted in self.differences:
            for name in (wanted.case, wanted.against):
                if name not in names:
                    raise StakesError(f"unknown case: {name!r}", where=f"{self.name}, difference {wanted.name}")

    def acts_of(self, case: Case) -> tuple[Act, ...]:
        """The acts of a case, in the scenario's order."""
        return tuple(act for act in self.acts if act.id in case.acts)

    def parties(self) -> tuple[str, ...]:
        """All codes that acts name, in order of appearance."""
        named: list[str] = []
        for act in self.acts:
            match act:
                case TariffAct():
                    named += [*act.imposers, *act.targets]
                case Ban():
                    named += [*act.exporters, *act.importers]
                case PurchasePledge():
                    named += [act.buyer, act.seller]
                case InvestmentPledge():
                    named += [act.investor, act.host]
        return tuple(dict.fromkeys(named))

"""A scenario run: every case solved, every difference taken.

In: a `Scenario`. Out: an `Answer`; the scenario is part of it. Holds: nothing is half-reported: if one case cannot be solved, the
run ends with `StakesError` that names the case.
"""

from dataclasses import dataclass

from detente.errors import StakesError
from detente.stakes.result import Result, difference
from detente.stakes.scenario.acts import Case, InvestmentPledge, PurchasePledge, Scenario
from detente.stakes.scenario.base import Engine
from detente.stakes.scenario.engines import engine
from detente.stakes.scenario.pledges import Investment, Purchase, honour, size_up
from detente.stakes.scenario.policy import Cut, Step, lay, told_of
from detente.stakes.scenario.readings import readings
from detente.stakes.solve.game.table import members

_BILLION = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswer:
    """One case: the figures, how rates were stacked, what bans took off, what pledges divert, what investments amount to."""

    result: Result
    steps: tuple[Step, ...]
    cuts: tuple[Cut, ...]
    purchases: tuple[Purchase, ...]
    investments: tuple[Investment, ...]

    def act_lines(self) -> tuple[str, ...]:
        """A line for each act: how its rate stacks, what it bans, whose sales a purchase diverts, how large an investment is."""
        tariffs, bans = map(_step_line, self.steps), map(_cut_line, self.cuts)
        return (*tariffs, *bans, *map(_purchase_line, self.purchases), *map(_investment_line, self.investments))


def _step_line(step: Step) -> str:
    return (
        f"{step.act}: {step.importers} on {step.exporters}: {step.before_pct:.1f} → {step.after_pct:.1f} percent, covering "
        f"{100 * step.covered:.0f} percent of the trade"
    )


def _cut_line(cut: Cut) -> str:
    return (
        f"{cut.act}: no goods from {cut.exporters} to {cut.importers} on {100 * cut.covered:.0f} percent of the trade (base "
        f"{cut.trade_usd / _BILLION:.1f} bn USD a year)"
    )


def _purchase_line(purchase: Purchase) -> str:
    losers = ", ".join(f"{_seller_name(code, purchase.buyer)} {value / _BILLION:.1f}" for code, value in purchase.losers())
    return (
        f"{purchase.act}: {purchase.buyer} buys {purchase.amount_usd / _BILLION:.1f} bn USD a year more from {purchase.seller} (base "
        f"{purchase.before_usd / _BILLION:.1f}); an import wedge of {purchase.wedge_pct:.1f} percent does it; sells less: {losers}"
    )


def _seller_name(code: str, buyer: str) -> str:
    """Who sells less; the buyer's own producers sell at home."""
    if code == buyer:
        return "its own producers"
    return f"{code} (its own producers)" if code in members(buyer) else code


def _investment_line(pledge: Investment) -> str:
    time = "in all (no time is stated)" if pledge.years is None else f"over {pledge.years:g} years, each year's part,"
    return (
        f"{pledge.act}: {pledge.amount_usd / _BILLION:.0f} bn USD {time} is {pledge.of_host_gdp_pct:.2f} percent of the yearly GDP of "
        f"{pledge.host}, {pledge.of_investor_gdp_pct:.2f} of {pledge.investor}'s; no effect is claimed"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`scenario` as run, with open readings split."""

    scenario: Scenario
    cases: tuple[CaseAnswer, ...]
    differences: tuple[Result, ...]


def run(scenario: Scenario, *, model: Engine | None = None) -> Answer:
    """Solve all cases, by the model that the scenario asks for or by the one given."""
    scenario = readings(scenario)
    model = (engine(scenario.assume, scenario.base_rates) if model is None else model).apart()
    cases = tuple(_run_case(scenario, case, model) for case in scenario.cases)
    by_name = {answer.result.case: answer.result for answer in cases}
    differences = tuple(difference(by_name[wanted.case], by_name[wanted.against], name=wanted.name) for wanted in scenario.differences)
    return Answer(scenario=scenario, cases=cases, differences=differences)


def _run_case(scenario: Scenario, case: Case, model: Engine) -> CaseAnswer:
    acts = scenario.acts_of(case)
    where = f"{scenario.where}, case {case.name}"
    try:
        laid = lay(acts, model.places, model.tariffs, trade=model.base_trade_usd)
        tariffs, purchases = laid.tariffs, []
        for act in acts:
            if isinstance(act, PurchasePledge):
                with told_of(act.id):
                    tariffs, purchase = honour(act, model, tariffs, laid.kept)
                purchases.append(purchase)
        result = model.run(tariffs, laid.kept, case=case.name)
    except StakesError as error:
        raise StakesError(str(error), where=where) from error
    return CaseAnswer(
        result=result,
        steps=laid.steps,
        cuts=laid.cuts,
        purchases=tuple(purchases),
        investments=tuple(size_up(act, model) for act in acts if isinstance(act, InvestmentPledge)),
    )

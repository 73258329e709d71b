"""A scenario run: every case solved, every difference taken.

In: a `Scenario`. Out: an `Answer`; the scenario is part of it. Holds: nothing is half-reported: if one case cannot be solved, the
run ends with `StakesError` that names the case.
"""

from dataclasses import dataclass

from detente.errors import StakesError
from detente.stakes.result import Result, difference
from detente.stakes.scenario.acts import Case, InvestmentPledge, PurchasePledge, Scenario
from detente.stakes.scenario.engines import Engine, engine
from detente.stakes.scenario.pledges import Investment, Purchase, honour, size_up
from detente.stakes.scenario.policy import Step, lay
from detente.stakes.scenario.readings import readings


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswer:
    """One case: the figures, how rates were stacked, what pledges divert, what investments amount to."""

    result: Result
    steps: tuple[Step, ...]
    purchases: tuple[Purchase, ...]
    investments: tuple[Investment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`scenario` as run, with open readings split."""

    scenario: Scenario
    cases: tuple[CaseAnswer, ...]
    differences: tuple[Result, ...]


def run(scenario: Scenario) -> Answer:
    """Solve all cases."""
    scenario = readings(scenario)
    model = engine(scenario.assume, scenario.base_rates)
    cases = tuple(_run_case(scenario, case, model) for case in scenario.cases)
    by_name = {answer.result.case: answer.result for answer in cases}
    differences = tuple(difference(by_name[wanted.case], by_name[wanted.against], name=wanted.name) for wanted in scenario.differences)
    return Answer(scenario=scenario, cases=cases, differences=differences)


def _run_case(scenario: Scenario, case: Case, model: Engine) -> CaseAnswer:
    acts = scenario.acts_of(case)
    try:
        laid = lay(acts, model.places, model.tariffs, trade=model.base_trade_usd)
        tariffs, purchases = laid.tariffs, []
        for act in acts:
            if isinstance(act, PurchasePledge):
                tariffs, purchase = honour(act, model, tariffs, laid.kept)
                purchases.append(purchase)
        result = model.run(tariffs, laid.kept, case=case.name)
    except StakesError as error:
        raise StakesError(str(error), where=f"{scenario.name}, case {case.name}") from error
    return CaseAnswer(
        result=result,
        steps=laid.steps,
        purchases=tuple(purchases),
        investments=tuple(size_up(act, model) for act in acts if isinstance(act, InvestmentPledge)),
    )

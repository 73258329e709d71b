"""Acts on sectors as acts on shares of flows, for a model that tells no sectors apart.

In: a scenario. Out: the same acts without sectors. The share is the sectors' part of the goods trade between the act's sides, in the table
of the scenario's own model. Purchase pledges keep their value and lose their sectors.
"""

from dataclasses import replace

from detente.stakes.scenario.acts import Act, InvestmentPledge, PurchasePledge, Scenario, TariffAct
from detente.stakes.scenario.base import Engine
from detente.stakes.scenario.engines import engine


def without_sectors(scenario: Scenario) -> Scenario:
    """The scenario with shares in place of sectors; itself where no act names any."""
    if not any(act.scope.sectors for act in scenario.acts if not isinstance(act, InvestmentPledge)):
        return scenario
    model = engine(scenario.assume, scenario.base_rates)
    return replace(scenario, acts=tuple(_without(act, model) for act in scenario.acts))


def _without(act: Act, model: Engine) -> Act:
    if isinstance(act, InvestmentPledge) or not act.scope.sectors:
        return act
    if isinstance(act, PurchasePledge):
        return replace(act, scope=replace(act.scope, sectors=()))
    exporters, importers = (act.targets, act.imposers) if isinstance(act, TariffAct) else (act.exporters, act.importers)
    part, whole = (
        float(model.base_trade_usd[model.places.cells(exporters, importers, sectors)].sum()) for sectors in (act.scope.sectors, ())
    )
    share = act.scope.share * min(part / whole, 1.0) if whole > 0 else 0.0
    scope = replace(act.scope, share=share, sectors=())
    return replace(act, scope=scope)

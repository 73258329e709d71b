import pytest

from detente.stakes.scenario.acts import (
    ALL_GOODS,
    STANDARD,
    Ban,
    BaseRate,
    Case,
    Difference,
    InvestmentPledge,
    PurchasePledge,
    Scenario,
    Scope,
    TariffAct,
    TariffMode,
)


def tariff(id: str, mode: TariffMode, rate: float | None, *, imposer: str = "USA", target: str = "CHN", share: float = 1.0) -> TariffAct:
    scope = Scope(share=share, sectors=(), products=())
    return TariffAct(id=id, imposers=(imposer,), targets=(target,), mode=mode, rate_pct=rate, scope=scope)


@pytest.fixture
def scenario() -> Scenario:
    return Scenario(
        name='an "autumn" of threats',
        acts=(
            tariff("threat", TariffMode.EITHER, 100.0),
            tariff("answer", TariffMode.RETALIATE, None, imposer="CHN", target="USA"),
            Ban(id="ban", exporters=("CHN",), importers=("USA",), scope=Scope(share=0.02, sectors=(), products=("rare earths",))),
            PurchasePledge(id="purchase", buyer="CHN", seller="USA", amount_usd=12e9, scope=ALL_GOODS),
            InvestmentPledge(id="money", investor="JPN", host="USA", amount_usd=550e9, years=4.0),
        ),
        cases=(Case(name="no deal", acts=("threat", "answer", "ban")), Case(name="deal", acts=("purchase", "money"))),
        differences=(Difference(name="truce", case="deal", against="no deal"),),
        base_rates=(BaseRate(importers=("USA",), exporters=("CHN",), rate_pct=30.0),),
        assume=STANDARD,
    )

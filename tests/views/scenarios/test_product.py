from dataclasses import replace
from pathlib import Path

import pytest

from detente.errors import QueryError
from detente.model.claim import Link, LinkType
from detente.model.identity import document_key
from detente.model.thread import Thread
from detente.stakes.scenario.acts import STANDARD, Assumptions, Ban, EngineName, PurchasePledge, TariffAct, TariffMode
from detente.stakes.scenario.run import run
from detente.views.scenarios.combining import ThreadScenario, thread_scenario
from tests.building import commitment, document, measure, thread

SECTORS = replace(STANDARD, engine=EngineName.PRODUCT)
CSV = "exporter,importer,trade_musd,tariff_pct\nUSA,CHN,14000,3\nBRA,CHN,37000,3\nBRA,BRA,20000,\nUSA,ROW,12000,\nUSA,USA,24000,\n"


@pytest.fixture
def soybeans(tmp_path: Path) -> Assumptions:
    path = tmp_path / "soybeans.csv"
    path.write_text(CSV)
    return replace(SECTORS, table=str(path))


def tariff(**slots: object) -> Thread:
    return thread(measure(document("a", "2025-10-21", text="It was said."), **{"imposer": ["USA"], "target": ["CHN"], **slots}))


def asked(matter: Thread, assume: Assumptions) -> ThreadScenario:
    return thread_scenario(matter, [matter], (), assume=assume)


def test_goods_of_a_known_sector_are_that_sector_where_no_table_is_given() -> None:
    found = asked(tariff(rate=25, products=["steel"]), SECTORS)
    assert found.scenario.assume.table == "wiod2011:c12"
    assert found.scenario.assume.us_base == ""
    act = found.scenario.acts[0]
    assert isinstance(act, TariffAct)
    assert (act.scope.share, act.scope.sectors, act.rate_pct) == (1.0, (), 25)
    assert "Steel: the whole of sector c12, at most." in found.mapped[0].rules
    assert run(found.scenario).cases[0].result.value("imports_pct", "USA") < 0


def test_where_the_data_do_not_allow_it_the_error_says_what_is_missing() -> None:
    with pytest.raises(QueryError, match=r"names goods of a known sector, and the product model is about one product.*--table FILE"):
        asked(tariff(rate=25), SECTORS)
    with pytest.raises(QueryError, match="no table in the package holds the trade in rare earths"):
        asked(tariff(rate=25, products=["rare earths"]), SECTORS)


def test_a_table_of_one_s_own_is_about_its_product_and_nothing_else(soybeans: Assumptions) -> None:
    found = asked(tariff(imposer=["CHN"], target=["USA"], rate=13, products=["US soybeans"]), soybeans)
    act = found.scenario.acts[0]
    assert isinstance(act, TariffAct)
    # the table tells the rate below, so that total and additional differ
    assert (act.mode, act.scope.share) == (TariffMode.EITHER, 1.0)
    whole = asked(tariff(imposer=["CHN"], target=["USA"], rate=13), soybeans)
    assert isinstance(whole.scenario.acts[0], TariffAct)
    for goods in (["steel"], ["corn and soybeans"]):
        with pytest.raises(QueryError, match=f"it is about {goods[0]}, the table about soybeans"):
            asked(tariff(imposer=["CHN"], target=["USA"], rate=13, products=goods), soybeans)


def test_export_bans_and_purchases_of_the_product_are_mapped_with_their_diversion(soybeans: Assumptions) -> None:
    ban = asked(tariff(imposer=["USA"], target=["CHN"], instrument="export_control", products=["soybeans"]), soybeans)
    assert isinstance(ban.scenario.acts[0], Ban)
    assert run(ban.scenario).cases[0].result.value("world_price_pct", "BRA") > 0
    said = document("a", "2025-10-21", text="It was said.")
    sum_ = {"value": 4e9, "unit": "USD", "per": "year"}
    pledge = commitment(said, promisor=["CHN"], promisee=["USA"], action="buy", object="American soybeans", amount=sum_)
    found = asked(thread(pledge), soybeans)
    assert isinstance(found.scenario.acts[0], PurchasePledge)
    assert run(found.scenario).cases[0].purchases[0].losers()[0][0] == "BRA"
    with pytest.raises(QueryError, match="what is to be bought is not stated, so how much of it is soybeans is not known"):
        asked(thread(commitment(said, promisor=["CHN"], promisee=["USA"], action="buy", object=None, amount=sum_)), soybeans)
    with pytest.raises(QueryError, match="a pledge to invest has no place in a product's market"):
        asked(thread(commitment(said, promisor=["CHN"], promisee=["USA"], action="invest", amount=sum_)), soybeans)


def test_a_thread_without_goods_is_asked_about_those_of_its_answer_and_other_markets_are_told_apart() -> None:
    threats, answers, links = [], [], []
    for name, goods in (("a", "steel"), ("b", "soybeans")):
        said = document(name, "2025-10-22", text="It was said.")
        threats.append(measure(said, id="m1", imposer=["USA"], target=["CHN"], rate=25))
        answer = measure(said, id="m2", imposer=["CHN"], target=["USA"], rate=15, products=[goods])
        answers.append(replace(thread(answer), id=name))
        links.append((document_key(said), Link(type=LinkType.RETALIATION_FOR, source="m2", target="m1")))
    main = thread(*threats)
    found = thread_scenario(main, [main, *answers], links, assume=SECTORS)
    assert found.scenario.assume.table == "wiod2011:c12"
    assert {act.id for act in found.scenario.acts} == {"t", "a"}
    assert "with the announced answer" in {case.name for case in found.scenario.cases}
    assert [(entry.thread.id, entry.why) for entry in found.unmapped] == [
        ("b", "it is about soybeans, the table about sector c12: that is another market, to be asked for by its own thread")
    ]

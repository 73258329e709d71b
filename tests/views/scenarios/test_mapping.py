import pytest

from detente.model.document import Document
from detente.model.thread import Thread
from detente.stakes.scenario.acts import STANDARD, Ban, EngineName, InvestmentPledge, PurchasePledge, TariffAct, TariffMode
from detente.stakes.scenario.engines import engine
from detente.views.scenarios.mapping import Context, Mapped, Unmapped, mapped, us_base_day
from detente.views.scenarios.scope import Setting
from tests.building import commitment, document, encounter, measure, thread

SETTING = Setting(name=EngineName.ONE_SECTOR, table="world2023", engine=engine(STANDARD, ()))
LATE = "2025-10-21"


def context(us_base: str = "", *, is_answer: bool = False) -> Context:
    return Context(setting=SETTING, us_base=us_base, is_answer=is_answer)


def said(words: str) -> Document:
    return document("a", LATE, text=words)


def us_tariff(words: str = "It was said.", **slots: object) -> Thread:
    return thread(measure(said(words), **{"imposer": ["USA"], "target": ["CHN"], **slots}))


def act_of(matter: Thread, us_base: str = "", *, is_answer: bool = False) -> Mapped:
    found = mapped(matter, context(us_base, is_answer=is_answer))
    assert isinstance(found, Mapped), found
    return found


def why(matter: Thread, us_base: str = "") -> str:
    found = mapped(matter, context(us_base))
    assert isinstance(found, Unmapped), found
    return found.why


@pytest.mark.parametrize(
    ("slots", "words", "us_base", "mode", "rate"),
    [
        ({"rate_change": 10}, "It was said.", "", TariffMode.ADD, 10),
        ({"rate": 100}, "an additional 100 per cent tariff", LATE, TariffMode.ADD, 100),
        ({"rate": 100}, "a tariff of 100 percent, on top of existing duties", LATE, TariffMode.ADD, 100),
        ({"rate": 20}, "It would come on top of older levies, among them the 20 per cent duty.", LATE, TariffMode.EITHER, 20),
        ({"rate": 155}, "China might pay 155 per cent from November.", LATE, TariffMode.EITHER, 155),
        ({"rate": 155}, "China might pay 155 per cent from November.", "", TariffMode.TOTAL, 155),
        ({"rate": 155}, "Tariffs on China would rise to 155 percent.", LATE, TariffMode.TOTAL, 155),
        ({"rate": 55, "action": "raise"}, "It was said.", LATE, TariffMode.TOTAL, 55),
        ({"rate": 15, "action": "cut"}, "Duties are capped at 15 percent.", LATE, TariffMode.CAP, 15),
        ({"rate": 10, "rate_from": 20, "action": "cut"}, "It was said.", LATE, TariffMode.ADD, -10),
        ({"rate": 10, "rate_from": 20, "action": "cut"}, "It was said.", "", TariffMode.TOTAL, 10),
    ],
)
def test_a_rate_is_read_as_its_rule_says(slots, words, us_base, mode, rate):
    act = act_of(us_tariff(words, **slots), us_base).act
    assert isinstance(act, TariffAct)
    assert (act.mode, act.rate_pct, act.imposers, act.targets) == (mode, rate, ("USA",), ("CHN",))


def test_a_stated_rate_before_is_the_base_where_no_other_is_known():
    found = act_of(us_tariff(rate=10, rate_from=20, action="cut"))
    assert found.base is not None
    assert (found.base.importers, found.base.exporters, found.base.rate_pct) == (("USA",), ("CHN",), 20)
    assert act_of(us_tariff(rate=10, rate_from=20, action="cut"), LATE).base is None


@pytest.mark.parametrize(
    "slots",
    [
        {"action": "suspend", "rate": 24},
        {"action": "lift", "rate_from": 24},
        {"action": "exempt", "rate": 0, "rate_from": 24},
        {"action": "cut", "rate_change": -24},
    ],
)
def test_a_relief_is_what_is_taken_off_the_state_before(slots):
    found = act_of(us_tariff(**slots))
    assert found.is_relief
    assert isinstance(found.act, TariffAct)
    assert (found.act.mode, found.act.rate_pct) == (TariffMode.ADD, 24)


def test_the_rate_of_an_earlier_report_stands_where_the_newest_gives_none():
    matter = thread(
        measure("a", "2025-10-01", imposer=["USA"], target=["CHN"], rate=24, status="threatened"),
        measure("b", "2025-10-09", imposer=["USA"], target=["CHN"], action="suspend"),
    )
    found = act_of(matter)
    assert found.is_relief
    assert isinstance(found.act, TariffAct)
    assert found.act.rate_pct == 24


def test_an_answer_without_a_rate_is_in_kind():
    matter = thread(measure("a", imposer=["CHN"], target=["USA"]))
    found = act_of(matter, is_answer=True)
    assert isinstance(found.act, TariffAct)
    assert (found.act.mode, found.act.rate_pct) == (TariffMode.RETALIATE, None)


def test_a_bloc_and_the_whole_world_are_sides():
    assert act_of(thread(measure("a", imposer=["USA"], target=["EU"], rate=15))).act.targets == ("EU",)  # type: ignore[union-attr]
    assert act_of(thread(measure("a", imposer=["USA"], target=[], rate=15))).act.targets == ()  # type: ignore[union-attr]


def test_what_the_table_lacks_is_left_out_and_said():
    found = act_of(us_tariff(target=["TWN", "JPN"], rate=20))
    assert found.act.targets == ("JPN",)  # type: ignore[union-attr]
    assert any("Left out" in rule and "TWN" in rule for rule in found.rules)


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        (us_tariff(), "no rate is stated"),
        (us_tariff(target=["USA"], rate=10), "nobody in the table but the imposer"),
        (us_tariff(target=["TWN"], rate=10), "Taiwan is in the table wiod2011"),
        (us_tariff(imposer=["ORG:Acme"], rate=10), "nobody in the table is ORG:Acme"),
        (us_tariff(imposer=[], rate=10), "nobody in the table does it"),
        (us_tariff(products=["rare earths"], rate=10), "no trade share is known for rare earths"),
        (us_tariff(target=["VNM"], products=["cars"], rate=10), "wiod2011 lacks one of them"),
        (us_tariff(action="suspend"), "by how many points the tariff is eased is not stated"),
        (us_tariff(action="exempt", rate=0), "by how many points the tariff is eased is not stated"),
        (us_tariff(action="cut", rate=15), "a cut to 15 percent from a rate that is not stated"),
        (us_tariff("Duties are capped at 15 percent.", rate=15), "a ceiling of 15 percent says nothing"),
        (us_tariff(rate_from=10), "no rate after the act is stated"),
        (us_tariff(instrument="sanction"), "no place for this instrument (sanction)"),
        (us_tariff(instrument="export_control"), "what goods the export control covers is not stated"),
        (us_tariff(instrument="export_control", action="cut", products=["cars"]), "by how much the restriction is eased"),
        (thread(commitment("a", action="enforce")), "a pledge to enforce has no place"),
        (thread(commitment("a", amount=None)), "no sum is stated"),
        (thread(commitment("a", amount={"value": 12, "unit": "t"}, deadline="2013")), "only sums in USD"),
        (thread(commitment("a", amount={"value": 12e9, "unit": "USD"})), "over what time"),
        (thread(commitment("a", promisee=["ARG", "CHL"], amount={"value": 1, "unit": "USD", "per": "year"})), "one who pledges and one"),
        (thread(encounter("a")), "no act of its own"),
    ],
)
def test_what_no_rule_maps_is_said_and_not_guessed(matter, reason):
    assert reason in why(matter)


def test_a_stated_value_of_trade_is_its_share_of_the_flow():
    found = act_of(us_tariff(rate=25, trade_value={"value": 50e9, "unit": "USD"}))
    flow = SETTING.engine.base_trade_usd[SETTING.engine.places.cells(("CHN",), ("USA",), ())].sum()
    assert found.act.scope.share == pytest.approx(50e9 / flow)  # type: ignore[union-attr]
    assert act_of(us_tariff(rate=25, trade_value={"value": 50e12, "unit": "USD"})).act.scope.share == 1  # type: ignore[union-attr]


def test_goods_are_the_share_of_their_sectors_and_at_most_that():
    found = act_of(us_tariff(target=["DEU"], products=["cars"], rate=27.5))
    assert 0.1 < found.act.scope.share < 0.5  # type: ignore[union-attr]
    assert any("at most" in rule for rule in found.rules)


def test_the_table_of_many_sectors_taxes_the_sectors_themselves():
    many = STANDARD.__replace__(engine=EngineName.MULTI_SECTOR, table="wiod2011") if hasattr(STANDARD, "__replace__") else STANDARD
    setting = Setting(name=EngineName.MULTI_SECTOR, table="wiod2011", engine=engine(many, ()))
    found = mapped(us_tariff(target=["DEU"], products=["cars"], rate=25), Context(setting=setting, us_base="", is_answer=False))
    assert isinstance(found, Mapped)
    assert (found.act.scope.sectors, found.act.scope.share) == (("c15",), 1.0)  # type: ignore[union-attr]


def test_a_ban_is_on_the_share_of_the_goods_and_said_to_be_full():
    found = act_of(us_tariff(instrument="export_control", products=["semiconductors"]))
    assert isinstance(found.act, Ban)
    assert (found.act.exporters, found.act.importers) == (("USA",), ("CHN",))
    assert any("full ban" in rule for rule in found.rules)
    lifted = act_of(us_tariff(instrument="import_restriction", action="lift", products=["semiconductors"]))
    assert isinstance(lifted.act, Ban)
    assert (lifted.act.exporters, lifted.is_relief) == (("CHN",), True)


@pytest.mark.parametrize(
    ("amount", "deadline", "yearly"),
    [
        ({"value": 750e9, "unit": "USD"}, "2015-03-01", 250e9),
        ({"value": 40e9, "unit": "USD", "per": "year"}, None, 40e9),
        ({"value": 1e9, "unit": "USD", "per": "month"}, None, 12e9),
        ({"value": 5e9, "unit": "USD"}, "2012-06-30", 5e9),
    ],
)
def test_purchases_are_spread_until_their_deadline(amount, deadline, yearly):
    act = act_of(thread(commitment("a", amount=amount, deadline=deadline))).act
    assert isinstance(act, PurchasePledge)
    assert (act.buyer, act.seller) == ("BRA", "ARG")
    assert act.amount_usd == pytest.approx(yearly, rel=2e-3)


def test_an_investment_without_a_time_is_set_against_one_years_gdp():
    act = act_of(thread(commitment("a", action="invest", amount={"value": 550e9, "unit": "USD"}))).act
    assert isinstance(act, InvestmentPledge)
    assert (act.amount_usd, act.years) == (550e9, None)


@pytest.mark.parametrize(
    ("slots", "day"),
    [
        ({"status": "threatened"}, LATE),
        ({"status": "announced"}, LATE),
        ({"status": "in_force"}, ""),
        ({"status": "announced", "action": "suspend"}, ""),
        ({"imposer": ["EU"]}, ""),
    ],
)
def test_the_us_base_is_that_of_the_first_report_of_an_act_not_yet_in_force(slots, day):
    assert us_base_day(us_tariff(rate=10, **slots)) == day


def test_no_us_base_is_taken_before_rates_are_known():
    assert us_base_day(thread(measure("a", "2018-03-01", imposer=["USA"], target=["CHN"], rate=25))) == ""

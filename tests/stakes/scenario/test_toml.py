import pytest

from detente.errors import StakesError
from detente.stakes.scenario.acts import Scenario
from detente.stakes.scenario.toml import parse, render

HEAD = 'name = "x"\n'
ACT = '[[act]]\nid = "a"\nkind = "tariff"\nimposers = ["USA"]\ntargets = ["CHN"]\nmode = "add"\nrate_pct = 10\n'


def test_a_scenario_survives_its_file(scenario: Scenario) -> None:
    assert parse(render(scenario), where="x") == scenario


def test_without_cases_all_acts_are_one_case() -> None:
    assert parse(HEAD + ACT, where="x").cases[0].acts == ("a",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name =", "x: not TOML"),
        (HEAD + ACT + "rat = 1\n", "x, act 1: unknown key: 'rat'"),
        (HEAD + ACT.replace("rate_pct", "rate_pc"), "x, act 1: unknown key: 'rate_pc' (meant is perhaps rate_pct"),
        (HEAD + ACT.replace("kind", "knd"), "x, act 1: `kind` is missing (is `knd` misspelt?"),
        (HEAD, "x: no act"),
        ("", "x: no act"),
        (HEAD + ACT.replace("10", '"ten"'), "x, act 1: `rate_pct` must be a number"),
        (HEAD + ACT.replace('"add"', '"plus"'), "x, act 1: unknown choice: 'plus'"),
        (HEAD + ACT.replace("rate_pct = 10\n", ""), "a: a tariff act in mode add needs a rate"),
        (HEAD + ACT + '[[case]]\nname = "c"\nacts = ["b"]\n', "unknown act: 'b'"),
        (HEAD + ACT + ACT, "ids of acts and names of cases must differ"),
        (HEAD + '[[act]]\nid = "a"\nkind = "quota"\n', "unknown kind of act: 'quota'"),
        (HEAD + '[assume]\nengine = "magic"\n' + ACT, "x, assume: unknown choice: 'magic'"),
        (HEAD + ACT + "share = 2\n", "x, act 1: a share of 2 is not between 0 and 1"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(StakesError, match=message.replace("(", r"\(")):
        parse(text, where="x")

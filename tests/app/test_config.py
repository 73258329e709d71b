from datetime import date, timedelta

import pytest

from detente.app.asking import actor_code, day_of, selection_of, window_of
from detente.app.config import DEFAULT_LEDGER, Config, load_config
from detente.errors import InputError, QueryError
from detente.model.claim import Kind


def test_without_settings_the_ledger_is_in_the_working_folder(tmp_path):
    assert load_config({"HOME": str(tmp_path)}, tmp_path) == Config(DEFAULT_LEDGER, 1)


def test_the_environment_goes_before_the_file(tmp_path):
    (tmp_path / "detente.toml").write_text('ledger = "a.ledger"\njobs = 2\n')
    assert load_config({}, tmp_path) == Config("a.ledger", 2)
    assert load_config({"DETENTE_LEDGER": "b.ledger", "DETENTE_JOBS": "3"}, tmp_path) == Config("b.ledger", 3)


def test_the_users_own_file_counts_where_the_folder_has_none(tmp_path):
    (tmp_path / "detente").mkdir()
    (tmp_path / "detente" / "config.toml").write_text('ledger = "mine.ledger"\n')
    assert load_config({"XDG_CONFIG_HOME": str(tmp_path)}, tmp_path / "elsewhere").ledger == "mine.ledger"


@pytest.mark.parametrize("text", ["ledger = 3", "leger = 'a'", "jobs = true", "jobs = 'two'", "= nonsense", "jobs = 0"])
def test_a_setting_that_cannot_be_understood_names_its_file(tmp_path, text):
    (tmp_path / "detente.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        load_config({}, tmp_path)
    assert caught.value.where


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CHN", "CHN"),
        ("china", "CHN"),
        ("Chinese", "CHN"),
        ("eu", "EU"),
        ("ORG:Boeing", "ORG:Boeing"),
        ("org:Nippon Steel", "ORG:Nippon Steel"),
    ],
)
def test_actors_are_given_by_code_or_name(text, code):
    assert actor_code(text) == code


@pytest.mark.parametrize(("text", "days"), [("30d", 30), ("2w", 14), ("6m", 180), ("1y", 365), (" 7 D ", 7)])
def test_lengths_of_time(text, days):
    assert window_of(text) == timedelta(days=days)


@pytest.mark.parametrize(("text", "day"), [("2025-10-30", date(2025, 10, 30)), ("2025-10", date(2025, 10, 1)), ("2025", date(2025, 1, 1))])
def test_a_month_or_a_year_stands_for_its_first_day(text, day):
    assert day_of(text, "since") == day


def test_filters_are_typed():
    selection = selection_of(kinds=["Measure"], actors=["Brazil"], statuses=["in force"], since="2025-01-01")
    assert (selection.kinds, selection.actors, selection.statuses, selection.since) == (
        (Kind.MEASURE,),
        ("BRA",),
        ("in_force",),
        date(2025, 1, 1),
    )


@pytest.mark.parametrize(
    "wrong", [{"kinds": ["tariff"]}, {"actors": ["Atlantis"]}, {"statuses": ["done"]}, {"since": "soon"}, {"until": "2025-13-01"}]
)
def test_a_filter_that_cannot_be_understood_says_what_would_be(wrong):
    with pytest.raises(QueryError) as caught:
        selection_of(**wrong)
    assert caught.value.hint

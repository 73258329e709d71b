"""The commands of boards and relations over the gold of one story."""

import csv
import io
import json

import pytest

from detente.app.answers import OpenLedger
from tests import stories

STORY = "asia-tour-2025"
COMMANDS = (
    ("scoreboard", "--by", "imposer", "--today", "2025-11-05"),
    ("scoreboard", "--list", "--today", "2025-11-05"),
    ("measures", "--on", "2025-11-05"),
    ("search", "soybeans"),
    ("coverage",),
    ("findings",),
    ("dyad", "USA", "china"),
    ("actor", "CHN", "--today", "2025-11-05"),
    ("tour", "trump"),
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("views") / "a.ledger"
    with OpenLedger(path) as held:
        held.append(stories.readings(STORY))
    return path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_answer_comes_in_every_form_and_all_forms_hold_the_same(call, ledger, command):
    code, table, err = call(*command, "--ledger", ledger)
    assert (code, err, bool(table.strip())) == (0, "", True)
    listed = json.loads(call(*command, "--ledger", ledger, "--format", "json")[1])
    lines = [json.loads(line) for line in call(*command, "--ledger", ledger, "--format", "jsonl")[1].splitlines()]
    assert listed == lines
    if command[0] not in ("dyad", "actor"):
        assert len(list(csv.DictReader(io.StringIO(call(*command, "--ledger", ledger, "--format", "csv")[1])))) == len(listed)


def test_the_tour_has_its_stops_in_order(call, ledger):
    (record,) = json.loads(call("tour", "trump", "--ledger", ledger, "--format", "json")[1])
    assert [stop["place"] for stop in record["stops"]] == ["Kuala Lumpur, MYS", "Tokyo, JPN", "Yokosuka, JPN", "KOR"]


def test_every_figure_of_the_scoreboard_opens_to_threads_that_the_ledger_has(call, ledger):
    rows = json.loads(call("scoreboard", "--ledger", ledger, "--format", "json")[1])
    names = [name for row in rows for held in row["outcomes"].values() for name in held["threads"]]
    assert len(names) == rows[0]["threats"] > 0
    assert call("thread", names[0], "--ledger", ledger)[0] == 0


def test_the_acts_of_a_dyad_add_up_to_its_balance(call, ledger):
    (record,) = json.loads(call("dyad", "USA", "CHN", "--ledger", ledger, "--format", "json")[1])
    assert round(sum(act["weight"] for month in record["months"] for act in month["acts"]), 1) == record["balance"]
    assert "threaten" in call("dyad", "USA", "CHN", "--acts", "--ledger", ledger)[1].lower()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("scoreboard", "--by", "month"), "no such breakdown"),
        (("dyad", "USA", "Chima"), "no such actor"),
        (("measures", "--on", "tomorrow"), "not a day"),
        (("search",), "Missing"),
    ],
)
def test_a_mistake_is_one_clear_line(call, ledger, command, words):
    code, out, err = call(*command, "--ledger", ledger)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err


def test_where_nothing_answers_a_person_is_told_so(call, ledger):
    assert "no tour is known" in call("tour", "nobody", "--ledger", ledger)[1]
    assert "nothing is known between" in call("dyad", "PER", "ECU", "--ledger", ledger)[1]
    assert "no claim holds xylophone" in call("search", "xylophone", "--ledger", ledger)[1]
    assert "began as a threat" in call("scoreboard", "--actor", "PER", "--ledger", ledger)[1]


def test_a_thread_page_tells_sources_links_and_reasons_with_weights(call, ledger):
    names = [row["thread"] for row in json.loads(call("scoreboard", "--list", "--ledger", ledger, "--format", "json")[1])]
    pages = [call("thread", name, "--why", "--ledger", ledger)[1] for name in names]
    assert all("independent source" in page for page in pages)
    assert any("retaliation for: " in page for page in pages)
    assert any(" products " in page and "+" in page for page in pages)

import pytest

from detente.app import demo as demonstration
from detente.app.corpus import packaged_corpus
from detente.app.ledger import Ledger
from detente.app.pipeline import ignore
from tests import stories


@pytest.fixture
def read_stories(monkeypatch):
    monkeypatch.setattr("detente.cli.demo.demo_stories", lambda: list(stories.stories()))


def test_the_demo_prints_what_a_user_wants_first(call, read_stories):
    code, out, err = call("demo")
    assert (code, err) == (0, "")
    headings = [line for line in out.splitlines() if line.startswith("── ")]
    assert [heading.split(",")[0] for heading in headings] == [
        "── Due next",
        "── Passed without news",
        "── Latest changes",
        "── Open threats",
        "── Conflicts",
        "── One matter from its first report to its last",
        "── Does pressure turn into progress? (detente scoreboard)",
        "── The two that moved most against the month before (detente dyad)",
    ]
    assert "threats: " in out
    assert "in 2025-10 (" in out
    assert "1146 claims; as of Wednesday 05 November 2025" in out
    assert "Busan" in out


def test_the_demo_asks_only_what_was_stated_by_its_day(gold_reader):
    with Ledger() as ledger:
        shown = demonstration.run_demo(stories.stories(), ledger, jobs=1, on_reading=ignore)
    told = [claim for thread in shown.threats for claim in thread.claims] + [change.claim for change in shown.changes]
    assert max(claim.document.day for claim in told) <= shown.today
    assert not any(item.passed for item in shown.due if item.day >= shown.today)
    assert len(shown.changes) == demonstration.CHANGES_SHOWN


def test_the_stories_of_the_demo_are_found():
    assert (packaged_corpus() / demonstration.ASKED_AT_THE_END_OF / "docs.jsonl").is_file()

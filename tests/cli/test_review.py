import json
import re

import pytest

from tests import stories

DOCS = stories.CORPUS / "asia-tour-2025" / "docs.jsonl"
WHY = ("--reason", "as the decree has it", "--by", "Ana")


@pytest.fixture
def ledger(call, tmp_path):
    path = tmp_path / "a.ledger"
    assert call("read", DOCS, "--ledger", path)[0] == 0
    return path


def records(call, *arguments):
    code, out, err = call(*arguments, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


def measure_in(call, ledger):
    return next(claim for claim in records(call, "claims", "--ledger", ledger, "--kind", "measure") if claim["rate"])


def test_a_claim_is_corrected_shown_and_the_decision_taken_back(call, ledger):
    read = measure_in(call, ledger)
    name = f"{read['doc']}#{read['id']}"
    code, out, err = call("review", "correct", name, "--slot", "rate", "--value", "77", *WHY, "--ledger", ledger)
    decision = re.search(r"d-[0-9a-f]{12}", err)[0]
    assert (code, out) == (0, "")
    _, shown, _ = call("review", "show", name, "--ledger", ledger)
    assert f"{name}: rate {read['rate']} → 77, corrected by Ana on" in shown
    _, thread, _ = call("thread", read["thread"].rsplit("-", 1)[-1], "--ledger", ledger)
    assert "→ 77, corrected by Ana" in thread
    assert call("review", "undo", decision, *WHY, "--ledger", ledger)[0] == 0
    assert [c["rate"] for c in records(call, "claims", "--ledger", ledger) if f"{c['doc']}#{c['id']}" == name] == [read["rate"]]
    assert [entry["act"] for entry in records(call, "review", "log", "--ledger", ledger)] == ["correct", "undo"]


def test_a_doubt_is_listed_shown_and_accepted(call, ledger):
    queue = records(call, "review", "list", "--ledger", ledger)
    doubt = queue[0]
    code, out, _ = call("review", "show", doubt["id"], "--ledger", ledger)
    assert code == 0
    assert all(claim["claim"] in out for claim in doubt["claims"])
    assert call("review", "accept", doubt["id"], *WHY, "--ledger", ledger)[0] == 0
    assert doubt["id"] not in {entry["id"] for entry in records(call, "review", "list", "--ledger", ledger)}


def test_matters_are_joined_and_parted_by_the_doubt_about_them(call, ledger):
    doubt = next(d for d in records(call, "review", "list", "--ledger", ledger) if d["about"] == "joining" and len(d["threads"]) == 2)
    before = len(records(call, "threads", "--ledger", ledger))
    assert call("review", "join", doubt["id"], *WHY, "--ledger", ledger)[0] == 0
    assert len(records(call, "threads", "--ledger", ledger)) == before - 1
    _, why, _ = call("thread", doubt["threads"][0], "--why", "--ledger", ledger)
    assert "decision Ana: as the decree has it" in why
    assert call("review", "part", doubt["claims"][0]["claim"], "--from", doubt["claims"][1]["claim"], *WHY, "--ledger", ledger)[0] == 0
    assert len(records(call, "threads", "--ledger", ledger)) >= before


def test_a_retracted_claim_is_gone_from_answers_and_still_shown(call, ledger):
    read = measure_in(call, ledger)
    name = f"{read['doc']}#{read['id']}"
    assert call("review", "retract", name, *WHY, "--ledger", ledger)[0] == 0
    assert name not in {f"{c['doc']}#{c['id']}" for c in records(call, "claims", "--ledger", ledger)}
    (case,) = records(call, "review", "show", name, "--ledger", ledger)
    assert (case["stands"], case["thread"], case["read"]["rate"]) == (None, None, read["rate"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("retract", "nothing#c1", *WHY), "no such claim"),
        (("accept", "r-00000000", *WHY), "no such doubt"),
        (("retract", "nothing#c1"), "Missing option '--reason'"),
        (("show", "nothing"), "no such claim"),
        (("list", "--kind", "wish"), "no such kind"),
        (("wish",), "No such command"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(call, ledger, arguments, words):
    code, out, err = call("review", *arguments, *(() if arguments == ("wish",) else ("--ledger", ledger)))
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert words in err


def test_the_whole_ledger_as_of_a_day_before_it_was_filled_is_empty(call, ledger):
    for command in ("claims", "threads", "changes", "conflicts", "findings", "measures", "scoreboard", "coverage", "tour"):
        found = records(call, command, "--ledger", ledger, "--as-of", "2020-01-01")
        assert found == [] or command == "scoreboard"


def test_what_is_in_force_on_a_day_is_part_of_what_is_known(call, ledger):
    every = {thread["id"]: thread["kind"] for thread in records(call, "threads", "--ledger", ledger)}
    now = {thread["id"] for thread in records(call, "threads", "--ledger", ledger, "--in-force-on", "2025-11-10")}
    assert 0 < len(now) < len(every)
    assert {every[name] for name in now} <= {"measure", "agreement"}
    assert {claim["thread"] for claim in records(call, "claims", "--ledger", ledger, "--in-force-on", "2025-11-10")} == now
    assert records(call, "threads", "--ledger", ledger, "--in-force-on", "1999-01-01") == []


def test_a_day_that_is_none_is_told(call, ledger):
    for option in ("--as-of", "--in-force-on"):
        code, _, err = call("threads", option, "soon", "--ledger", ledger)
        assert (code, option.strip("-") in err) == (2, True)


def test_scoring_with_decisions_stands_beside_scoring_without(call, ledger, tmp_path):
    read = measure_in(call, ledger)
    call("review", "retract", f"{read['doc']}#{read['id']}", *WHY, "--ledger", ledger)
    path = tmp_path / "decisions.txt"
    path.write_text(call("export", "--format", "text", "--ledger", ledger)[1])
    code, out, _ = call("evaluate", DOCS.parent, "--decisions", path)
    without, _, with_them = out.partition("── with the decisions of")
    found = [re.search(r"claims found .*\((\d+) of 153 gold, (\d+) reported\)", text).groups() for text in (without, with_them)]
    assert (code, found) == (0, [("153", "153"), ("152", "152")])


def test_decisions_apply_to_predictions_of_a_file_too(call, ledger, tmp_path):
    pred, path = tmp_path / "pred.jsonl", tmp_path / "decisions.txt"
    call("evaluate", DOCS.parent, "--save", pred)
    read = measure_in(call, ledger)
    call("review", "correct", f"{read['doc']}#{read['id']}", "--slot", "rate", "--value", "99", *WHY, "--ledger", ledger)
    path.write_text(call("export", "--format", "text", "--ledger", ledger)[1])
    code, out, _ = call("evaluate", DOCS.parent, "--pred", pred, "--decisions", path)
    rates = re.findall(r"^  rate  .*$", out, re.MULTILINE)
    assert (code, len(rates), rates[0] == rates[1], "1.000" in rates[0]) == (0, 2, False, True)
    assert "find no claim" not in out
    assert call("evaluate", DOCS.parent, "--gold-claims", "--decisions", path)[0] == 2


def test_a_decision_about_another_corpus_is_counted_as_unmet(call, ledger, tmp_path):
    read = measure_in(call, ledger)
    call("review", "retract", f"{read['doc']}#{read['id']}", *WHY, "--ledger", ledger)
    path = tmp_path / "decisions.txt"
    path.write_text(call("export", "--format", "text", "--ledger", ledger)[1])
    code, out, _ = call("evaluate", stories.CORPUS / "eu-us-2025", "--decisions", path)
    assert (code, "; 1 find no claim" in out) == (0, True)


def test_reading_into_a_ledger_prints_a_retracted_claim_without_a_thread(call, ledger):
    read = measure_in(call, ledger)
    call("review", "retract", f"{read['doc']}#{read['id']}", *WHY, "--ledger", ledger)
    code, out, _ = call("read", DOCS, "--ledger", ledger, "--format", "jsonl")
    claims = [claim for line in out.splitlines() for claim in json.loads(line)["claims"] if json.loads(line)["doc"] == read["doc"]]
    assert (code, [claim["thread"] for claim in claims if claim["id"] == read["id"]]) == (0, [None])


def test_every_question_answers_with_a_retracted_claim_that_links_name(call, ledger):
    for doc, links in [(r.document.id, r.links) for r in stories.readings("asia-tour-2025") if r.links][:1]:
        call("review", "retract", f"{doc}#{links[0].source}", *WHY, "--ledger", ledger)
    for command in ("claims", "threads", "changes", "conflicts", "findings", "measures", "scoreboard", "coverage", "tour"):
        records(call, command, "--ledger", ledger)

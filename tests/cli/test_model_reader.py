import json

import pytest

from detente.reading.model_reader.messages import instructions
from tests import stories
from tests.model_replies import reply_of

STORY = "asia-tour-2025"
DOCS = stories.CORPUS / STORY / "docs.jsonl"


@pytest.fixture
def quiet(monkeypatch, tmp_path):
    """No configuration of the machine that runs the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("DETENTE_MODEL_URL", "DETENTE_MODEL", "DETENTE_MODEL_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def prompts(call, quiet):
    code, out, _ = call("prompt", DOCS)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def replies(prompts, tmp_path):
    """What a perfect model would reply: the gold."""
    by_document = {reading.document.id: reply_of(reading) for reading in stories.readings(STORY)}
    path = tmp_path / "replies.jsonl"
    path.write_text("".join(json.dumps({"hash": p["hash"], "reply": by_document[p["doc"]], "model": "gold"}) + "\n" for p in prompts))
    return path


def test_prompt_prints_what_would_be_sent(prompts):
    documents = stories.story(STORY).documents
    assert [prompt["doc"] for prompt in prompts] == list(documents)
    for prompt in prompts:
        system, user = prompt["messages"]
        assert system == {"role": "system", "content": instructions()}
        assert documents[prompt["doc"]].whole in user["content"]


def test_recorded_replies_are_read_in_place_of_an_endpoint(call, replies):
    code, out, _ = call("read", DOCS, "--reader", "model", "--replies", replies, "--format", "jsonl")
    assert code == 0
    claims = [claim for line in out.splitlines() for claim in json.loads(line)["claims"]]
    assert len(claims) > 30


def test_both_readers_say_how_far_they_agree_and_the_ledger_keeps_the_doubts(call, replies, tmp_path):
    ledger = tmp_path / "a.ledger"
    code, _, err = call("read", DOCS, "--reader", "both", "--replies", replies, "--ledger", ledger)
    assert code == 0
    assert "the two readers agree on" in err
    _, out, _ = call("review", "list", "--ledger", ledger, "--format", "json")
    assert "one-reader" in out


def test_a_missing_reply_is_told_and_the_embedded_reader_reads(call, quiet, tmp_path):
    (tmp_path / "none.jsonl").write_text("")
    report = tmp_path / "report.txt"
    report.write_text("Washington will impose a 25 percent tariff on Chinese steel from 1 November, officials said.\n")
    code, _, err = call("read", report, "--published", "2025-10-21", "--reader", "model", "--replies", tmp_path / "none.jsonl")
    assert code == 0
    assert "no reply is recorded" in err
    assert "the embedded reader has read it" in err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--reader", "model"), "no model is named"),
        (("--replies", "x.jsonl"), "recorded replies are for a model"),
        (("--reader", "model", "--replies", "nowhere.jsonl"), "nowhere.jsonl"),
        (("--reader", "oracle"), "oracle"),
    ],
)
def test_a_fault_of_the_user_is_one_line(call, quiet, options, message):
    code, _, err = call("read", DOCS, *options)
    assert (code, message in err) == (2, True)
    assert "Traceback" not in err

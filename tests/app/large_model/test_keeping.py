import json
from dataclasses import replace
from datetime import date

import pytest

from detente.app.large_model.keeping import Budget, KeptReplies
from detente.app.large_model.replies import RecordedReplies, Reply
from detente.app.large_model.settings import model_settings
from detente.errors import InputError
from detente.reading.model_reader.replies import Unusable
from tests.app.large_model.conftest import KEY, NOTHING, completion


class Asked:
    """Somebody who replies, and counts."""

    model = "acme/reader-1"

    def __init__(self, *replies: Reply | Unusable) -> None:
        self.replies = list(replies)
        self.times = 0

    def reply(self, ask: object) -> Reply | Unusable:
        self.times += 1
        return self.replies[min(self.times, len(self.replies)) - 1]


def said(text: str = NOTHING, *, is_cut: bool = False) -> Reply:
    return Reply(text=text, is_cut=is_cut, prompt_tokens=100, reply_tokens=20)


def test_a_re_read_costs_nothing(settings, ask):
    asked = Asked(said())
    kept = KeptReplies(asked, settings.cache, Budget(settings))
    assert not kept.has(ask)
    assert kept.reply(ask).text == NOTHING
    again = KeptReplies(asked, settings.cache, Budget(settings))
    assert again.has(ask)
    assert again.reply(ask) == Reply(text=NOTHING, is_cut=False, prompt_tokens=0, reply_tokens=0)
    assert asked.times == 1


def test_another_model_is_asked_anew(settings, ask):
    KeptReplies(Asked(said()), settings.cache, Budget(settings)).reply(ask)
    other = Asked(said())
    other.model = "other"
    assert not KeptReplies(other, settings.cache, Budget(settings)).has(ask)


@pytest.mark.parametrize("reply", [said("no JSON"), said('{"claims": ['), said(NOTHING, is_cut=True), Unusable("endpoint-busy", "")])
def test_what_is_of_no_use_is_not_kept(settings, ask, reply):
    kept = KeptReplies(Asked(reply), settings.cache, Budget(settings))
    kept.reply(ask)
    assert not kept.has(ask)


def test_a_damaged_file_counts_as_absent(settings, ask):
    asked = Asked(said())
    KeptReplies(asked, settings.cache, Budget(settings)).reply(ask)
    (file,) = settings.cache.rglob(f"{ask.hash}.json")
    file.write_text('{"reply": 7')
    assert KeptReplies(asked, settings.cache, Budget(settings)).reply(ask).text == NOTHING
    assert json.loads(file.read_text())["reply"] == NOTHING


def test_the_budget_of_documents_stops_for_the_day(settings):
    day = [date(2025, 10, 21)]
    budget = Budget(replace(settings, documents_a_day=2), today=lambda: day[0])
    assert [budget.begin() is None for _ in range(3)] == [True, True, False]
    assert "2 documents a day is spent" in (budget.begin() or "")
    day[0] = date(2025, 10, 22)
    assert budget.begin() is None


def test_the_budget_of_tokens_counts_what_replies_cost(settings, ask):
    budget = Budget(replace(settings, tokens_a_day=200))
    kept = KeptReplies(Asked(said()), settings.cache, budget)
    assert budget.begin() is None
    kept.reply(ask)
    assert budget.begin() is None
    budget.add(80)
    assert "200 tokens a day is spent" in (budget.begin() or "")


def test_tokens_are_estimated_where_the_endpoint_does_not_count_them(settings, ask):
    budget = Budget(replace(settings, tokens_a_day=1_000))
    silent = Reply(text=NOTHING, is_cut=False, prompt_tokens=0, reply_tokens=0)
    KeptReplies(Asked(silent), settings.cache, budget).reply(ask)
    assert budget.begin() is not None


def test_a_folder_that_cannot_be_written_is_said_with_what_to_do(settings, ask, tmp_path):
    file = tmp_path / "a-file"
    file.write_text("")
    with pytest.raises(InputError, match="a reply cannot be kept"):
        Budget(replace(settings, cache=file / "kept")).begin()


def lines(tmp_path, *records):
    path = tmp_path / "replies.jsonl"
    path.write_text("".join(f"{record if isinstance(record, str) else json.dumps(record)}\n" for record in records))
    return path


@pytest.mark.parametrize("reply", [NOTHING, json.loads(NOTHING), completion()])
def test_recorded_replies_are_text_json_or_whole_completions(tmp_path, ask, reply):
    recorded = RecordedReplies.of_file(lines(tmp_path, {"hash": ask.hash, "reply": reply, "model": "big"}, ""))
    assert json.loads(recorded.reply(ask).text) == json.loads(NOTHING)
    assert recorded.model == "big"


def test_a_reply_that_is_not_recorded_is_a_finding_and_no_error(tmp_path, ask):
    recorded = RecordedReplies.of_file(lines(tmp_path, {"hash": "0" * 32, "reply": NOTHING}))
    assert recorded.reply(ask) == Unusable("reply-missing", f"no reply is recorded for {ask.hash}")
    assert recorded.model == "recorded"


@pytest.mark.parametrize("line", ["{", "[]", '{"hash": 1, "reply": ""}', '{"hash": "a"}'])
def test_a_line_that_is_not_well_formed_is_named(tmp_path, line):
    with pytest.raises(InputError, match=r"replies\.jsonl:1"):
        RecordedReplies.of_file(lines(tmp_path, line))


def test_settings_come_from_the_environment_then_the_table():
    table = {"url": "http://a/v1/", "name": "a", "key": "k"}
    found = model_settings(table, {"DETENTE_MODEL_URL": "http://b/v1", "DETENTE_MODEL_KEY": KEY, "HOME": "/nowhere"})
    assert (found.url, found.name, found.key) == ("http://b/v1", "a", KEY)
    assert model_settings(table, {"HOME": "/nowhere"}).url == "http://a/v1"
    assert found.cache.parts[-3:] == (".cache", "detente", "replies")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"colour": "red"}, "unknown setting 'colour'"),
        ({"seconds": 0}, "seconds must be a number, 1 or more"),
        ({"seconds": "9"}, "seconds must be a number"),
        ({"parallel": True}, "parallel must be a number"),
        ({"part_characters": 10}, "part_characters must be a number, 2400 or more"),
        ({"url": 7}, "url must be text"),
        ({"schema": "xml"}, "no such schema: 'xml'"),
    ],
)
def test_a_setting_that_cannot_be_understood_is_named(table, message):
    with pytest.raises(InputError, match=message):
        model_settings(table, {})

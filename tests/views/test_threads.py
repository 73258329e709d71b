from datetime import date

import pytest

from detente.errors import NotInLedger
from detente.model.claim import Kind
from detente.model.selection import Selection
from detente.threads.naming import hash_in
from detente.threads.threads import threads_of
from detente.views.headline import headline, headline_of
from detente.views.standing import standing, standing_to_record
from detente.views.threads import find_thread, select_threads
from tests import stories
from tests.building import agreement, commitment, encounter, measure, thread


@pytest.fixture(scope="module")
def threads():
    return threads_of(stories.claims("asia-tour-2025"))


@pytest.mark.parametrize(
    ("selection", "holds"),
    [
        (Selection(kinds=(Kind.AGREEMENT,)), lambda t: t.kind == "agreement"),
        (Selection(statuses=("threatened",)), lambda t: t.state == "threatened"),
        (Selection(actors=("MYS",)), lambda t: "MYS" in str(t.claims)),
        (Selection(since=date(2025, 11, 5)), lambda t: any(c.document.day == date(2025, 11, 5) for c in t.claims)),
    ],
)
def test_threads_by_kind_state_actor_and_time(threads, selection, holds):
    chosen = select_threads(threads, selection)
    assert chosen
    assert all(map(holds, chosen))


def test_the_thread_with_the_newest_report_comes_first(threads):
    published = [t.newest.document.published for t in select_threads(threads, Selection())]
    assert published == sorted(published, reverse=True)


def test_a_thread_is_found_by_its_id_and_by_its_hash(threads):
    wanted = threads[7]
    assert find_thread(threads, wanted.id) == find_thread(threads, hash_in(wanted.id)) == wanted


def test_a_thread_is_found_by_the_id_that_it_bore_before_an_earlier_report_came_in():
    slots = {"products": ["wheat"], "rate": 12}
    late, early = measure("b", "2012-03-04", **slots), measure("a", "2012-03-01", **slots)
    (alone,) = threads_of([late])
    both = threads_of([late, early])
    assert find_thread(both, alone.id) == both[0]


def test_an_unknown_thread_is_an_error_that_names_the_nearest(threads):
    with pytest.raises(NotInLedger, match="no such thread") as caught:
        find_thread(threads, threads[3].id[:-3] + "zzz")
    assert threads[3].id in caught.value.hint


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (measure("a", products=["wheat"], rate=10, rate_from=20, action="cut"), "BRA tariff on ARG (wheat) 20 → 10 %"),
        (measure("a", rate_change=100), "BRA tariff on ARG +100 points"),
        (measure("a", target=[], instrument="export_control"), "BRA export control on all the world"),
        (measure("a", rate=27.5), "BRA tariff on ARG 27.5 %"),
        (encounter("a", place="Salta, ARG"), "meeting: Dilma Rousseff, Cristina Kirchner in Salta, ARG"),
        (commitment("a", amount={"value": 12000000, "unit": "t"}), "BRA buy: wheat 12,000,000 t → ARG"),
        (commitment("a", object=None, action="other"), "BRA pledge: not stated → ARG"),
        (agreement("a", form="memorandum"), "BRA–ARG memorandum (trade)"),
    ],
)
def test_a_matter_in_one_line(claim, words):
    assert headline([claim]) == words


def test_the_line_of_a_thread_keeps_what_the_newest_report_leaves_out():
    assert headline_of(thread(measure("a", rate=20), measure("b", "2012-03-02"))) == "BRA tariff on ARG 20 %"


def test_where_a_matter_stands_counts_who_says_so_and_who_says_otherwise():
    rows = standing(thread(measure("a", rate=20), measure("b", "2012-03-02", rate=25), measure("c", "2012-03-03", rate=25)))
    rate = standing_to_record(rows)["rate"]
    assert {key: rate[key] for key in ("values", "doc", "agreeing", "differing")} == {
        "values": ["25"],
        "doc": "c",
        "agreeing": 2,
        "differing": 1,
    }
    assert [(value["values"], value["sources"]["independent"]) for value in rate["stated"]] == [(["25"], 2), (["20"], 1)]


def test_a_headline_does_not_choose_between_two_sides_of_one_actor():
    assert headline([measure("a", imposer=["CHN"], target=["CHN"], rate=20)]) == "tariff by or on CHN 20 %"
    assert headline([measure("a", imposer=["USA", "CHN"], target=["CHN"], rate=20)]) == "USA tariff by or on CHN 20 %"
    assert headline([measure("a", imposer=["USA"], target=["CHN"], rate=20)]) == "USA tariff on CHN 20 %"


def test_a_headline_names_both_sides_of_a_meeting_where_any_report_does():
    both = encounter("a", participants=["USA/Donald Trump", "CHN/Xi Jinping"], form="meeting")
    one = encounter("b", "2012-03-02", participants=["CHN/Xi Jinping"], form="meeting")
    assert headline([both, one]) == "meeting: Donald Trump, Xi Jinping"

"""Pages without a browser: what they say, what they link to, what they weigh, what they refuse."""

import csv
import io
import re
from datetime import date
from html import unescape
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from detente.app.answers import OpenLedger
from detente.app.publishing import brief_text
from detente.app.serving import LedgerDesk, application
from detente.app.shelf import LedgerShelf
from detente.app.snapshot import Snapshot
from detente.model.claim import Kind, Reading
from detente.model.edtf import Edtf
from detente.model.saved_search import SavedSearch
from detente.model.selection import Selection
from detente.model.slots import CHOICES
from detente.publish.web.draw.labels import labels_of
from detente.publish.web.draw.world import frame_of, point_of, points_of, world
from detente.publish.web.guard import HEADERS
from detente.publish.web.pages import board
from detente.publish.web.pages.forms import ours
from detente.publish.words import date_words, group_words, shape, short_numbers, signed, stated_words
from detente.views.scoreboard import Breakdown
from tests.building import measure
from tests.publish.web.conftest import TODAY, gold_ledger

MOST_BYTES = 250_000

PAGES = (
    "front brief front-known changes thread claim calendar due tours tour actors actor dyad measures scoreboard threats conflicts "
    "search matters sources review map help"
).split()


def links_in(text: str) -> set[str]:
    return {unescape(found) for found in re.findall(r'(?:href|src|action)="([^"]+)"', text)}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_answers_and_asks_nothing_of_another_host(client, addresses, name):
    answer = client.get(addresses[name])
    assert answer.status_code == 200
    assert "Traceback" not in answer.text
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', answer.text)
    assert loaded
    assert all(urlsplit(address).netloc == "" for address in loaded)
    assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son[a-z]+=", answer.text)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_all_that_it_loads_weighs_less_than_250_kb(client, addresses, name):
    plain = {"Accept-Encoding": "identity"}
    page = client.get(addresses[name], headers=plain)
    loaded = re.findall(r'<(?:script|link rel="(?:stylesheet|icon)")[^>]+(?:src|href)="([^"]+)"', page.text)
    whole = len(page.content) + sum(len(client.get(address, headers=plain).content) for address in loaded)
    assert whole < MOST_BYTES


def test_every_link_of_every_page_leads_somewhere(client, addresses):
    found = {link for name in PAGES for link in links_in(client.get(addresses[name]).text)}
    inner = {link.partition("#")[0] for link in found if link.startswith("/") and not link.startswith("/stakes/")} - {""}
    posted = {"/theme", "/look", "/reader"}
    sample = sorted(inner - posted)[::4]
    assert len(sample) > 100
    assert {link: code for link in sample if (code := client.get(link).status_code) != 200} == {}


def test_every_answer_carries_the_security_headers(client, addresses):
    for address in (addresses["front"], "/static/style.css", "/nowhere", "/search.csv"):
        headers = client.get(address).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "'unsafe" not in HEADERS["Content-Security-Policy"]


def test_a_name_that_another_site_gave_this_machine_is_refused(site):
    assert TestClient(site, base_url="http://evil.example").get("/").status_code == 421
    assert TestClient(site, base_url="http://localhost").get("/").status_code == 200


def test_an_unknown_thread_day_or_filter_is_told_with_what_to_do(client):
    for address, code, words in (
        ("/thread/none", 404, "No such thread"),
        ("/?known=tomorrow", 400, "2025-10-30"),
        ("/search?kind=war", 400, "No such kind"),
        ("/actor/Atlantis", 400, "No such actor"),
        ("/calendar?month=13", 400, "Not a month"),
        ("/scoreboard?by=moon", 400, "one of all"),
        ("/search.exe", 404, "csv or json"),
        ("/nowhere", 404, "There is no page here"),
    ):
        answer = client.get(address)
        assert (answer.status_code, words in answer.text) == (code, True), address


def test_what_was_stated_later_is_not_on_a_page_as_known_earlier(client, ledger):
    late = max((claim for thread in ledger.all_threads() for claim in thread.claims if claim.document.day), key=lambda c: c.document.day)
    before = date.fromordinal(late.document.day.toordinal() - 1)
    listed = client.get("/search.json", params={"known": before.isoformat()}).text
    assert late.document.id in client.get("/search.json").text
    assert late.document.id not in listed


def test_links_keep_the_two_days(client):
    links = links_in(client.get("/?known=2025-10-31&on=2025-11-01").text)
    threads = [link for link in links if link.startswith("/thread/")]
    assert threads
    assert all("known=2025-10-31" in link and "on=2025-11-01" in link for link in threads)


def test_the_quote_is_marked_in_the_full_text(client, ledger, addresses):
    text = client.get(addresses["claim"]).text
    marked = unescape("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", text, re.DOTALL)))
    row = next(row for row in ledger.claims() if row.thread == addresses["thread"].removeprefix("/thread/"))
    assert all(" ".join(quote.split()) in " ".join(marked.split()) for quote in row.claim.quotes)
    assert text.count('id="quote"') == 1


def test_a_conflict_shows_both_values_and_both_publishers(client, ledger):
    text = unescape(client.get("/conflicts").text)
    for row in ledger.conflicts():
        assert all((side.claim.document.publisher or "publisher not stated") in text for side in row.sides)


def test_counts_of_the_scoreboard_are_lists_of_that_length(client, ledger):
    rows = ledger.scoreboard(today=TODAY)
    for cell in rows[0].cells:
        if cell.threats:
            listed = client.get("/threats.json", params={"outcome": cell.outcome.value}).json()
            assert sorted(record["thread"] for record in listed) == sorted(threat.id for threat in cell.threats)


def test_a_form_that_is_not_complete_is_told_of_by_a_page(client):
    answer = client.post("/review", data={"act": "accept"})
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert "load the page anew" in answer.text


def test_a_scoreboard_of_many_groups_has_pages(client, ledger, monkeypatch):
    monkeypatch.setattr(board, "_GROUPS", 3)
    groups = [group_words(row.group) for row in ledger.scoreboard(by=Breakdown.PAIR, today=TODAY)]
    asked, shown = "/scoreboard?by=pair", []
    while asked:
        text = unescape(client.get(asked).text)
        shown += re.findall(r'<tr><th scope="row">([^<]+)</th>', text)
        asked = next(iter(re.findall(r'<a rel="next" href="([^"]+)"', text)), None)
    assert shown == groups
    assert 'href="/scoreboard?by=year"' in client.get("/scoreboard?by=pair&from=3").text


def test_measures_that_stack_are_listed_by_their_count(client, ledger):
    rows = ledger.measures(on=date(2025, 11, 12))
    row = next(row for row in rows if [other.stack for other in rows].count(row.stack) > 1)
    text = client.get("/measures", params={"on": "2025-11-12", "stack": row.thread.id}).text
    listed = set(re.findall(r'href="/thread/([^"?]+)', text))
    assert listed == {each.thread.id for each in rows if each.stack == row.stack}


def test_what_is_due_is_listed_whole(client, ledger):
    listed = re.findall(r'href="/thread/([^"?]+)', client.get("/due").text)
    assert sorted(listed) == sorted(item.thread.id for item in ledger.due(today=TODAY, within="30d"))


def test_a_list_is_the_same_as_csv_and_no_cell_is_a_formula(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/conflicts.csv").text)))
    told = client.get("/conflicts.json").json()
    assert [row["side.quote"] for row in rows] == [side["quote"] for conflict in told for side in conflict["values"]]
    for line in client.get("/search.csv?q=tariff").text.splitlines():
        assert not re.match(r"[=+@-]", line)


@pytest.mark.parametrize("address", ["/conflicts.csv", "/scoreboard.csv?by=pair", "/tours.csv", "/threats.csv", "/search.csv", "/due.csv"])
def test_no_cell_of_a_table_holds_another_table(client, address):
    rows = list(csv.DictReader(io.StringIO(client.get(address).text)))
    assert rows
    assert [cell for row in rows for cell in row.values() if cell.startswith(("{", "["))] == []


def test_a_scoreboard_as_table_has_a_column_a_count(client, ledger):
    (row,) = csv.DictReader(io.StringIO(client.get("/scoreboard.csv").text))
    (board,) = ledger.scoreboard(today=TODAY)
    assert {cell.outcome.value: int(row[f"outcomes.{cell.outcome.value}.count"]) for cell in board.cells} == {
        cell.outcome.value: len(cell.threats) for cell in board.cells
    }


def test_a_tour_as_table_has_a_row_a_stop(client, ledger):
    rows = list(csv.DictReader(io.StringIO(client.get("/tours.csv").text)))
    stops = [(tour.tour.id, stop.stop.place) for tour in ledger.tours() for stop in tour.stops]
    assert [(row["tour"], row["stop.place"]) for row in rows] == stops


@pytest.mark.parametrize("address", ["/search?kind=measure&q=soybeans", "/search", "thread"])
def test_feed_readers_find_the_feeds_of_a_search_and_of_a_thread(client, addresses, address):
    found = re.findall(
        r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', client.get(addresses.get(address, address)).text
    )
    assert [kind for kind, _ in found] == ["application/atom+xml", "application/feed+json", "text/calendar"]
    for kind, link in found:
        assert client.get(unescape(link)).headers["content-type"].startswith(kind)


def test_the_brief_is_the_same_as_the_command_writes(client, ledger):
    words = "since=2025-10-30&actor=CHN&q=tariff"
    told = brief_text(ledger, SavedSearch(Selection(actors=("CHN",)), "tariff", None), since=date(2025, 10, 30), today=TODAY)
    assert "What changed (" in told
    assert client.get(f"/brief.md?{words}").text == told
    page = unescape(client.get(f"/brief?{words}").text)
    assert re.search(r"What changed \(\d+\)", page)[0] in told
    assert "Nothing changed" in client.get("/brief?on=1999-01-01").text


def source(name, standing, **more):
    whole = {"name": name, "publisher": f"Publisher {name}", "standing": standing, "class": "state_media", "url": "https://a.example"}
    counts = dict.fromkeys(("items", "waiting", "read", "left_out", "syndicated", "claims", "failures"), 3)
    none = dict.fromkeys(("asked", "last_success", "last_change", "next_due", "dead_since", "silent_days", "seconds", "error"))
    return {**whole, **counts, **none, "errors": {}, "country": "CHN", **more}


SOURCES = [
    source("a", "ok", asked="2025-11-03T05:00:00+00:00", last_success="2025-11-03T05:00:00+00:00", seconds=0.25),
    source(
        "b", "dead", asked="2025-11-03T05:00:00+00:00", dead_since="2025-10-01T05:00:00+00:00", error="no <answer>", errors={"status": 7}
    ),
    source("c", "silent", asked="2025-11-03T05:00:00+00:00", silent_days=9, next_due="2025-11-03T06:00:00+00:00"),
    source("d", "new"),
]


def test_the_health_of_sources_is_told_what_needs_a_look_first(ledger):
    visitor = TestClient(application(ledger, today=TODAY, sources=lambda: SOURCES), base_url="http://127.0.0.1")
    text = unescape(visitor.get("/sources").text)
    places = [text.index(f"Publisher {name}") for name in "bca"]
    assert places == sorted(places)
    for words in ("since Wed 1 Oct 2025", "status 7", "no <answer>", "nothing new for 9 days", "Mon 3 Nov 2025, 06:00 UTC+00:00", "0.25"):
        assert words in text
    assert "Publisher d" not in text
    assert re.search(r'<td class="num">3<br><span class="muted">3 waiting', text)
    assert "Publisher d" in visitor.get("/sources?all=1").text
    assert [row["name"] for row in visitor.get("/sources.json").json()] == list("abcd")
    assert visitor.get("/api/v1/sources").json()["items"] == SOURCES
    assert len(list(csv.DictReader(io.StringIO(visitor.get("/coverage.csv").text)))) == len(ledger.coverage())


def test_a_form_is_taken_only_from_a_page_of_ours(site):
    visitor = TestClient(site, base_url="http://127.0.0.1", follow_redirects=False)
    page = visitor.get("/")
    token = re.search(r'name="token" value="([0-9a-f]+)"', page.text)[1]
    form = {"token": token, "theme": "dark", "back": "/help"}
    assert visitor.post("/theme", data=form, headers={"Origin": "http://evil.example"}).status_code == 403
    assert visitor.post("/theme", data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visitor.post("/theme", data={**form, "token": "0" * 64}).status_code == 403
    stranger = TestClient(site, base_url="http://127.0.0.1", follow_redirects=False)
    assert stranger.post("/theme", data=form).status_code == 403
    done = visitor.post("/theme", data=form, headers={"Origin": "http://127.0.0.1"})
    assert (done.status_code, done.headers["location"]) == (303, "/help")
    assert 'data-theme="dark"' in visitor.get("/").text


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb", ""])
def test_a_form_sends_nobody_to_another_site(address):
    assert ours(address) == "/"


def posting(held, *, today=TODAY):
    visitor = TestClient(application(held, today=today), base_url="http://127.0.0.1")
    return visitor, re.search(r'name="token" value="([0-9a-f]+)"', visitor.get("/").text)[1]


def test_after_a_look_only_what_was_recorded_later_is_new():
    with gold_ledger() as held:
        visitor, token = posting(held)
        assert "no earlier look" in visitor.get("/").text
        visitor.post("/look", data={"token": token})
        assert "Nothing new since then" in visitor.get("/").text
        claim = measure("later", "2025-11-03", rate=77)
        held.append([Reading(claim.document, (claim,), ())])
        text = visitor.get("/").text
        assert "Since you last looked" in text
        assert "77 %" in text


def test_a_decision_needs_a_reason_is_recorded_and_can_be_taken_back():
    with gold_ledger() as held:
        visitor, token = posting(held)
        doubt = held.review().queue()[0]
        form = {"token": token, "act": "accept", "name": doubt.id, "by": "An", "why": " "}
        assert visitor.post("/review", data=form).status_code == 400
        assert visitor.post("/review", data={**form, "why": "read both"}).status_code == 200
        assert doubt.id not in {each.id for each in held.review().queue()}
        (decision,) = held.decisions()
        visitor.post("/review", data={"token": token, "act": "undo", "name": decision.id, "by": "An", "why": "hasty"})
        assert doubt.id in {each.id for each in held.review().queue()}


def test_an_empty_ledger_tells_what_will_be_here(addresses):
    with OpenLedger() as held:
        visitor = TestClient(application(held), base_url="http://127.0.0.1")
        for name in PAGES:
            if name not in ("thread", "claim", "tour"):
                assert visitor.get(addresses[name]).status_code == 200, name
        assert "detente read" in visitor.get("/").text


def test_text_of_reports_is_never_markup():
    with OpenLedger() as held:
        claim = measure("<script>alert(1)</script>", "2025-11-03", products=["<img src=x onerror=alert(1)>"])
        held.append([Reading(claim.document, (claim,), ())])
        visitor = TestClient(application(held, today=TODAY), base_url="http://127.0.0.1")
        thread = held.all_threads()[0].id
        for address in ("/", f"/thread/{thread}", "/search", "/measures?on=2025-12-01", "/search?q=%3Cscript%3Ealert"):
            text = visitor.get(address).text
            assert "<img" not in text
            assert "<script>" not in text


def test_what_pages_ask_first_is_computed_before_they_ask(ledger, monkeypatch):
    """With `patience`, as the server has it; what is asked in vain here would be waited for by the first reader."""
    made = application(ledger, today=TODAY, patience=0.1)
    asked = []
    names = "due changes conflicts threads scoreboard movements doubts decisions coverage tours measures"
    for name in names.split():
        monkeypatch.setattr(Snapshot, name, lambda *given, name=name, **more: asked.append((name, given[1:], more)))
    visitor = TestClient(made, base_url="http://127.0.0.1")
    for address in ("/", "/changes", "/review", "/measures", "/conflicts", "/scoreboard", "/search", "/sources", "/tours"):
        assert visitor.get(address).status_code == 200, (address, asked)
    assert asked == []


def test_what_another_process_recorded_is_seen_by_the_next_page(tmp_path):
    path = tmp_path / "a.ledger"
    with OpenLedger(path) as served, OpenLedger(path) as other:
        desk = LedgerDesk(LedgerShelf(served, today=TODAY))
        before = desk.version()
        claim = measure("a", "2025-11-02")
        other.append([Reading(claim.document, (claim,), ())])
        assert desk.version() != before
        assert desk.claims() == 1
        assert len(desk.answers(None).all_threads()) == 1


def test_every_status_has_a_shape():
    for kind in Kind:
        for status in CHOICES[kind]["status"]:
            assert shape(status) in {"hollow", "half", "full", "bars", "cross", "barred"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-10-31", "Fri 31 Oct 2025"),
        ("2025-11", "November 2025"),
        ("2025", "2025"),
        ("2025-11-10/..", "from Mon 10 Nov 2025"),
        ("../2025-11-10", "until Mon 10 Nov 2025"),
        ("2025-11/2025-12", "November 2025 to December 2025"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(text, words):
    assert date_words(Edtf(text)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("600,000,000,000 USD", "600 billion USD"),
        ("1,200,000,000,000 USD", "1.2 trillion USD"),
        ("12,000,000 t", "12 million t"),
        ("1,234,567 t", "1,234,567 t"),
        ("544,000 t", "544,000 t"),
    ],
)
def test_a_large_number_is_told_short_where_that_is_exact(text, words):
    assert short_numbers(text) == words


def test_a_sign_is_told_where_there_is_one():
    assert [signed(number) for number in (1.46, -20.5, 0.0, -0.04, 1234.5)] == ["+1.5", "−20.5", "0.0", "0.0", "+1,234.5"]


def test_a_frame_holds_its_points_with_room_around():
    points = points_of(["Kuala Lumpur, MYS", "Tokyo, JPN", "Busan, KOR"])
    frame = frame_of(points)
    assert all(frame.x < point.x < frame.x + frame.width and frame.y < point.y < frame.y + frame.height for point in points)
    assert frame_of([]) is None
    assert frame_of(points[:1]).width == 240


def test_names_of_stops_that_lie_close_stand_under_each_other():
    points = points_of(["Tokyo, JPN", "Yokosuka, JPN", "Tokyo, JPN", "Kuala Lumpur, MYS"])
    labels = labels_of(points, frame_of(points))
    assert [label.text for label in labels] == ["1 Tokyo", "2 Yokosuka", "3 Tokyo", "4 Kuala Lumpur"]
    close = labels[:3]
    assert len({(label.anchor, label.y) for label in close}) == 3
    assert labels[3].anchor == "start"


def test_a_dateline_is_told_with_its_zone_or_that_it_has_none():
    assert stated_words("2025-10-28T09:10+08:00") == "Tue 28 Oct 2025, 09:10 UTC+08:00"
    assert stated_words("2025-10-28T09:10") == "Tue 28 Oct 2025, 09:10 zone not stated"
    assert stated_words("2025-10-28") == "Tue 28 Oct 2025"
    assert stated_words(None) == "not stated"


@pytest.mark.parametrize(("place", "code"), [("Brasília, BRA", "BRA"), ("Beijing, CHN", "CHN"), ("Canberra, AUS", "AUS")])
def test_places_lie_within_the_reach_of_the_states_that_were_drawn_by_d3(place, code):
    point, state = point_of(place), world().outline(code)
    assert point.is_exact
    assert abs(point.x - state.x) < 75
    assert abs(point.y - state.y) < 60


@pytest.mark.parametrize(
    ("east", "north", "drawn"),
    [(180, 0, (969.3, 235.9)), (-77.04, 38.9, (293.1, 99.4)), (151.2, -33.9, (857.2, 356.2)), (10, 70, (498.4, 17.7))],
)
def test_the_projection_is_that_of_d3(east, north, drawn):
    # What d3.geoEqualEarth gave for these points with the scale and shift of the drawing.
    assert world().point(east, north) == drawn


@pytest.mark.slow
def test_the_page_on_stakes_shows_bars_winners_and_where_asked_intervals(client):
    measures = {link.partition("#")[0] for link in links_in(client.get("/measures").text) if re.fullmatch(r"/thread/[^/]+", link)}
    stakes = (link.replace("/thread/", "/stakes/") for link in sorted(measures))
    address = next(link for link in stakes if client.get(link).status_code == 200)
    plain = client.get(address).text
    assert "Gains most" in plain
    assert "<title>" in plain.split("Bars of real income")[1]
    assert "Taiwan is missing" in plain
    assert "Models side by side" not in plain
    drawn = client.get(next(link for link in links_in(plain) if "intervals=yes" in link)).text
    assert "Bars: medians of joint draws" in drawn
    assert "Models side by side" in drawn
    assert "trade elasticity" in drawn
    assert "What the two could agree on" not in plain
    agreed = client.get(next(link for link in links_in(plain) if "talks=yes" in link)).text
    assert "What the two could agree on" in agreed
    assert "Walking away" in agreed or "no zone of agreement" in agreed


def test_an_actor_on_both_sides_of_a_measure_is_marked_so(client):
    doubtful = measure("a", "2025-10-01", status="in_force", imposer=["BRA"], target=["BRA"], effective="2025-10-01")
    with OpenLedger() as held:
        held.append([Reading(doubtful.document, (doubtful,), ())])
        page = TestClient(application(held, today=TODAY), base_url="http://127.0.0.1").get("/measures?on=2025-11-01").text
    assert page.count("(side not clear)") == 2
    assert "(side not clear)" not in client.get("/measures?on=2025-11-12").text

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.sources.dates import dated
from detente.sources.due import Said, next_due, wait_in
from detente.sources.links import canonical, link_of
from detente.sources.near import bands_of, is_copy
from detente.sources.opml import name_for, opml_of, outlines_in
from detente.sources.rhythm import silent_for
from detente.sources.shipped import shipped_sources
from detente.sources.source import SourceClass, SourceKind
from detente.sources.source_file import source_from, source_text, values_in
from detente.sources.walls import Wall, wall_in

NOW = datetime(2025, 11, 1, 12, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("words", "zone", "iso"),
    [
        ("Thu, 30 Oct 2025 08:00:00 +0800", None, "2025-10-30T08:00:00+08:00"),
        ("Thu, 30 Oct 2025 08:00:00 EST", None, "2025-10-30T08:00:00-05:00"),
        ("30 Oct 2025 08:00 GMT", None, "2025-10-30T08:00:00+00:00"),
        ("2025-10-30T08:00:00Z", None, "2025-10-30T08:00:00+00:00"),
        ("2025-10-30 08:00:00", SHANGHAI, "2025-10-30T08:00:00+08:00"),
        ("2025-10-30 08:00:00", None, "2025-10-30T08:00:00"),
        ("Thu, 30 Oct 2025 08:00:00 XYZ", None, "2025-10-30T08:00:00"),
        ("Thu, 30 Oct 2025 08:00:00 XYZ", SHANGHAI, "2025-10-30T08:00:00+08:00"),
        ("2025-10-30", SHANGHAI, "2025-10-30"),
        ("", SHANGHAI, None),
        (None, None, None),
        ("yesterday", SHANGHAI, None),
        ("2025-13-45T99:00:00Z", None, None),
        ("Thu, 30 Feb 2025 08:00:00 GMT", None, None),
        ("06/07/2025", SHANGHAI, None),
        ("1970-01-01T00:00:00Z", None, None),
        ("2025-11-02T20:00:00Z", None, "2025-11-02T20:00:00+00:00"),
        ("2025-11-04T00:00:00Z", None, None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None, None),
    ],
)
def test_words_that_date_an_item_are_read_or_are_nothing_and_never_now(words, zone, iso) -> None:
    assert dated(words, zone=zone, now=NOW) == iso


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_words_break_the_reading_of_dates(words: str) -> None:
    found = dated(words, zone=None, now=NOW)
    assert found is None or datetime.fromisoformat(found)


@settings(deadline=None)
@given(
    st.timedeltas(timedelta(minutes=5), timedelta(days=3)),
    st.one_of(st.none(), st.timedeltas(timedelta(0), timedelta(days=400))),
    st.one_of(st.none(), st.timedeltas(timedelta(0), timedelta(days=400))),
    st.booleans(),
    st.integers(0, 60),
    st.floats(0, 1),
)
def test_no_answer_makes_a_source_be_asked_too_often_or_hardly_ever_again(
    schedule, fresh, retry_after, has_validator, failures, chance
) -> None:
    said = Said(fresh=fresh or None, retry_after=retry_after, has_validator=has_validator)
    wait = next_due(schedule, said, failures=failures, now=NOW, chance=chance) - NOW
    assert wait >= (schedule if said.fresh and not failures else min(timedelta(hours=1), timedelta(days=1)))
    assert wait <= max(timedelta(days=7), schedule) * 1.11
    assert not retry_after or wait >= min(retry_after, timedelta(days=7))


def test_what_gives_neither_validator_nor_freshness_is_asked_daily() -> None:
    said = Said(fresh=None, retry_after=None, has_validator=False)
    assert next_due(timedelta(hours=1), said, failures=0, now=NOW, chance=0.0) - NOW == timedelta(days=1)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_header_breaks_the_reading_of_waits(header: str) -> None:
    wait = wait_in(header, NOW)
    assert wait is None or wait > timedelta()


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("HTTP://News.Example/a?utm_source=x&id=7&fbclid=y#top", "http://news.example/a?id=7"),
        ("http://news.example", "http://news.example/"),
        ("http://news.example/a b", "http://news.example/a%20b"),
        ("javascript:alert(1)", None),
        ("http://user:pw@news.example/", None),
        ("http://", None),
        ("http://[::1/", None),
    ],
)
def test_addresses_are_brought_to_one_form(url, wanted) -> None:
    assert canonical(url) == wanted
    assert wanted is None or canonical(wanted) == wanted


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_link_breaks_and_what_comes_out_is_an_address_or_nothing(link: str) -> None:
    found = link_of(link, "http://news.example/")
    assert found is None or found.startswith(("http://", "https://"))


TEXT = " ".join(f"Sentence {n} of a text that was written for testing tells of duties, ports and talks between places." for n in range(10))


def test_a_copy_is_found_though_a_few_words_differ_but_not_where_a_number_does() -> None:
    copy, update = TEXT.replace("Sentence 5", "The sentence 5"), TEXT.replace("Sentence 5", "Sentence 55")
    assert set(bands_of(TEXT)) & set(bands_of(copy))
    assert is_copy(copy, TEXT)
    assert not is_copy(update, TEXT)
    assert not is_copy(TEXT[: len(TEXT) // 2], TEXT)


def test_a_short_text_is_no_copy_of_anything() -> None:
    assert bands_of("A deal was signed.") == ()
    assert not is_copy("A deal was signed.", "A deal was signed.")


def test_bands_are_the_same_on_every_machine() -> None:
    assert bands_of(TEXT)[0] == bands_of(TEXT)[0]
    assert len(set(bands_of(TEXT))) == 16


def test_a_source_is_silent_only_against_its_own_rhythm() -> None:
    daily = [NOW - timedelta(days=n) for n in range(10, 30)]
    assert silent_for(daily, NOW) == timedelta(days=10)
    assert silent_for([NOW - timedelta(days=7 * n) for n in range(1, 10)], NOW) is None
    assert silent_for(daily[:4], NOW) is None
    assert silent_for([NOW - timedelta(hours=n) for n in range(72, 90)], NOW) is None


@pytest.mark.parametrize(
    ("status", "headers", "text", "wall"),
    [
        (403, "cf-mitigated", "", Wall.BOT),
        (503, "", "<title>Just a moment...</title>", Wall.BOT),
        (200, "", "<title>Pardon Our Interruption</title>", Wall.BOT),
        (200, "", '<script>{"isAccessibleForFree": false}</script>', Wall.PAY),
        (200, "", "<p>Subscribe to continue reading</p>", Wall.PAY),
        (402, "", "", Wall.PAY),
        (200, "", "<p>The two sides signed a deal on access denied to ships.</p>", None),
        (404, "", "<p>no such page</p>", None),
    ],
)
def test_walls_are_told_from_pages(status, headers, text, wall) -> None:
    assert wall_in(status, headers, text, url="http://news.example/1") is wall


def test_sixty_sources_ship_official_ones_among_them_and_each_is_its_own_file_again() -> None:
    sources = shipped_sources()
    assert len(sources) >= 60
    assert len({source.url for source in sources}) == len(sources)
    assert sum(source.source_class is SourceClass.OFFICIAL for source in sources) >= 20
    for source in sources:
        assert source_from(source.name, values_in(source_text(source), source.name), source.name) == source


def test_only_feeds_that_were_seen_to_answer_are_followed_unasked() -> None:
    assert {source.kind for source in shipped_sources() if not source.unverified} == {SourceKind.FEED}


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "colour = 'red'",
        "publisher = 7",
        "publisher = 'P'\nclass = 'news'\nkind = 'feed'",
        "publisher = 'P'\nclass = 'gossip'\nkind = 'feed'\nurl = 'http://a.example'",
        "publisher = 'P'\nclass = 'news'\nkind = 'telegraph'\nurl = 'http://a.example'",
        "publisher = 'P'\nclass = 'news'\nkind = 'page'\nurl = 'http://a.example'",
        "publisher = 'P'\nclass = 'news'\nkind = 'page'\nurl = 'http://a.example'\nlinks = '('",
        "publisher = 'P'\nclass = 'news'\nkind = 'feed'\nurl = 'http://a.example'\nschedule = 'often'",
        "publisher = 'P'\nclass = 'news'\nkind = 'feed'\nurl = 'http://a.example'\nschedule = '1m'",
        "publisher = 'P'\nclass = 'news'\nkind = 'feed'\nurl = 'http://a.example'\ntime_zone = 'Mars/Olympus'",
        "publisher = 'P'\nclass = 'news'\nkind = 'feed'\nurl = 'http://a.example'\n[limits]\nitems = 0",
    ],
)
def test_a_file_that_is_no_source_is_a_clear_error(text: str) -> None:
    with pytest.raises(InputError):
        source_from("a", values_in(text, "a.toml"), "a.toml")


def test_a_list_of_feeds_goes_out_and_comes_back() -> None:
    feeds = [source for source in shipped_sources() if source.kind is SourceKind.FEED]
    outlines = outlines_in(opml_of(feeds))
    assert {(outline.url, outline.source_class) for outline in outlines} == {(feed.url, feed.source_class) for feed in feeds}


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", b"<html/>", b"<opml/>", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>']
)
def test_what_is_no_list_of_feeds_is_a_clear_error(data: bytes) -> None:
    with pytest.raises(InputError):
        outlines_in(data)


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "xmlURL", "XMLURL"])
def test_a_list_is_read_however_its_names_are_spelt(name: str) -> None:
    for opml, body, outline in (("opml", "body", "outline"), ("OPML", "BODY", "OUTLINE"), ("opml xmlns='urn:x'", "body", "outline")):
        data = f"<{opml}><{body}><{outline} TEXT='A' {name}='http://a.example/'/></{body}></{opml.partition(' ')[0]}>"
        assert [(held.url, held.title) for held in outlines_in(data.encode())] == [("http://a.example/", "A")]


def test_names_are_made_of_titles_and_differ() -> None:
    assert name_for("Ministry of Trade (press)", []) == "ministry-of-trade-press"
    assert name_for("Ministry of Trade (press)", ["ministry-of-trade-press"]) == "ministry-of-trade-press-2"
    assert name_for("新华社", []) == "source"

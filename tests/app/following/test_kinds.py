"""Every kind of source from its file to claims in the ledger, over every kind of store; all texts are written for testing."""

import json
from datetime import timedelta
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest

from detente.app.answers import OpenLedger
from detente.app.following.facts import Named
from detente.app.following.rounds import facts
from detente.app.pipeline import reading_function
from tests.publisher import Reply, rss, rss_item

SAID = "The White House said on Friday it would impose a 25 percent tariff on steel from Brazil."
OTHER = "Canada said on Friday it would impose a 10 percent tariff on lumber from the United States."
LONG = "<p>The choir of the parish sang under a new conductor, and the rain fell over the hills behind the mill.</p>" * 8


@cache
def reader():
    return reading_function(model=False)


@pytest.fixture
def follows(any_follower):
    any_follower.read_all = reader()
    return any_follower


def claims(follower) -> set[tuple[str, str | None, str]]:
    """The claims that the ledger has: kind, day and address of their documents."""
    with OpenLedger(follower.target) as ledger:
        return {(row.claim.kind, row.claim.document.published, row.claim.document.url or row.claim.document.id) for row in ledger.claims()}


def article(title: str, said: str, date: str = "2025-10-30T08:00:00+00:00") -> Reply:
    head = f'<head><title>{title}</title><meta property="article:published_time" content="{date}"></head>'
    body = f"<body><article><h1>{title}</h1><p>{said}</p>{LONG}</article></body>"
    return Reply(f'<html lang="en">{head}{body}</html>', headers={"Content-Type": "text/html"})


def test_a_feed(site, follows) -> None:
    follows.source(url=site.url())
    site.says["/feed"] = rss(rss_item("one", link="http://news.example/1", text=SAID))
    assert follows.once().claims >= 1
    assert claims(follows) == {("measure", "2025-10-30T08:00:00+00:00", "http://news.example/1")}


def test_a_page(site, follows) -> None:
    follows.source(url=site.url("/press"), kind="page", links="/press/", full_text="auto")
    site.says |= {"/robots.txt": "", "/press": '<a href="/press/1">US to tax steel</a>', "/press/1": article("US to tax steel", SAID)}
    follows.once()
    assert claims(follows) == {("measure", "2025-10-30T08:00:00+00:00", site.url("/press/1"))}


def urlset(*entries: str) -> str:
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {names}>{"".join(entries)}</urlset>'


def entry(url: str, more: str = "") -> str:
    return f"<url><loc>{url}</loc>{more}</url>"


def test_a_sitemap_with_an_index_over_it(site, follows) -> None:
    follows.source(url=site.url("/index.xml"), kind="sitemap", links="/news/", full_text="auto")
    index = f"<sitemapindex><sitemap><loc>{site.url('/s1.xml')}</loc></sitemap></sitemapindex>"
    news = "<news:news><news:publication_date>2025-10-31</news:publication_date><news:title>US to tax steel</news:title></news:news>"
    site.says |= {
        "/robots.txt": "User-agent: *\nDisallow: /news/hidden",
        "/index.xml": Reply(index, headers={"ETag": '"always the same"'}),
        "/s1.xml": urlset(entry(site.url("/news/1"), news), entry(site.url("/about")), entry(site.url("/news/hidden"))),
        "/news/1": article("Another title", SAID),
    }
    follows.once()
    assert claims(follows) == {("measure", "2025-10-31", site.url("/news/1"))}
    assert "/about" not in site.paths()
    assert "/news/hidden" not in site.paths()

    # The index stays as it is, while a sitemap under it has grown.
    site.says["/s1.xml"] = urlset(entry(site.url("/news/1"), news), entry(site.url("/news/2")))
    site.says["/news/2"] = article("Canada to tax lumber", OTHER)
    follows.clock.go(days=2)
    assert follows.once().new == 1
    assert ("measure", "2025-10-30T08:00:00+00:00", site.url("/news/2")) in claims(follows)
    assert site.paths().count("/news/1") == 1


def line(**fields: str) -> str:
    return json.dumps({"published": "2025-10-30", "title": "US to tax steel", "text": SAID, **fields}) + "\n"


def test_a_folder_of_json_lines(follows) -> None:
    folder = follows.folder / "dropped"
    folder.mkdir()
    follows.source(url=str(folder), kind="jsonl")
    (folder / "a.jsonl").write_text(line(id="a-1", publisher="Wire") + "no line\n")
    follows.once()
    assert claims(follows) == {("measure", "2025-10-30", "a-1")}
    assert [document.publisher for document in follows.documents()] == ["Wire"]

    (folder / "b.jsonl").write_text(line(url="http://news.example/2", title="Canada to tax lumber", text=OTHER))
    (folder / "a.jsonl").write_text(line(id="a-1", publisher="Wire", text=SAID.replace("25", "30")))
    follows.clock.go(hours=2)
    summary = follows.once()
    assert (summary.new, summary.changed, summary.read) == (1, 1, 2)
    assert ("measure", "2025-10-30", "http://news.example/2") in claims(follows)
    assert len(follows.documents()) == 3


def test_of_a_file_that_grows_the_last_lines_are_read(follows) -> None:
    folder = follows.folder / "dropped"
    folder.mkdir()
    follows.source(url=str(folder), kind="jsonl", limits={"items": 3})
    (folder / "a.jsonl").write_text("".join(line(id=f"a-{number}", text=f"{SAID} {number}") for number in range(3)))
    assert follows.once().new == 3
    with (folder / "a.jsonl").open("a") as file:
        file.write(line(id="a-3", text=f"{SAID} 3"))
    follows.clock.go(hours=2)
    assert follows.once().new == 1


def test_a_folder_that_is_not_there_has_failed(follows) -> None:
    follows.source(url=str(follows.folder / "missing"), kind="jsonl")
    assert follows.once().failed == 1
    assert follows.state().error_kind == "file"


def act(number: str, published: str, **fields: object) -> dict[str, object]:
    return {
        "document_number": number,
        "title": f"Duties on steel, {number}",
        "type": "Rule",
        "action": "Final rule.",
        "abstract": f"{SAID} It is told in {number}.",
        "publication_date": published,
        "html_url": f"https://www.federalregister.gov/d/{number}",
        **fields,
    }


def page(*acts: dict[str, object], next_page: str | None = None) -> str:
    return json.dumps({"count": len(acts), "results": acts, "next_page_url": next_page})


def windows(site) -> list[tuple[str, str]]:
    """The windows of days that the register was asked for."""
    asked = [parse_qs(urlsplit(path).query) for path in site.paths() if "gte" in path]
    return [(held["conditions[publication_date][gte]"][0], held["conditions[publication_date][lte]"][0]) for held in asked]


def register(site, follows) -> None:
    follows.source(url=f"{site.url('/api')}?conditions[type][]=RULE", kind="federal_register", full_text="auto", schedule="6h")


def test_the_register_is_asked_for_windows_of_days_that_overlap(site, follows) -> None:
    register(site, follows)
    site.says["/api"] = page(act("2025-18000", "2025-10-30"))
    follows.once()
    assert windows(site) == [("2025-10-18", "2025-11-01")]
    assert "conditions[type][]=RULE" in site.paths()[0]

    # Later days, and one that the register brought late.
    site.says["/api"] = page(act("2025-18000", "2025-10-30"), act("2025-17999", "2025-10-29"), act("2025-18100", "2025-11-02"))
    follows.clock.go(days=1)
    summary = follows.once()
    assert windows(site)[1] == ("2025-10-25", "2025-11-02")
    assert (summary.new, summary.changed) == (2, 0)

    # It did not answer for a month: all of it is asked for.
    site.says["/api"] = Reply(status=503)
    for _ in range(3):
        follows.clock.go(days=10)
        follows.once()
    assert windows(site)[-1] == ("2025-10-26", "2025-12-02")
    assert claims(follows) == {
        ("measure", day, f"https://www.federalregister.gov/d/{number}")
        for number, day in (("2025-17999", "2025-10-29"), ("2025-18000", "2025-10-30"), ("2025-18100", "2025-11-02"))
    }


def test_the_pages_of_the_registers_answer_are_all_read(site, follows) -> None:
    register(site, follows)
    site.says["/api"] = page(act("2025-18000", "2025-10-30"), next_page=site.url("/api2"))
    site.says["/api2"] = page(act("2025-18001", "2025-10-30"), next_page=site.url("/api3"))
    site.says["/api3"] = page(act("2025-18002", "2025-10-31"))
    assert follows.once().read == 3


def test_the_clocks_of_an_act_are_kept_apart_and_corrections_are_linked_both_ways(site, follows) -> None:
    register(site, follows)
    api = "https://www.federalregister.gov/api/v1/documents"
    order = act(
        "2025-18000",
        "2025-11-05",
        signing_date="2025-10-31",
        effective_on="2025-11-10",
        type="Presidential Document",
        subtype="Executive Order",
    )
    silent = act("C1-2025-18000", "2025-11-06", correction_of=f"{api}/2025-18000.json", effective_on=None)
    later = act("C2-2025-18000", "2025-11-07")
    of_another = act("C1-2025-10000", "2025-11-07", correction_of=f"{api}/2025-10000.json")
    site.says["/api"] = page(order, silent, of_another)
    follows.clock.go(days=7)
    follows.once()
    held = {one.facts.number: one for one in facts(follows.target)}
    assert list(held) == ["2025-18000", "C1-2025-18000", "C1-2025-10000"]
    first, correction, other = held.values()
    assert (first.facts.signed, first.facts.published, first.facts.effective) == ("2025-10-31", "2025-11-05", "2025-11-10")
    assert first.facts.type == "Executive Order"
    assert (correction.facts.signed, correction.facts.published, correction.facts.effective) == (None, "2025-11-06", None)
    assert correction.corrects == Named("2025-18000", "https://www.federalregister.gov/d/2025-18000")
    assert first.corrected_by == (Named("C1-2025-18000", "https://www.federalregister.gov/d/C1-2025-18000"),)
    assert other.corrects == Named("2025-10000", None)
    assert {document.published for document in follows.documents()} == {"2025-11-05", "2025-11-06", "2025-11-07"}

    # The register names a second correction at the act alone, whose words stay as they are.
    order["corrections"] = [f"{api}/C2-2025-18000"]
    site.says["/api"] = page(order, silent, of_another, later)
    follows.clock.go(days=1)
    assert follows.once().changed == 0
    held = {one.facts.number: one for one in facts(follows.target)}
    assert [by.number for by in held["2025-18000"].corrected_by] == ["C1-2025-18000", "C2-2025-18000"]
    assert held["C2-2025-18000"].corrects == held["C1-2025-18000"].corrects


def test_the_whole_text_of_an_act_without_an_abstract_is_fetched(site, follows) -> None:
    register(site, follows)
    bare = act("2025-18000", "2025-10-30", abstract=None, raw_text_url=site.url("/full.txt"))
    site.says |= {
        "/api": page(bare),
        "/robots.txt": "",
        "/full.txt": Reply(f"{SAID}\n\n" + "More. " * 99, headers={"Content-Type": "text/plain"}),
    }
    follows.once()
    assert claims(follows) == {("measure", "2025-10-30", "https://www.federalregister.gov/d/2025-18000")}


def test_what_is_none_of_the_registers_answers_has_failed_and_its_days_are_asked_for_again(site, follows) -> None:
    register(site, follows)
    site.says["/api"] = "<html>maintenance</html>"
    follows.once()
    assert follows.state().error_kind == "no-register"
    assert follows.state().due_at - follows.clock.now == timedelta(hours=6)

"""The pages as people use them: in Chromium, by keyboard, without scripts, on a phone, in print, in the dark."""

import os
from pathlib import Path

import pytest

from detente.model.claim import Reading
from tests.building import measure
from tests.publish.web.test_pages import PAGES

pytestmark = pytest.mark.slow

AXE = Path(__file__).with_name("axe.min.js").read_text()

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

MODES = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


def opened(browser, **options):
    context = browser.new_context(bypass_csp=False, **options)
    page = context.new_page()
    page.failures = []
    page.on("console", lambda message: page.failures.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    return page


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", [*PAGES, "error"])
def test_a_page_has_no_fault_that_axe_finds_and_does_not_overflow(browser, served, addresses, name, mode):
    page = opened(browser, **MODES[mode])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served + addresses[name])
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    faults = [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert all(url.startswith(served) for url in asked)
    assert name == "error" or page.failures == []
    if folder := os.environ.get("DETENTE_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{mode}-{name}.png", full_page=True)
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_in_print_there_is_no_navigation_and_nothing_is_cut_off(browser, served, addresses, name):
    page = opened(browser, viewport={"width": 760, "height": 1000})
    page.goto(served + addresses[name])
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    if folder := os.environ.get("DETENTE_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/print-{name}.png", full_page=True)
    page.context.close()


@pytest.mark.parametrize("name", ["measures", "conflicts", "tour", "matters"])
def test_on_a_phone_a_table_is_read_without_moving_it_sideways(browser, served, addresses, name):
    page = opened(browser, **MODES["phone"])
    page.goto(served + addresses[name])
    overs = "all => all.map(each => each.scrollWidth - each.parentElement.clientWidth)"
    wider = page.locator("table.cards").evaluate_all(overs)
    assert wider
    assert max(wider) <= 0
    page.context.close()


def test_with_the_keyboard_alone_one_comes_from_the_front_to_a_quote_in_its_text(browser, served):
    page = opened(browser)
    page.goto(served + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thread/*")
    page.locator("blockquote a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claim/*")
    assert page.locator("mark").first.is_visible()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.context.close()


def test_every_stop_of_the_keyboard_can_be_seen(browser, served, addresses):
    page = opened(browser)
    page.goto(served + addresses["thread"])
    seen = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();"
            " return [e.tagName, s.outlineStyle, r.bottom > 0 && r.top < innerHeight]; })()"
        )
        if at[0] != "BODY":
            assert at[1] != "none", at
            assert at[2], at
            seen += 1
    assert seen > 30
    page.context.close()


def test_without_scripts_one_filters_searches_goes_dark_and_moves_the_slider(browser, served):
    page = opened(browser, java_script_enabled=False)
    page.goto(served + "/search")
    page.locator("main select[name=kind]").select_option("agreement")
    page.get_by_role("button", name="Filter").click()
    assert "kind=agreement" in page.url
    assert page.locator("#result tbody tr").count() > 0
    page.locator("#q").fill("soybeans")
    page.get_by_role("button", name="Search").click()
    assert "Claims that hold “soybeans”" in page.locator("h1").inner_text()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto(served + "/measures")
    page.get_by_label("the slider", exact=False).first.check()
    page.locator("main").get_by_role("button", name="Show").click()
    assert "moved=slider" in page.url
    page.context.close()


def test_with_scripts_a_filter_changes_the_list_alone_and_the_address_with_it(browser, served):
    page = opened(browser)
    page.goto(served + "/search")
    page.evaluate("window.kept = true")
    page.locator("main select[name=kind]").select_option("agreement")
    page.wait_for_url("**kind=agreement**")
    assert page.evaluate("window.kept") is True
    assert page.failures == []
    page.context.close()


def test_new_claims_are_told_without_moving_the_page(browser, served, ledger):
    page = opened(browser, viewport={"width": 1000, "height": 500})
    page.goto(served + "/help")
    page.evaluate("window.scrollTo(0, 300)")
    page.wait_for_timeout(1000)
    claim = measure("live", "2025-11-03", rate=12)
    ledger.append([Reading(claim.document, (claim,), ())])
    page.get_by_text("1 new claim: show").wait_for(timeout=30000)
    assert page.evaluate("window.scrollY") == 300
    page.context.close()

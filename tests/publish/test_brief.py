"""The daily brief; all texts are written for testing."""

from datetime import date

from markdown_it import MarkdownIt

from detente.app.publishing import brief_text
from detente.model.saved_search import SavedSearch
from tests.building import commitment, document, measure
from tests.publish.shelves import MEETING, ORDER, PLEDGE, THREAT, ledger, report

TODAY = date(2012, 3, 10)


def told(*claims, since=date(2012, 3, 1), **more):
    with ledger(*claims) as held:
        return brief_text(held, SavedSearch(**more), since=since, today=TODAY)


def test_every_line_has_words_and_a_source():
    text = told(THREAT, ORDER, PLEDGE, MEETING)
    lines = [line for line in text.splitlines() if line.lstrip().startswith("- ") and not line.endswith(":")]
    assert len(lines) == 6
    assert all("“It is said in" in line and "](<https://news.example/" in line for line in lines)


def test_days_and_words_choose_what_is_told():
    text = told(THREAT, ORDER, PLEDGE, since=date(2012, 3, 4))
    assert "What changed (1)" in text
    assert "threatened → announced" in text
    assert "wheat" not in told(THREAT, PLEDGE, text="shoes")


def test_a_dispute_tells_both_sides():
    text = told(THREAT, measure(report("y", "2012-03-01"), status="threatened", products=["shoes"], rate=30, effective="2012-03-20"))
    assert "## Disputed" in text
    assert "  - 20 %: " in text
    assert "  - 30 %: " in text


def test_a_day_of_nothing_says_so():
    assert "Nothing changed" in told(since=TODAY)


def test_words_of_a_report_are_no_markup():
    hostile = document(
        "x", "2012-03-09", text="<script>x</script> *a* [b](https://c.example)", url="https://news.example/>x", publisher="T"
    )
    html = MarkdownIt().render(told(commitment(hostile)))
    assert "<script" not in html
    assert "c.example)" in html
    assert html.count("<a ") == 1

from hypothesis import given
from hypothesis import strategies as st

from detente.views.independence import sources_of
from tests.building import document

WIRE = (
    "The ministry in Brasilia said on Thursday that the duty on wheat from Argentina would rise to thirty percent in April, "
    "after talks in Salta had ended without an agreement on quotas for the coming season, and that mills had been told in writing."
)


def told(*documents):
    found = sources_of(documents)
    return [document.id for document in found.documents], [document.id for document in found.copies]


def test_a_text_printed_by_forty_counts_once_and_its_first_printing_stands_for_it():
    copies = [document(f"d{n:02}", f"2012-03-{1 + n // 10:02}", publisher=f"Paper {n}", text=f"{WIRE} Paper {n}.") for n in range(40)]
    assert told(*reversed(copies)) == (["d00"], [f"d{n:02}" for n in range(1, 40)])


def test_a_copy_inside_a_longer_report_is_no_source_of_its_own():
    longer = document("b", "2012-03-02", publisher="B", text=f"Good morning. {WIRE} Millers in Porto Alegre were not asked for their view.")
    assert told(document("a", publisher="A", text=WIRE), longer) == (["a"], ["b"])


def test_two_reports_in_their_own_words_are_two_sources():
    other = document("b", publisher="B", text="Brazil is to tax Argentine wheat at thirty percent, its government has told the mills.")
    assert told(document("a", publisher="A", text=WIRE), other) == (["a", "b"], [])


def test_two_short_notes_that_share_a_few_words_are_two_sources():
    left = document("a", publisher="A", text="Brazil raises the duty on wheat to thirty percent.")
    right = document("b", publisher="B", text="Brazil raises the duty on wheat to forty percent, and on rice and maize too.")
    assert told(left, right) == (["a", "b"], [])


def test_one_publisher_is_one_source_however_much_it_prints():
    assert told(document("a", publisher="Paper"), document("b", publisher="paper ")) == (["a"], ["b"])


def test_a_paper_that_prints_a_wire_and_a_report_of_its_own_does_not_make_one_of_the_two_sources():
    wire = document("a", "2012-03-02", publisher="Wire", text=WIRE)
    reprint = document("b", "2012-03-01", publisher="Paper", text=WIRE)
    own = document("c", "2012-03-03", publisher="Paper", text="Our reporter in Salta found the quota talks still under way on Friday.")
    assert sources_of([wire, reprint, own]).count == 2


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_what_counts_shares_neither_text_nor_publisher_and_no_more_could(pairs):
    documents = [document(f"d{n}", publisher=f"P{p}", text=" ".join(f"{t}w{i}" for i in range(30))) for n, (p, t) in enumerate(pairs)]
    found = sources_of(documents).documents
    assert len({d.publisher for d in found}) == len({d.text for d in found}) == len(found)
    assert len(found) == _most(frozenset(pairs))


def _most(pairs):
    if not pairs:
        return 0
    publisher = min(pairs)[0]
    rest = frozenset(pair for pair in pairs if pair[0] != publisher)
    taken = [1 + _most(frozenset(p for p in rest if p[1] != text)) for owner, text in pairs if owner == publisher]
    return max(_most(rest), *taken)

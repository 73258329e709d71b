import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.documents.published import iso_of


@pytest.mark.parametrize(
    "stated",
    ["2025-10-30", "2025-10-30T08:00", "2025-10-30T08:00:00+08:00", "2025-10-30T08:00:00Z", "2025-10-30T08:00:00.123Z"],
)
def test_an_iso_date_stays_as_its_source_states_it(stated: str) -> None:
    assert iso_of(stated) == stated


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("2025-10-30 08:00:00", "2025-10-30T08:00:00"),
        ("20251030", "2025-10-30"),
        ("2025-10-30T08:00:00+0800", "2025-10-30T08:00:00+08:00"),
        ("Thu, 30 Oct 2025 08:00:00 GMT", "2025-10-30T08:00:00+00:00"),
        ("Thu, 30 Oct 2025 08:00:00 +0800", "2025-10-30T08:00:00+08:00"),
        ("30 October 2025", "2025-10-30"),
        ("October 30, 2025", "2025-10-30"),
        ("Oct. 30th, 2025", "2025-10-30"),
        ("Thursday, 4 Sept 2025", "2025-09-04"),
        ("October 30, 2025 at 8:05 p.m. ET", "2025-10-30"),
    ],
)
def test_other_forms_that_leave_no_doubt_become_iso(stated: str, iso: str) -> None:
    assert iso_of(stated) == iso


@pytest.mark.parametrize(
    "stated",
    [
        *("", "yesterday", "next week", "soon (2025)", "06/07/2025", "2025", "2025-10"),
        *("2025-13-01", "31 June 2025", "1761811200", "0001-01-01T00:00:00"),
    ],
)
def test_what_is_no_certain_day_is_unknown_and_never_now(stated: str) -> None:
    assert iso_of(stated) is None


@given(st.text(max_size=60) | st.text("0123456789-:TZ+ WJanOct,.", max_size=40))
def test_any_text_is_a_date_or_unknown_and_reads_the_same_again(text: str) -> None:
    iso = iso_of(text)
    assert iso is None or iso_of(iso) == iso

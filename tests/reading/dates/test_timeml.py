import json
from datetime import date, datetime
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from detente.reading.dates import dates, records_of, timeml_of

_DAY = date(2025, 10, 10)


def test_a_document_holds_its_text_with_the_expressions_inline() -> None:
    root = ElementTree.fromstring(timeml_of("They met on 3 May & left.", _DAY, document_id="a<b").encode())
    (found,) = root.findall("TEXT/TIMEX3")
    assert "".join(root.find("TEXT").itertext()) == "They met on 3 May & left."  # type: ignore[union-attr]
    assert (found.get("tid"), found.get("type"), found.get("value"), found.text) == ("t1", "DATE", "2025-05-03", "3 May")
    assert root.findtext("DOCID") == "a<b"


def test_the_day_of_publication_is_the_time_of_creation() -> None:
    root = ElementTree.fromstring(timeml_of("They met.", _DAY).encode())
    created = root.find("DCT/TIMEX3")
    assert created is not None
    assert (created.get("tid"), created.get("value"), created.get("functionInDocument")) == ("t0", "2025-10-10", "CREATION_TIME")


def test_an_instant_of_publication_is_a_time() -> None:
    root = ElementTree.fromstring(timeml_of("They met.", datetime(2025, 10, 10, 19, 40)).encode())
    assert root.find("DCT/TIMEX3[@type='TIME']").get("value") == "2025-10-10T19:40"  # type: ignore[union-attr]


def test_an_unknown_day_of_publication_is_left_out() -> None:
    assert "<DCT>" not in timeml_of("They met on Friday.", None)


def test_a_range_is_two_expressions() -> None:
    root = ElementTree.fromstring(timeml_of("From 2001 to 2005 he ruled.", _DAY).encode())
    assert [found.get("value") for found in root.iter("TIMEX3")][1:] == ["2001", "2005"]


@given(st.text(max_size=150).map(lambda text: f"On Monday {text} in May"))
def test_any_text_gives_well_formed_xml_that_keeps_what_xml_can_hold(text: str) -> None:
    root = ElementTree.fromstring(timeml_of(text, _DAY).encode())
    kept = "".join(root.find("TEXT").itertext())  # type: ignore[union-attr]
    assert len(kept) == len(text)
    assert all(left == right or left == "\ufffd" for left, right in zip(kept, text))


def test_records_are_json_with_offsets_into_the_text() -> None:
    text = "They met on 3 May and will meet again within 60 days."
    records = json.loads(json.dumps(records_of(text, _DAY)))
    assert [text[record["start"] : record["end"]] for record in records] == ["3 May", "60 days"]
    assert [record["edtf"] for record in records] == ["2025-05-03", "2025-12-09"]
    assert len(records) == len(dates(text, _DAY))

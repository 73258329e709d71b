"""A measure that holds for a length of time ends when that is over, and is in force from its day on."""

import pytest

from detente.model.claim import Measure, MeasureStatus
from detente.model.document import Document
from detente.reading.reader import Reader


def _measure(reader: Reader, text: str, published: str = "2015-03-11") -> Measure:
    (claim,) = reader.read(Document("d", None, None, published, "", text)).claims
    assert isinstance(claim, Measure)
    return claim


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Vietnam suspended its duty on Lao rubber on 9 March for six months.", "2015-09-09"),
        ("Peru will suspend its tariff on Chilean apples from 1 April for 90 days.", "2015-06-30"),
        ("Vietnam suspended its duty on Lao rubber on 9 March for another six months.", None),
        ("Vietnam suspended its duty on Lao rubber for six months.", None),
    ],
)
def test_a_length_ends_a_measure_whose_beginning_is_told(reader: Reader, text: str, end: str | None) -> None:
    expires = _measure(reader, text).expires
    assert (expires and expires.value.text) == end
    assert expires is None or expires.rule == "date-effective-and-length"


@pytest.mark.parametrize(("published", "status"), [("2015-03-11", MeasureStatus.IN_FORCE), ("2015-02-11", MeasureStatus.ANNOUNCED)])
def test_what_is_decided_is_in_force_from_its_day_on(reader: Reader, published: str, status: MeasureStatus) -> None:
    text = "Under the decree Vietnam levies a duty of 12 percent on Lao rubber from 9 March 2015."
    assert _measure(reader, text, published).status is status

"""What cannot be is not told: nothing ruled out that nobody denies, nothing in force before its day."""

import numpy as np
import pytest

from detente.model.claim import AgreementStatus, Kind, MeasureStatus
from detente.model.edtf import Edtf
from detente.reading.analysis import prepare
from detente.reading.candidates import Candidate
from detente.reading.mentions import Analysis
from detente.reading.parse import Parser
from detente.reading.statuses import as_threat, as_told, may_be_unrealised, on_its_day
from tests.building import document

_ORDER = list(MeasureStatus)


def _chances(**given: float) -> np.ndarray:
    return np.log(np.array([given.get(str(status), 0.001) for status in _ORDER], np.float32))


def _analysis(text: str) -> Analysis:
    return prepare([document("a", "2012-03-01", title="News", text=text)], Parser())[0].analysis


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("Russia would retaliate against Moldova.", False),
        ("Russia would not retaliate against Moldova.", True),
        ("Russia ruled retaliation out.", True),
        ("Would Russia retaliate?\nIt plans nothing of the kind.", True),
        ("Russia might retaliate, some say.\nReports of it are premature.", True),
    ],
)
def test_only_what_is_denied_is_ruled_out(text: str, stays: bool) -> None:
    told = as_told(_analysis(text), Candidate(Kind.MEASURE, 1, (0,), ()), _chances(ruled_out=0.6, threatened=0.3))
    assert _ORDER[int(told.argmax())] is (MeasureStatus.RULED_OUT if stays else MeasureStatus.THREATENED)


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("Chile said tariffs on salmon would not be imposed.", False),
        ("Chile says the tariff won't take effect.", False),
        ("Chile says the tariff will not end.", True),
        ("Chile says the tariff will be imposed.", True),
    ],
)
def test_what_will_not_be_done_is_not_decided(text: str, decided: bool) -> None:
    prepared = prepare([document("a", "2012-03-01", title="News", text=text)], Parser())[0]
    candidate = next(candidate for candidate in prepared.candidates if candidate.kind is Kind.MEASURE)
    told = as_told(prepared.analysis, candidate, _chances(announced=0.6, dropped=0.3))
    assert (_ORDER[int(told.argmax())] is MeasureStatus.ANNOUNCED) is decided


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Germany and Spain want the agreement signed by May.", False),
        ("Chile hopes to conclude the agreement with Peru.", False),
        ("Chile wants the agreement, signed in May, in force.", True),
        ("Chile signed the agreement with Peru.", True),
    ],
)
def test_what_somebody_wants_is_not_done(text: str, signed: bool) -> None:
    prepared = prepare([document("a", "2012-03-01", title="News", text=text)], Parser())[0]
    candidate = next(candidate for candidate in prepared.candidates if candidate.kind is Kind.AGREEMENT)
    order = list(AgreementStatus)
    chances = np.array([{"signed": -0.5, "sought": -1.0}.get(str(status), -9.0) for status in order], np.float32)
    assert (order[int(as_told(prepared.analysis, candidate, chances).argmax())] is AgreementStatus.SIGNED) is signed


def test_what_is_decided_for_the_case_that_something_lacks_is_a_threat() -> None:
    assert _ORDER[int(as_threat(_chances(announced=0.6, in_force=0.3)).argmax())] is MeasureStatus.THREATENED


def test_of_relief_a_little_more_doubt_is_allowed() -> None:
    chances = _chances(in_force=0.85, sought=0.13)
    assert may_be_unrealised(chances, "impose")
    assert not may_be_unrealised(chances, "lift")


@pytest.mark.parametrize(
    ("day", "status", "doubtful", "told"),
    [
        ("2012-02-01", MeasureStatus.ANNOUNCED, False, MeasureStatus.IN_FORCE),
        ("2012-02-01", MeasureStatus.ANNOUNCED, True, MeasureStatus.ANNOUNCED),
        ("2012-02-01", MeasureStatus.THREATENED, False, MeasureStatus.THREATENED),
        ("2012-04-01", MeasureStatus.IN_FORCE, False, MeasureStatus.ANNOUNCED),
        ("2012-03-01", MeasureStatus.ANNOUNCED, False, MeasureStatus.ANNOUNCED),
    ],
)
def test_a_measure_is_in_force_from_its_day_on(day: str, status: MeasureStatus, doubtful: bool, told: MeasureStatus) -> None:
    assert on_its_day(_analysis("Russia may retaliate."), status, Edtf(day), is_doubtful=doubtful) is told

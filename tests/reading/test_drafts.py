"""What the judge's chances become: the label of a closed list that a draft is given."""

import numpy as np
import pytest

from detente.model.claim import Kind
from detente.model.slots import CHOICES
from detente.reading.candidates import Candidate
from detente.reading.drafts import Draft


def _status(**chances: float) -> str:
    """The status of a measure of which each label named is so likely, and all others share what is left."""
    labels = [str(label) for label in CHOICES[Kind.MEASURE]["status"]]
    left = (1 - sum(chances.values())) / (len(labels) - len(chances))
    row = np.log(np.array([chances.get(label, left) for label in labels], np.float32))
    return Draft(Candidate(Kind.MEASURE, 0, (0,), ()), 1.0, {"status": row}, {}).choices["status"]


def test_the_likeliest_label_is_taken():
    assert _status(announced=0.6, in_force=0.3) == "announced"


def test_a_measure_that_is_hardly_a_threat_is_in_force():
    assert _status(in_force=0.8, announced=0.17, threatened=0.01, considered=0.005, sought=0.005) == "in_force"


@pytest.mark.parametrize("doubt", ["threatened", "considered", "sought"])
def test_what_may_be_a_threat_is_not_told_as_in_force(doubt):
    assert _status(**{"in_force": 0.7, "announced": 0.15, doubt: 0.1}) == "announced"
    assert _status(**{"in_force": 0.6, "announced": 0.05, doubt: 0.3}) == doubt

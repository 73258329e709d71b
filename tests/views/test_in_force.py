from datetime import date

import pytest

from detente.views.in_force import is_in_force
from tests.building import agreement, commitment, encounter, measure, thread


@pytest.mark.parametrize(
    ("claims", "day", "expected"),
    [
        ([agreement("a", "2020-01-15", status="signed", date="2020-01-15")], date(2020, 6, 1), False),
        ([agreement("a", "2020-07-01", status="in_force", date="2020-07-01")], date(2020, 7, 1), True),
        ([agreement("a", "2020-07-01", status="in_force", date="2020-07-01")], date(2020, 6, 30), False),
        ([agreement("a", "2020-07-01", status="in_force", date="2020-07")], date(2020, 7, 15), False),
        ([agreement("a", "2020-07-01", status="in_force")], date(2020, 7, 2), True),
        ([agreement("a", "2020-07-01", status="in_force", expires="2020-12-31")], date(2020, 12, 31), True),
        ([agreement("a", "2020-07-01", status="in_force", expires="2020-12-31")], date(2021, 1, 1), False),
        (
            [
                agreement("a", "2020-07-01", status="in_force", expires="2020-12-31"),
                agreement("b", "2020-12-01", status="extended", expires="2021-06-30"),
            ],
            date(2021, 5, 1),
            True,
        ),
        ([agreement("a", "2020-07-01", status="in_force"), agreement("b", "2020-09-01", status="collapsed")], date(2020, 9, 2), False),
        ([agreement("a", "2020-07-01", status="in_force"), agreement("b", "2020-09-01", status="collapsed")], date(2020, 8, 2), True),
        ([agreement("a", None, status="in_force")], date(2020, 8, 2), False),
        ([measure("a", "2012-03-01", status="announced", effective="2012-04-01")], date(2012, 4, 1), True),
        ([measure("a", "2012-03-01", status="announced", effective="2012-04-01")], date(2012, 3, 31), False),
        ([measure("a", "2012-03-01", status="threatened", effective="2012-04-01")], date(2012, 5, 1), False),
        (
            [measure("a", "2012-03-01", status="in_force"), measure("b", "2012-06-01", status="in_force", action="suspend")],
            date(2012, 6, 2),
            False,
        ),
        ([encounter("a", status="held", date="2012-03-01")], date(2012, 3, 1), False),
        ([commitment("a", status="pledged")], date(2012, 3, 2), False),
    ],
)
def test_a_matter_is_in_force_from_its_beginning_to_its_end_as_far_as_known(claims, day, expected):
    assert is_in_force(thread(*claims), day) is expected

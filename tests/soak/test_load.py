"""A short form of the load: `python -m tests.soak.load` is the long one."""

import pytest

from tests.soak.load import STORIES, run
from tests.stories import readings


@pytest.mark.slow
def test_readers_meet_no_error_while_a_writer_records():
    load, held = run(readers=40, seconds=10.0, documents=60)
    assert load.wrong == {}
    assert load.seconds
    assert held == 60 + len({each.document.text_hash for name in STORIES for each in readings(name)})

"""A short form of the load: `python -m tests.soak.load` is the long one."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.soak.load import STORIES, run
from tests.stories import readings


@pytest.mark.slow
def test_readers_meet_no_error_while_a_writer_records():
    # On a thread of its own: the browser of other tests leaves an event loop on this one.
    with ThreadPoolExecutor(1) as apart:
        load, held = apart.submit(partial(run, readers=40, seconds=10.0, documents=60)).result()
    assert load.wrong == {}
    assert load.seconds
    assert held == 60 + len({each.document.text_hash for name in STORIES for each in readings(name)})

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from detente.app.answers import OpenLedger
from detente.app.restoring import checked, decisions_of
from detente.errors import InputError, RecordError
from detente.model.claim import Reading
from detente.model.document import Document
from tests import stories

DOCS = Path(__file__).parents[2] / "docs"
STORY = "north-america-2025"
WHO = {"by": "Ana", "why": "as the decree says"}


class Hours:
    def __init__(self):
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(hours=1)
        return self.now


def filled() -> OpenLedger:
    held = OpenLedger(clock=Hours())
    for reading in stories.readings(STORY)[:4]:
        held.append([reading])
    claims = stories.claims(STORY)
    held.review().retract(f"{claims[0].document.id}#{claims[0].id}", **WHO)
    held.review().join(*[thread.id for thread in held.all_threads() if thread.kind == "measure"][:2], **WHO)
    return held


def answers(held):
    return (
        held.claims().to_records(), held.threads().to_records(), held.conflicts().to_records(), held.decisions().to_records(),
        held.changes().to_records(), sorted(map(str, held.links())),
    )  # fmt: skip


def test_export_and_import_give_the_ledger_back_with_its_answers_now_and_then(tmp_path):
    held, other = filled(), OpenLedger(clock=Hours())
    path = tmp_path / "a.txt"
    path.write_text("".join(f"{line}\n" for line in held.to_text()))
    added = other.restore(checked(path))
    assert (added.documents, added.known) == (4, 0)
    assert answers(other) == answers(held)
    for hour in (2, 5):
        then = datetime(2026, 1, 1, hour, 30, tzinfo=UTC)
        assert answers(other.as_of(then)) == answers(held.as_of(then))
    assert other.restore(checked(path)).documents == 0
    assert [d.id for d in decisions_of(path)] == [d.id for d in held.decisions()]


def test_a_mistake_in_the_last_line_leaves_the_ledger_as_it_is(tmp_path):
    path, other = tmp_path / "a.txt", OpenLedger()
    path.write_text("".join(f"{line}\n" for line in filled().to_text()) + "colour: red\n")
    with pytest.raises(RecordError, match="no line `colour:`"):
        other.restore(checked(path))
    assert len(other.documents()) == 0


@pytest.mark.parametrize(("content", "words"), [(None, "no such file"), (b"\xff\xfe", "not UTF-8"), (b"", "not the text form")])
def test_a_file_that_cannot_be_read_is_told(tmp_path, content, words):
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        OpenLedger().restore(checked(path))


def test_other_ends_of_line_in_a_text_are_kept(tmp_path):
    held, other, path = OpenLedger(), OpenLedger(), tmp_path / "a.txt"
    document = Document(id="a", url=None, publisher=None, published=None, title="", text="one\r\ntwo\rthree\x85four\u2028five\n\n| six\n")
    held.append([Reading(document, (), ())])
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(f"{line}\n" for line in held.to_text())
    other.restore(checked(path))
    assert other.documents()[0].document == document


def test_the_example_of_the_documentation_can_be_read(tmp_path):
    (sample,) = re.findall(r"```\n(detente ledger 1.*?)```", (DOCS / "text-form.md").read_text(), re.DOTALL)
    path = tmp_path / "a.txt"
    path.write_text(sample)
    held = OpenLedger()
    assert held.restore(checked(path)).claims == 1
    assert held.claims()[0].claim.rate.value == 27.5
    assert "".join(f"{line}\n" for line in held.to_text()) == sample


def test_ledgers_can_be_put_together(tmp_path):
    other = OpenLedger()
    for name in ("asia-tour-2025", "eu-us-2025"):
        held = OpenLedger(clock=Hours())
        held.append(stories.readings(name))
        path = tmp_path / f"{name}.txt"
        path.write_text("".join(f"{line}\n" for line in held.to_text()))
        other.restore(checked(path))
    assert len(other.documents()) == 20

import contextlib
import copy
import io
import json
import random
from pathlib import Path

import pytest

from detente.app.corpus import load_stories
from detente.evaluate.conflicts import conflict_line, score_conflicts
from detente.evaluate.corpus import entries_in, entry_of
from detente.evaluate.score import score
from detente.evaluate.table import score_lines
from tests.evaluate import reference_score

CORPUS = Path(__file__).parents[2] / "corpus"
STORIES = [s.name for s in load_stories([CORPUS]) if s.is_read]


def spoiled(seed: int) -> list[dict]:
    """The gold of the read stories with claims dropped, doubled, re-labelled and slots taken from other claims."""
    chance = random.Random(seed)
    lines = []
    for story in load_stories([CORPUS / name for name in STORIES]):
        pool = [dict(c) for entry in story.gold.values() for c in entry.claims]
        for entry in story.gold.values():
            claims = []
            for claim in copy.deepcopy(entry.claims):
                if chance.random() < 0.2:
                    continue
                other = chance.choice([c for c in pool if c["kind"] == claim["kind"]])
                for key in other:
                    if key not in ("id", "kind") and chance.random() < 0.15:
                        claim[key] = other[key]
                if chance.random() < 0.1:
                    claim["thread"] = None
                claims.append(claim)
                if chance.random() < 0.1:
                    claims.append({**claim, "id": claim["id"] + "b"})
            lines.append({"doc": entry.doc, "claims": claims, "links": [k for k in entry.links if chance.random() < 0.7]})
    return lines


def reference(function, *args) -> list[str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        function(*args)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_table_equals_the_corpus_own_scorer_to_the_last_digit(tmp_path, seed):
    lines = spoiled(seed)
    pred = tmp_path / "pred.jsonl"
    pred.write_text("\n".join(map(json.dumps, lines)))
    folders = [str(CORPUS / name) for name in STORIES]
    ours = list(score_lines(score(load_stories(map(Path, folders)), entries_in(pred.read_text(), where="pred"))))
    assert ours == reference(reference_score.score, str(pred), folders)


def test_the_gold_itself_scores_one():
    stories = load_stories([CORPUS / name for name in STORIES])
    scores = score(stories, {doc: entry for story in stories for doc, entry in story.gold.items()})
    assert scores.template.f1 == scores.threads.f1 == scores.links.rate.f1 == scores.claims.rate.f1 == 1


def test_no_prediction_scores_zero_without_a_crash():
    stories = load_stories([CORPUS / name for name in STORIES[:1]])
    assert score(stories, {}).template.f1 == 0


def test_conflicts_score_like_the_corpus_own_scorer(tmp_path):
    stories = load_stories([CORPUS / name for name in STORIES])
    planted = [c for s in stories for c in s.conflicts]
    reported = [{**c, "field": "rate"} if i % 3 == 0 else c for i, c in enumerate(planted)][5:]
    pred = tmp_path / "pred.json"
    pred.write_text(json.dumps(reported))
    folders = [str(CORPUS / name) for name in STORIES]
    assert [conflict_line(score_conflicts(stories, reported))] == reference(reference_score.conflicts, str(pred), folders)


def test_an_entry_of_a_passage_takes_its_own_id():
    assert entry_of({"id": "p-1", "text": "x"}).doc == "p-1"

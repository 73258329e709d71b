from dataclasses import replace

from detente.evaluate.gold import rejoined
from detente.evaluate.joining import count_line, joining_lines, joining_mistakes
from tests import stories


def relabelled(story, labels):
    """The gold with other threads for some claims, given as `doc#claim`."""
    return {
        doc: replace(
            entry, claims=tuple({**record, "thread": labels.get(f"{doc}#{record['id']}", record["thread"])} for record in entry.claims)
        )
        for doc, entry in story.gold.items()
    }


def test_the_gold_itself_has_no_false_merge_and_no_false_split():
    story = stories.story("eu-us-2025")
    assert joining_mistakes([story], story.gold) == ([], [])


def test_a_claim_put_with_another_matter_is_a_merge_and_a_split_that_name_it():
    story = stories.story("eu-us-2025")
    members = [(f"{doc}#{r['id']}", str(r["thread"])) for doc, entry in story.gold.items() for r in entry.claims]
    (moved, home) = next(item for item in members if sum(thread == item[1] for _, thread in members) > 1)
    other = next(thread for _, thread in members if thread != home)
    merges, splits = joining_mistakes([story], relabelled(story, {moved: other}))
    assert [(merge.thread, [claims for _, claims in merge.matters if moved in claims]) for merge in merges] == [(other, [(moved,)])]
    assert [split.matter for split in splits] == [f"eu-us-2025: {home}"]
    assert count_line(merges, splits).endswith("1 false merges, 1 false splits")
    assert any(moved in line for line in joining_lines(merges, splits))


def test_what_is_listed_is_all_that_the_joining_got_wrong():
    story = stories.story("eu-us-2025")
    joined = rejoined([story])
    merges, splits = joining_mistakes([story], joined)
    ours = {f"{doc}#{r['id']}": r["thread"] for doc, entry in joined.items() for r in entry.claims}
    assert all(len({ours[claim] for _, claims in split.threads for claim in claims}) == len(split.threads) for split in splits)
    assert all(len(merge.matters) > 1 for merge in merges)

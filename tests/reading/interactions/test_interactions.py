"""What holds for all interactions: grounded, in order, no dependence on the widened gate, names of the 2016 draft."""

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model.document import Document
from detente.model.interaction import Interaction
from detente.reading.analysis import prepare
from detente.reading.interactions import interactions_in, prepare_for_interactions
from detente.reading.parse import Parser
from detente.vocab.interactions import nouns, verbs, weights

_PARSER = Parser()
_WORDS = st.sampled_from(
    """Chile Peru troops rebels accused attacked of killing by the to will not agreed met with who and , . talks
    refused threatened was its it they""".split()
)


def _document(text: str) -> Document:
    return Document(id="d", url=None, publisher=None, published="2026-03-10", title="", text=text)


def _read(text: str) -> tuple[Interaction, ...]:
    return interactions_in(prepare_for_interactions([_document(text)], _PARSER)[0], ())


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, min_size=3, max_size=25))
def test_any_words_are_read_without_failure_and_every_row_is_grounded_and_weighted(words: list[str]) -> None:
    rows = _read(" ".join(words))
    for row in rows:
        assert row.words == row.document.whole[row.quote.start : row.quote.end]
        assert row.weight == weights()[row.code]
        assert row.source != row.target
    assert list(rows) == sorted(rows, key=lambda row: row.quote)
    assert rows == _read(" ".join(words))


def test_quotes_run_from_party_to_party() -> None:
    (row,) = _read("On Monday Chile accused Peru of fishing in its waters.")
    assert row.words == "Chile accused Peru"


def test_the_wider_gate_adds_trees_and_leaves_the_candidates_of_claims_alone() -> None:
    document = _document("Chile accused Peru of theft. Chile imposed a 10% tariff on Peru. The sea was calm.")
    narrow, wide = prepare([document], _PARSER)[0], prepare_for_interactions([document], _PARSER)[0]
    assert sum(tree is not None for tree in narrow.analysis.trees) < sum(tree is not None for tree in wide.analysis.trees)
    assert [(c.kind, c.tokens) for c in narrow.candidates] == [(c.kind, c.tokens) for c in wide.candidates]


def test_the_draft_of_2016_has_other_names_and_leaves_appeals_out() -> None:
    names = {
        text: [row.draft_code for row in _read(text)]
        for text in (
            "Chile demanded an apology from Peru.",
            "Chile urged Peru to sign the treaty.",
            "Chile accused Peru of theft.",
            "Chilean prosecutors are investigating Peruvian officials.",
            "Bolivian smugglers killed two Chilean policemen.",
        )
    }
    assert list(names.values()) == [["DEMAND"], [None], ["DISAPPROVE"], ["INVESTIGATE"], ["CRIME"]]


def test_a_state_does_not_act_on_itself_or_its_government_and_does_on_its_people() -> None:
    assert _read("Chile accused the Chilean government of waste.") == ()
    (row,) = _read("Chile deported the Chilean activists.")
    assert (str(row.source), str(row.target)) == ("CHL", "CHL OPP")


def test_every_event_type_has_words_and_a_weight() -> None:
    told = {sense.code for senses in verbs().values() for sense in senses} | {sense.code for sense in nouns().values()}
    assert told == set(weights())

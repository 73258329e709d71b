"""The lexicon of acts: what its tables must hold."""

import pycountry

from detente.model.claim import Kind
from detente.model.interaction import EventType
from detente.model.slots import CHOICES, SLOTS
from detente.vocab.interactions import attitudes, claim_rules, contents, groups, nouns, sectors, verbs, weights

_SLOT_WORDS = frozenset(
    "subj obj obj-mod poss dative clause inner self obj-with obj-charge obj-person obj-people obj-body order-obj".split()
)
_MODES = {
    EventType.CONSULT: {None, "visit", "host", "phone"},
    EventType.ASSAULT: {
        None,
        "abduct",
        "beat",
        "torture",
        "execute",
        "sexual",
        "assassinate",
        "destroy",
        "firearms",
        "explosives",
        "heavy-weapons",
    },
    EventType.COERCE: {"confiscate", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport"},
    EventType.SANCTION: {"convict", "cancel", "expel", "withdraw", "sever"},
    EventType.MOBILIZE: {"troops", "weapons", "police"},
}


def test_slots_are_known_words_or_prepositions() -> None:
    senses = [sense for held in verbs().values() for sense in held] + list(nouns().values())
    for sense in senses:
        for slot in (*sense.sources, *sense.targets):
            assert slot in _SLOT_WORDS or (slot.isalpha() and len(slot) < 9), (sense.word, slot)


def test_modes_are_those_of_the_standard() -> None:
    for sense in [sense for held in verbs().values() for sense in held]:
        if sense.code in _MODES:
            assert sense.mode in _MODES[sense.code], sense.word


def test_every_content_mode_belongs_to_a_type_that_reads_its_mode_from_content() -> None:
    reading = {sense.code for held in verbs().values() for sense in held if sense.mode == "content"}
    assert reading <= set(contents())


def test_groups_belong_to_states_or_none() -> None:
    for code, _ in groups().values():
        assert code in ("IMG", "NGO", "XKX") or pycountry.countries.get(alpha_3=code), code


def test_rules_for_claims_name_statuses_choices_and_slots_that_exist() -> None:
    for (kind, status, choice), rule in claim_rules().items():
        choices = CHOICES[Kind(kind)]
        assert status in {str(value) for value in choices["status"]}
        assert choice == "*" or any(choice in {str(v) for v in enum} for name, enum in choices.items() if name != "status")
        assert {rule.source, rule.target} <= {*SLOTS[Kind(kind)], "self", "place"}


def test_verbal_conflict_is_milder_than_assault_and_aid_better_than_talk() -> None:
    assert weights()[EventType.ASSAULT] < weights()[EventType.THREATEN] < weights()[EventType.ACCUSE] < 0
    assert 0 < weights()[EventType.CONSULT] < weights()[EventType.AID]


def test_sector_codes_have_three_letters_and_attitudes_cover_the_common_verbs() -> None:
    assert {len(sector) for sector in sectors().values()} == {3}
    assert {"plan", "say", "deny", "fail"} <= set(attitudes())

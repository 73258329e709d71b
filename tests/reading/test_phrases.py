"""Tests of noun phrases, on real trees."""

import pytest

from detente.model.span import Span
from detente.reading.parse import Parser
from detente.reading.phrases import Phrase, Shape, key_of, phrases_in
from detente.reading.sentences import Sentence


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def _sentence(text: str) -> Sentence:
    return Sentence(0, Span(0, len(text)), text, 0, is_title=False, is_bullet=False, speaker=None, dateline=None)


def _phrases(parser: Parser, text: str, *names: str) -> set[tuple[str, Shape]]:
    taken = [(True, Span(text.index(name), text.index(name) + len(name))) for name in names]
    found = phrases_in(_sentence(text), parser.parse([text])[0], taken)
    return {(phrase.words, phrase.shape) for phrase in found}


def test_a_phrase_leaves_out_articles_vague_words_and_the_name_before_it(parser: Parser) -> None:
    found = _phrases(parser, "Brazil put a tariff on all the Chinese electric buses.", "Brazil", "Chinese")
    assert ("electric buses", Shape.PLAIN) in found
    assert not any(words.startswith(("all", "the", "chinese", "Chinese")) for words, _ in found)


def test_the_nouns_before_a_measure_are_a_phrase_of_their_own_without_their_hyphen(parser: Parser) -> None:
    found = _phrases(parser, "Brazil lifted the rare-earth export controls and the timber duties.", "Brazil")
    assert {("rare earth", Shape.MODIFIER), ("timber", Shape.MODIFIER)} <= found
    assert ("timber duties", Shape.PLAIN) in found


def test_a_list_is_a_phrase_beside_each_of_its_members(parser: Parser) -> None:
    found = _phrases(parser, "Brazil promised to buy wheat and barley.", "Brazil")
    assert {("wheat", Shape.PLAIN), ("barley", Shape.PLAIN), ("wheat and barley", Shape.LIST)} <= found


def test_a_noun_is_a_phrase_with_its_complement_too_and_names_in_it_keep_their_capitals(parser: Parser) -> None:
    found = _phrases(parser, "Brazil promised the construction of a railway in Peru.", "Brazil", "Peru")
    assert ("construction of a railway in Peru", Shape.LONG) in found


def test_a_place_that_money_goes_into_is_a_phrase_in_its_own_spelling(parser: Parser) -> None:
    found = _phrases(parser, "Brazil will invest two billion dollars in Peru.", "Brazil", "Peru")
    assert ("Peru", Shape.NAME) in found
    assert ("Brazil", Shape.NAME) not in found


def test_a_heading_without_a_tree_gives_what_stands_before_its_comma() -> None:
    text = "BUSES, PERU."
    found = phrases_in(_sentence(text), None, [(True, Span(7, 11))])
    assert found == [Phrase("buses", Span(0, 5), None, Shape.HEADING)]


def test_a_heading_that_is_a_name_gives_no_phrase() -> None:
    assert phrases_in(_sentence("PERU, BUSES."), None, [(True, Span(0, 4))]) == []


def test_singular_and_plural_share_a_key() -> None:
    one, other = (Phrase(words, Span(0, len(words)), None, Shape.PLAIN) for words in ("Rare-earth", "rare earths"))
    assert key_of(one) == key_of(other)


def test_goods_as_such_are_no_product_among_others() -> None:
    general, special = (Phrase(words, Span(0, len(words)), None, Shape.PLAIN) for words in ("goods", "farm goods"))
    assert general.is_general
    assert not special.is_general


def test_joining_words_tell_nothing_of_a_phrase() -> None:
    words = "building of ships and trucks"
    assert Phrase(words, Span(0, len(words)), None, Shape.LONG).telling == {"building", "ship", "truck"}

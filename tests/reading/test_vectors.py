import io

import numpy as np

from detente.reading.vectors import WordVectors


def _vectors() -> WordVectors:
    names = ["tariff", "un", "##fair", "##s", "trade"]
    return WordVectors({name: row for row, name in enumerate(names)}, np.eye(5, 4, dtype=np.float32) + 0.5)


def test_a_word_among_the_pieces_has_its_own_vector() -> None:
    vectors = _vectors()
    assert np.array_equal(vectors.of("tariff"), vectors.pieces[0])


def test_a_longer_word_is_the_mean_of_its_longest_pieces() -> None:
    vectors = _vectors()
    assert np.allclose(vectors.of("unfair"), (vectors.pieces[1] + vectors.pieces[2]) / 2)
    assert np.allclose(vectors.of("tariffs"), (vectors.pieces[0] + vectors.pieces[3]) / 2)


def test_a_word_that_no_piece_covers_and_an_empty_one_are_zeros() -> None:
    vectors = _vectors()
    assert not vectors.of("日本").any()
    assert not vectors.of("").any()


def test_places_stand_one_after_the_other_and_an_empty_place_is_zeros() -> None:
    vectors = _vectors()
    found = vectors.at([["tariff"], [], ["tariff", "trade"]])
    assert np.array_equal(found[:4], vectors.of("tariff"))
    assert not found[4:8].any()
    assert np.allclose(found[8:], (vectors.of("tariff") + vectors.of("trade")) / 2)


def test_saved_vectors_come_back_to_within_eight_bits() -> None:
    target = io.BytesIO()
    _vectors().save(target)
    again = WordVectors.load(io.BytesIO(target.getvalue()))
    assert again.rows == _vectors().rows
    assert np.abs(again.pieces - _vectors().pieces).max() < 0.01

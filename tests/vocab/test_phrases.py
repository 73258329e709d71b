from detente.vocab.phrases import words_of


def test_spellings_of_one_product_are_the_same_words():
    assert words_of("electric vehicles") == words_of("electric cars") == words_of("EVs")
    assert words_of("aluminum products") == words_of("aluminium")
    assert words_of("rare-earth minerals") == words_of("rare earths")

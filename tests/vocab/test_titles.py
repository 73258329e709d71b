import pytest

from detente.vocab.countries import is_state
from detente.vocab.officials import Office, officials
from detente.vocab.titles import Title, titles


def test_role_words_are_in_lower_case_and_none_is_there_twice() -> None:
    texts = [title.text for title in titles()]
    assert texts == [text.lower() for text in texts]
    assert len(texts) == len(set(texts))


def test_every_code_of_a_role_word_is_a_state_or_a_body_that_has_officials() -> None:
    bodies = {official.code for official in officials()}
    assert all(title.code is None or is_state(title.code) or title.code in bodies for title in titles())


@pytest.mark.parametrize(
    "title",
    [
        Title("president", Office.HEAD_OF_STATE, None),
        Title("premier", Office.HEAD_OF_GOVERNMENT, None),
        Title("chancellor", Office.HEAD_OF_GOVERNMENT, None),
        Title("chancellor of the exchequer", Office.FINANCE, "GBR"),
        Title("treasury secretary", Office.FINANCE, "USA"),
        Title("secretary of state", Office.FOREIGN, "USA"),
        Title("commerce secretary", Office.TRADE, "USA"),
        Title("trade commissioner", Office.TRADE, "EU"),
        Title("trade representative", Office.TRADE, None),
        Title("top diplomat", Office.FOREIGN, None),
        Title("crown prince", Office.DEPUTY, None),
        Title("vice-premier", Office.DEPUTY, None),
        Title("secretary-general", Office.BODY_HEAD, None),
        Title("national security adviser", Office.SECURITY, None),
    ],
)
def test_a_role_word_names_its_office(title: Title) -> None:
    assert title in titles()


def test_every_office_has_a_role_word() -> None:
    assert {title.office for title in titles()} == set(Office)

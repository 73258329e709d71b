import pytest

from detente.documents.language import foreign_language
from tests.stories import stories

_BODIES = {
    "fr": "Les États-Unis imposeront un droit de douane de 25 pour cent sur les importations d'acier à partir du 1er juillet, a annoncé "
    "mardi le président, tandis que la Commission européenne a promis une riposte ferme et proportionnée à la mesure américaine.",
    "de": "Die Vereinigten Staaten werden ab dem 1. Juli einen Zoll von 25 Prozent auf Stahlimporte erheben, kündigte der Präsident am "
    "Dienstag an, während die Kommission in Brüssel eine entschlossene Antwort versprach. Berlin äußerte sich zurückhaltend.",
    "es": "Estados Unidos impondrá un arancel del 25 por ciento a las importaciones de acero a partir del 1 de julio, anunció el martes "
    "el presidente, mientras que la Comisión Europea prometió una respuesta firme y proporcionada a la medida estadounidense.",
    "nl": "De Verenigde Staten zullen vanaf 1 juli een heffing van 25 procent op de invoer van staal opleggen, zei de president dinsdag, "
    "terwijl de Commissie in Brussel een stevig antwoord beloofde. Den Haag reageerde terughoudend op de maatregel.",
    "vi": "Tổng thống Mỹ hôm thứ Ba tuyên bố sẽ áp thuế 25 phần trăm đối với thép nhập khẩu từ ngày 1 tháng 7, trong khi Ủy ban châu Âu "
    "hứa sẽ có phản ứng cứng rắn và tương xứng với biện pháp này của Hoa Kỳ trong thời gian tới đây.",
}
_CHINESE = "美国总统周二宣布，自七月一日起对进口钢铁征收百分之二十五的关税。"
_ENGLISH = (
    "The United States will impose a duty of 25 per cent on steel from 1 July, the president said on Tuesday, while the Commission "
    "promised a firm and proportionate answer. Ministers of seven countries are expected in Washington for talks on Thursday."
)


@pytest.mark.parametrize("code", _BODIES)
def test_a_body_in_another_language_is_foreign(code: str) -> None:
    assert foreign_language(None, _BODIES[code]) == code


def test_a_text_in_another_script_is_foreign_however_short_and_whatever_it_declares() -> None:
    assert foreign_language(None, _CHINESE) == "und"
    assert foreign_language("en", _CHINESE) == "und"
    assert foreign_language("zh-CN", _CHINESE) == "zh"
    assert foreign_language(None, _CHINESE * 8) == "zh"


def test_english_is_not_foreign() -> None:
    assert foreign_language(None, _ENGLISH) is None


@pytest.mark.parametrize("declared", ["en", "en-GB", "EN_us", "English", "eng"])
def test_declared_english_is_believed(declared: str) -> None:
    assert foreign_language(declared, _BODIES["de"]) is None


def test_another_declared_language_is_believed_of_a_short_text() -> None:
    assert foreign_language("de-DE", "Zölle: Brüssel droht Washington") == "de"


def test_a_template_that_declares_another_language_does_not_hide_an_english_body() -> None:
    assert foreign_language("zh-CN", _ENGLISH) is None


@pytest.mark.parametrize("declared", ["", "und", "mul", "x-default", "42", "french toast"])
def test_what_is_no_language_declares_nothing(declared: str) -> None:
    assert foreign_language(declared, _ENGLISH) is None
    assert foreign_language(declared, _BODIES["fr"]) == "fr"


def test_short_undeclared_texts_are_kept() -> None:
    assert foreign_language(None, "Bruxelles menace Washington") is None


@pytest.mark.parametrize(
    "text",
    [
        "4711 0815 12.5 " * 2000,
        "def total(values):\n    return sum(value for value in values if value is not None)\n\n" * 20,
        '{"rows": [[1, 2.5, null], [3, 4.25, null]], "unit": "USD"}' * 40,
    ],
)
def test_what_is_no_prose_is_no_foreign_language(text: str) -> None:
    assert foreign_language(None, text) is None


def test_no_story_is_taken_for_foreign_at_any_length_over_the_limit() -> None:
    texts = [document.text for story in stories() for document in story.documents.values()]
    assert len(texts) > 50
    assert [text[:length] for text in texts for length in (201, 1000) if foreign_language(None, text[:length])] == []

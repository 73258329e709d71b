"""Whether a text is English.

In: the language that the document declares, if any, and its text. Out: the code of another language, or None where it
is English or cannot be told: doubt keeps the document.

Holds: a declared language decides, with two exceptions: a text mostly in another script is not English, and a page whose
template declares another language is English where the body clearly is. Undeclared, bodies over 200 characters are
judged by py3langid; shorter ones say too little.
"""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SHORT = 200
_SAMPLE = 2_000
_SURE = 0.8
_ENGLISH = "en"
# Codes of "no language", "several", "not told".
_NONE = ("zxx", "und", "mul", "mis")
_NAMES = {"eng": _ENGLISH, "english": _ENGLISH}
_FEW_LETTERS = 10
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_OTHER_LETTER = re.compile(rf"[^\W\d_{_LATIN}]")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _declared(text: str | None) -> str | None:
    """The primary code of `en-GB`, `zh_CN`, `English`; None for what is no language."""
    primary = re.split("[-_,; ]", (text or "").strip().lower())[0]
    code = _NAMES.get(primary, primary)
    return code if re.fullmatch("[a-z]{2,3}", code) and code not in _NONE else None


def _is_other_script(sample: str) -> bool:
    others = len(_OTHER_LETTER.findall(sample))
    return others > _FEW_LETTERS and others > len(_LATIN_LETTER.findall(sample))


def _judged(sample: str) -> str | None:
    """The language of a long enough sample where py3langid is sure."""
    if len(sample) <= _SHORT:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _SURE and code not in _NONE else None


def foreign_language(declared: str | None, text: str) -> str | None:
    """The code of the language where it is not English (`und` where only the script tells), else None."""
    sample, code = text[:_SAMPLE], _declared(declared)
    if _is_other_script(sample):
        return next((c for c in (code, _judged(sample)) if c not in (None, _ENGLISH)), "und")
    if code == _ENGLISH:
        return None
    judged = _judged(sample)
    if judged == _ENGLISH:
        return None
    return code or judged

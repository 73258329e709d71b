"""Fuzz the whole reading: `python fuzz/reading.py -max_total_time=60 [FOLDER OF INPUTS]`; needs `pip install 'detente[fuzz]'`.

In: bytes from the fuzzer: half of them steer what is put together from telling fragments, half are taken as they are.
Out: nothing, or a crash with the bytes that cause it, which the fuzzer writes to a file; give that file to replay it.

Holds: no document crashes the reader, every claim's words lie inside the document, a second reading is the same.
"""

import sys

import atheris

with atheris.instrument_imports(include=["detente"]):
    from detente.model.document import Document
    from detente.model.slots import filled
    from detente.reading.reader import Reader

_WORDS = (
    "tariff on ban sanctions visit summit talks meet call deal truce treaty pledged to buy exports imposed raised lifted agreed said will "
    "not unless if until by from of and the it its they who Kenya Kenyan USA Beijing EU Lima Mr President 25% $3bn 200,000 t Monday July "
    "2025 steel rice points each other former latter"
)
_MARKS = "\n|\n- |\n12:30 - |\nQ: |\nPARIS, May 2 - |. |, |; |: |“|”|(|)|’s|-|—|\u200b|\u2028|🚢|½|٣٥%"
_FRAGMENTS = (*_WORDS.split(), *_MARKS.split("|"))
_PUBLISHED = (None, "2024-05-03", "2024-02-29T23:59:59+14:00", "0001-01-01", "9999-12-31")

reader = Reader()


def text_of(source: atheris.FuzzedDataProvider) -> str:
    """A text of fragments, now and then broken by whatever characters the fuzzer wants."""
    parts: list[str] = []
    while source.remaining_bytes() and len(parts) < 200:
        if source.ConsumeIntInRange(0, 7):
            parts.append(_FRAGMENTS[source.ConsumeIntInRange(0, len(_FRAGMENTS) - 1)])
        else:
            parts.append(source.ConsumeUnicodeNoSurrogates(source.ConsumeIntInRange(1, 12)))
    return " ".join(parts)


def read(data: bytes) -> None:
    """Read one document made of the fuzzer's bytes, twice."""
    source = atheris.FuzzedDataProvider(data)
    published = _PUBLISHED[source.ConsumeIntInRange(0, len(_PUBLISHED) - 1)]
    title = _FRAGMENTS[source.ConsumeIntInRange(0, len(_FRAGMENTS) - 1)].strip()
    document = Document("d", None, None, published, title, text_of(source))
    reading = reader.read(document)
    for claim in reading.claims:
        held = [value for _, value in filled(claim)] + ([claim.attributed_to] if claim.attributed_to else [])
        assert all(value.span is None or document.words(value.span).strip() for value in held)
        assert all(quote.strip() for quote in claim.quotes)
    assert reader.read(document) == reading


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()

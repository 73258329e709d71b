"""How fast reading is: `python benchmarks/reading.py`.

Prints, as process time on one core: relevant reports (about 450 words, made from the read stories, no sentence twice in
a cache), irrelevant ones, both in the proportion of a news stream (1 to 9), the bare parse of the same relevant text in
the same run, resident memory, and the time from a fresh process to the first claim. Nothing here gates a build.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from detente.app.corpus import load_stories, packaged_corpus
from detente.model.document import Document
from detente.reading.parse import MODEL
from detente.reading.reader import Reader

ROUNDS = 3
WORDS = 450
_DULL = (
    "The choir of the parish sang under a new conductor on Sunday.",
    "Her brother repaired bicycles in a shed behind the mill.",
    "Rain fell over the hills and the river rose to the second step of the quay.",
    "The goalkeeper saved twice before the interval and once after it.",
    "Stir the onions until they are soft, then add the lentils and a spoon of salt.",
    "The library keeps its maps in a cellar that smells of wax.",
    "Nobody in the village could remember a summer with so many wasps.",
    "The film runs for three hours and its best scene lasts a minute.",
)


def relevant_reports() -> list[Document]:
    """Reports of about `WORDS` words out of the texts of the read stories."""
    stories = [story for story in load_stories([packaged_corpus()]) if story.is_read]
    documents = [document for story in stories for document in story.documents.values()]
    out = []
    for number, document in enumerate(documents):
        words, extra = document.text.split(" "), documents[(number + 7) % len(documents)].text.split(" ")
        text = " ".join((words + extra)[:WORDS])
        out.append(Document(f"relevant-{number}", None, "benchmark", document.published, document.title, text))
    return out


def irrelevant_reports(count: int) -> list[Document]:
    """Reports of the same length about nothing that the ledger holds."""
    out = []
    for number in range(count):
        sentences = [
            _DULL[(number * 3 + i) % len(_DULL)].replace("The", f"The {number + i}th" if i % 5 == 0 else "The") for i in range(WORDS // 12)
        ]
        out.append(Document(f"irrelevant-{number}", None, "benchmark", "2026-03-02", "A day in the village", " ".join(sentences)))
    return out


def per_second(work: Callable[[], int]) -> float:
    """How many items a second of process time, the median of some rounds."""
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        count = work()
        rates.append(count / (time.process_time() - start))
    return median(rates)


def read_with(reader: Reader, documents: Sequence[Document]) -> Callable[[], int]:
    """Read all, with nothing remembered from the round before."""

    def work() -> int:
        reader.forget()
        return sum(1 for _ in reader.read_all(documents))

    return work


def bare_parse(documents: Sequence[Document]) -> tuple[float, float]:
    """Documents and tokens a second of spaCy alone over the whole text."""
    import spacy  # noqa: PLC0415 - beside the reader, in the same run

    nlp = spacy.load(MODEL, exclude=["ner"])
    texts = [document.whole for document in documents]
    tokens = sum(len(nlp.make_doc(text)) for text in texts)

    def work() -> int:
        return sum(1 for _ in nlp.pipe(texts, batch_size=48))

    rate = per_second(work)
    return rate, rate * tokens / len(texts)


def first_claim_seconds() -> float:
    """Wall time of a fresh process until it has the first claim."""
    report = "The United States will impose a 25% tariff on steel from Canada on 4 March."
    code = f"import detente; print(len(detente.read({report!r}, published='2025-02-10').claims))"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=Path.cwd())
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    reader = Reader()
    relevant, dull = relevant_reports(), irrelevant_reports(400)
    reader.read(relevant[0])
    fast = per_second(read_with(reader, relevant))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare, tokens = bare_parse(relevant)
    print(f"relevant reports    {fast:8.1f} a second and core ({len(relevant)} of {WORDS} words)")
    print(
        f"bare parse          {bare:8.1f} a second and core, {tokens:.0f} tokens a second; the reader costs {bare / fast:.2f} times as much"
    )
    print(f"irrelevant reports  {per_second(read_with(reader, dull)):8.1f} a second and core")
    mixture = [*dull[: 9 * len(relevant[:40])], *relevant[:40]]
    print(f"mixture 1 to 9      {per_second(read_with(reader, mixture)):8.1f} a second and core")
    print(f"resident memory     {memory:8.0f} MB, the reader alone")
    print(f"start to first claim{first_claim_seconds():8.2f} s")


if __name__ == "__main__":
    main()

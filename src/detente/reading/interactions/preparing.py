"""Documents prepared for interactions: more sentences are parsed than the claims need.

In: documents. Out: what `analysis.prepare` gives, with trees also of sentences that hold a word of the lexicon of acts.

Holds: candidates for claims are the same as in `analysis.prepare`, so that claims do not depend on it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from detente.model.document import Document
from detente.reading.analysis import Prepared, may_hold_claim, prepare
from detente.reading.mentions import Analysis, loose_mentions, mentions_in
from detente.reading.parse import Parser, Syntax
from detente.reading.sentences import Sentence
from detente.vocab.interactions import nouns, verbs

_LONGEST_SENTENCE = 1_200
_WORD = re.compile(r"[a-z-]+")
# So much of a word is the same in all its forms: `withdrew` is found by its own stem below.
_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ies", "ied")
_IRREGULAR = """
    met held began won sought told said gave sent cut broke fought shot struck withdrew pulled froze laid led bought sold threw
    swore beat beaten bent caught hung hit met paid put quit sank sunk slew slain spoke stole stood swept took went withheld set
    lent hid came went broken frozen given withdrawn overran stuck mowed flew flown fled
""".split()


@cache
def _forms() -> frozenset[str]:
    out: set[str] = set(_IRREGULAR)
    for word in (*verbs(), *nouns()):
        out |= {word + ending for ending in _ENDINGS} | {word[:-1] + ending for ending in ("ing", "ies", "ied")}
        out |= {word + word[-1] + ending for ending in ("ed", "ing")}
    return frozenset(out)


def may_tell_act(sentence: Sentence) -> bool:
    """The gate for interactions: whether a word of the lexicon of acts stands in a sentence."""
    return 8 < len(sentence.text) <= _LONGEST_SENTENCE and not _forms().isdisjoint(_WORD.findall(sentence.text.lower()))


def prepare_for_interactions(documents: Sequence[Document], parser: Parser) -> list[Prepared]:
    """Prepare documents together; the parser remembers what the claims needed already."""
    return [_widened(prepared, parser) for prepared in prepare(documents, parser)]


def _widened(prepared: Prepared, parser: Parser) -> Prepared:
    analysis = prepared.analysis
    added = [s for s in analysis.sentences if analysis.trees[s.index] is None and (may_hold_claim(s) or may_tell_act(s))]
    if not added:
        return prepared
    found: dict[int, Syntax] = dict(zip((s.index for s in added), parser.parse([s.text for s in added]), strict=True))
    trees = tuple(found.get(number, tree) for number, tree in enumerate(analysis.trees))
    mentions = mentions_in(analysis.document, analysis.sentences, trees, loose_mentions(analysis.document))
    return replace(prepared, analysis=Analysis(analysis.document, analysis.sentences, trees, mentions))

"""Sentences of a report that speak to whoever reads by machine: what they state is no report of anything.

In: words. Out: whether they give orders to a reader. Holds: only plain orders count; a minister who ignores WTO rules, and a law that says
what language models must do, are news.
"""

import re

_ORDERS = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|any|your|these)\b[^.\n]{0,20}"
    r"\b(?:instructions|prompts?|schema|annotation guide|directions you)\b",
    r"\b(?:you are (?:now )?|act as |pretend to be |from now on you )[^.\n]{0,20}\b(?:AI|assistant|language model|annotator|chatbot|DAN)\b",
    r"(?:^|[\s\[(])(?:system|developer) ?(?:prompt|message|override)\b",
    r"(?:^|\s)(?:system|assistant|developer|user): ",
    r"<\|?/?(?:im_start|im_end|system|assistant|endoftext|report)\b|\[/?INST\]",
    r"\b(?:respond|reply|answer|output|return|print|emit|write|add|insert|include)\b[^.\n]{0,40}"
    r"\b(?:JSON|schema|api key|your (?:prompt|instructions)|this claim|the following claims?)\b",
    r"\b(?:reveal|repeat|leak|send|exfiltrate)\b[^.\n]{0,40}\b(?:your instructions|system prompt|prompt|api key)\b",
    r"\b(?:annotators?|AI readers?|machine readers?|LLMs?|language models?) (?:that|who|which) (?:read|annotate|process)",
)
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE)


def gives_orders(words: str) -> bool:
    """Whether the words are meant for a machine that reads them."""
    return bool(_ORDER.search(" ".join(words.split())))

"""How a contradiction is put into words: who says what, with both values."""

from detente.model.claim import Claim


def speaker(claim: Claim) -> str:
    """The publisher of a claim's document with its day, and the source that it names."""
    document = claim.document
    name = document.publisher or document.id
    day = f", {document.published[:10]}" if document.published else ""
    said = f" (according to {claim.attributed_to.value})" if claim.attributed_to else ""
    return f"{name}{day}{said}"


def both_say(left: Claim, left_value: object, right: Claim, right_value: object) -> str:
    """One sentence with both values and both sources."""
    if left.document == right.document:
        mine, other = (f" (according to {c.attributed_to.value})" if c.attributed_to else "" for c in (left, right))
        name = left.document.publisher or left.document.id
        day = (left.document.published or "no date")[:10]
        return f"Within one report, {name} of {day}, it is {left_value}{mine} and {right_value}{other}."
    return f"{speaker(left)}: {left_value}; {speaker(right)}: {right_value}."

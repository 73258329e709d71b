"""The scores as a table of plain text, line for line as the corpus' own scorer prints it."""

from collections.abc import Iterator

from detente.evaluate.score import Rate, Scores


def _three(rate: Rate) -> str:
    return f"{rate.precision:.3f} {rate.recall:.3f} {rate.f1:.3f}"


def _named(rate: Rate) -> str:
    return f"P {rate.precision:.3f} R {rate.recall:.3f} F1 {rate.f1:.3f}"


def score_lines(scores: Scores) -> Iterator[str]:
    """The whole table: slots by frequency, kinds, claims found, statuses, links, threads, headline."""
    yield f"{'slots':<16}   P     R     F1   gold"
    for name, tally in sorted(scores.slots.items(), key=lambda item: -item[1].gold):
        yield f"  {name:<14} {_three(tally.rate)} {tally.gold:5d}"
    for kind, tally in sorted(scores.kinds.items()):
        yield f"{kind:<16} {_three(tally.rate)} {tally.gold:5d}"
    claims = scores.claims
    yield (
        f"claims found    {_named(claims.rate)}  ({claims.hit} of {claims.gold} gold, {claims.predicted} reported);"
        f" status right in {scores.status_right}/{claims.hit}; grounded {scores.grounded}/{claims.predicted}"
    )
    yield (
        "measures merely sought, considered or threatened, told as in force:"
        f" {scores.unrealised_told_in_force} of {scores.unrealised} found"
    )
    yield f"links           {_named(scores.links.rate)}  ({scores.links.gold} gold)"
    yield threads_line(scores)
    yield f"template filling micro: {_named(scores.template)}"


def threads_line(scores: Scores) -> str:
    """How well claims were joined to threads."""
    return f"threads B3      {_named(scores.threads)}"


def headline(label: str, scores: Scores) -> str:
    """One line: template filling, claims found and threads."""
    return (
        f"{label:<18} template F1 {scores.template.f1:.3f}  claims F1 {scores.claims.rate.f1:.3f}"
        f"  links F1 {scores.links.rate.f1:.3f}  threads B3 {scores.threads.f1:.3f}"
    )


def gap_line(read: Scores, unread: Scores) -> str:
    """How much worse the reader does on stories that nobody has read while writing it."""
    return (
        f"{'gap':<18} template F1 {read.template.f1 - unread.template.f1:+.3f}"
        f"  claims F1 {read.claims.rate.f1 - unread.claims.rate.f1:+.3f}"
        f"  links F1 {read.links.rate.f1 - unread.links.rate.f1:+.3f}  threads B3 {read.threads.f1 - unread.threads.f1:+.3f}"
    )

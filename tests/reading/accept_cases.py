"""`python -m tests.reading.accept_cases [--why]`: read all cases and rewrite `tests/cases/reading/state.txt`; review its diff.

Prints what changed and the shares; with `--why` also what is wrong with every open case.
"""

import sys

from detente.reading.reader import Reader
from tests.reading.case_files import STATE, cases
from tests.reading.case_state import GOAL_OF_NEGATIVES, accepted, load, read_all, shares_of, text_of


def main() -> None:
    chosen = list(cases())
    outcomes = read_all(Reader(), chosen)
    known = load() if STATE.exists() else None
    state = accepted(known, chosen, outcomes)
    STATE.write_text(text_of(state), encoding="utf-8")
    for name, is_right in state.right.items():
        before = known.right.get(name) if known else None
        if before is not None and before != is_right:
            print(f"{name}: {'right now' if is_right else 'wrong now: ' + '; '.join(outcomes[name])}")
        elif "--why" in sys.argv and not is_right:
            print(f"{name}: {'; '.join(outcomes[name])}")
    for share, value in shares_of(chosen, outcomes).items():
        below = ", below its floor" if value < state.floors[share] else ""
        print(f"{share}: {value:.3f} (floor {state.floors[share]:.2f}{below})")
    if shares_of(chosen, outcomes)["negatives"] < GOAL_OF_NEGATIVES:
        print(f"the goal of {GOAL_OF_NEGATIVES} for negatives is not reached")


if __name__ == "__main__":
    main()

"""A scenario whose report leaves open whether a rate is total or additional: one case becomes two.

In: a scenario. Out: one without acts in mode `either`. Differences of split cases are taken reading by reading.
"""

from dataclasses import replace

from detente.stakes.scenario.acts import Act, Case, Difference, Scenario, TariffAct, TariffMode

_READINGS = ((TariffMode.TOTAL, "total"), (TariffMode.ADD, "additional"))


def _is_open(act: Act) -> bool:
    return isinstance(act, TariffAct) and act.mode is TariffMode.EITHER


def readings(scenario: Scenario) -> Scenario:
    """Both readings of every open rate, all open rates of a case read alike."""
    open_ids = {act.id for act in scenario.acts if _is_open(act)}
    if not open_ids:
        return scenario
    acts: list[Act] = []
    for act in scenario.acts:
        if isinstance(act, TariffAct) and act.id in open_ids:
            acts += [replace(act, id=f"{act.id} ({word})", mode=mode) for mode, word in _READINGS]
        else:
            acts.append(act)
    split = {case.name for case in scenario.cases if open_ids & set(case.acts)}
    return replace(
        scenario,
        acts=tuple(acts),
        cases=tuple(read for case in scenario.cases for read in _cases(case, open_ids)),
        differences=tuple(read for wanted in scenario.differences for read in _differences(wanted, split)),
    )


def _cases(case: Case, open_ids: set[str]) -> tuple[Case, ...]:
    if not open_ids & set(case.acts):
        return (case,)
    return tuple(
        Case(name=f"{case.name} ({word})", acts=tuple(f"{id} ({word})" if id in open_ids else id for id in case.acts))
        for _, word in _READINGS
    )


def _differences(wanted: Difference, split: set[str]) -> tuple[Difference, ...]:
    if not {wanted.case, wanted.against} & split:
        return (wanted,)

    def named(case: str, word: str) -> str:
        return f"{case} ({word})" if case in split else case

    return tuple(
        Difference(name=f"{wanted.name} ({word})", case=named(wanted.case, word), against=named(wanted.against, word))
        for _, word in _READINGS
    )

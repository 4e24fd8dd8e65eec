"""What a bidder loses by the anonymity, said in a sentence with the setting that gives it back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from kernel.errors import Refused
from marketplace.anonymity.emphasis import MOST_TRIED
from marketplace.anonymity.fidelity import TOLERATED, Fidelity, Tried
from marketplace.anonymity.report import Released
from marketplace.anonymity.roles import PLACES, Role

SPARED = (("birth_on",), PLACES, ("last_payment_on",), ("contract_on", "due_on", "termination_on"))
"""What a bidder misses least, withheld in turn so that the rest stays sharper."""
WHAT = {"amount": "the balances", "age": "the age of the debts", "product": "the products", "stage": "the stages"}

type Make = Callable[[Mapping[str, Role], int], Released]


def worth_bidding_on(
    make: Make | None, released: Released, roles: Mapping[str, Role], k: int, *, least: int
) -> Released:
    """The same release with a sentence on its worth; where that is off, other settings are tried if there is `make`."""
    found = released.report.fidelity
    if found is None:
        return released
    if not found.tolerable and make is not None:
        tried = tuple(_tried(make, released, roles, k, least))
        found = replace(found, tried=tried, advice=_advice(found, tried))
    report = released.report
    return replace(released, report=replace(report, fidelity=found, sentences=(*report.sentences, _sentence(found))))


def _sentence(found: Fidelity) -> str:
    said = (
        f"A recovery curve run on the released tape gives {found.on_released} instead of {found.present_value}"
        f" ({found.error:+.2%})."
    )
    if found.tolerable:
        return said
    advice = f"; {found.advice}" if found.advice else ""
    return f"{said} That is more than {TOLERATED:.0%} off: {WHAT[found.lost]} were blurred most{advice}."


def _advice(found: Fidelity, tried: tuple[Tried, ...]) -> str:
    """The first setting that is tolerable, else the best of all, if it is better than what was chosen."""
    best = min(tried, key=lambda one: (not one.tolerable, abs(one.error)), default=None)
    if best is None or abs(best.error) >= abs(found.error):
        return "no setting of this lot alone that was tried gives it back"
    return best.sentence


def _tried(make: Make, released: Released, roles: Mapping[str, Role], k: int, least: int) -> Iterator[Tried]:
    """Other settings, up to the first that is tolerable."""
    for setting, other, fewer in _settings(released, roles, k, least) if released.frame.height <= MOST_TRIED else ():
        try:
            again = make(other, fewer).report.fidelity
        except Refused:
            continue
        if again is not None:
            yield (one := Tried(setting, again.error))
            if one.tolerable:
                return


def _settings(
    released: Released, roles: Mapping[str, Role], k: int, least: int
) -> list[tuple[str, Mapping[str, Role], int]]:
    found: list[tuple[str, Mapping[str, Role], int]] = [(f"k = {least}", roles, least)] if k > least else []
    for names in SPARED:
        there = [name for name in names if name in released.report.quasi_identifiers]
        if there:
            withheld = {**roles, **dict.fromkeys(there, Role.DIRECT)}
            found.append((f"withholding {', '.join(there)}", withheld, k))
    return found

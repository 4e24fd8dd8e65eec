"""When a Vollstreckungsbescheid may be applied for: after the time to object and while the Mahnbescheid lives."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from cases.jurisdictions.contract import CaseFile, Missing, Reckoning
from cases.jurisdictions.de.law import LAW

SERVED = "mahnbescheid"
"""The kind of act that the service of the Mahnbescheid is."""
TO_OBJECT, TO_APPLY = "DE-MB-WID", "DE-MB-6M"


def in_time(case_file: CaseFile) -> Iterator[Missing]:
    """Both times run from service, for each debtor from his own; one who was not served yet stops nobody."""
    served = [day for debtor in case_file.debtors if (day := _served_on(case_file, debtor.name))]
    if not served:
        told = "It is not recorded that the Mahnbescheid was served: enter the event with its day (ZPO 699 I 2, 701)."
        yield Missing("service of the Mahnbescheid", told, "events")
        return
    objecting, lapsing = _latest(TO_OBJECT, max(served)), _latest(TO_APPLY, min(served))
    opens_on = objecting.opens_on or objecting.statutory_on
    if case_file.on < opens_on:
        told = (
            f"The Mahnbescheid was served on {max(served).isoformat()}: the time to object still runs, and the"
            f" Vollstreckungsbescheid may be applied for from {opens_on.isoformat()} (ZPO 699 I 2)."
        )
        yield Missing("end of the time to object", told, "events")
    if case_file.on > lapsing.statutory_on:
        told = (
            f"The Mahnbescheid was served on {min(served).isoformat()}: it lost its effect after"
            f" {lapsing.statutory_on.isoformat()} ({lapsing.authority.citation}). Sue or apply anew."
        )
        yield Missing("life of the Mahnbescheid", told, "procedure")


def _served_on(case_file: CaseFile, name: str) -> date | None:
    days = [one.received_on for one in case_file.pre_action if one.kind == SERVED and one.to in {None, name}]
    return max((day for day in days if day), default=None)


@cache
def _latest(rule: str, served_on: date) -> Reckoning:
    """By the Land whose holidays end the time last: a case file does not say which one the court lies in."""
    every = (LAW.deadlines(rule, served_on, seat=seat) for seat in LAW.seats.names)
    return max(every, key=lambda one: one.statutory_on)

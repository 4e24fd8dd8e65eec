"""The grounds of the scrub, and the seller's policy: which debts are taken out, disclosed, or warranted away."""

import tomllib
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from kernel.errors import Invalid, Place


class Treatment(StrEnum):
    """`exclude`: known debts are taken out. `flag`: they stay, disclosed to the buyer. `warrant`: they are taken out,
    and the seller warrants that none of the debts that stay has the ground at the cut-off."""

    EXCLUDE = "exclude"
    FLAG = "flag"
    WARRANT = "warrant"


class Ground(Struct, frozen=True):
    """`rule` is the finding that shows the ground; `usual` the treatment where the seller's policy says nothing."""

    name: str
    rule: str
    title: str
    usual: Treatment
    never_flagged: bool = False


_E, _F = Treatment.EXCLUDE, Treatment.FLAG
GROUNDS: tuple[Ground, ...] = (
    Ground("barred", "limitation.barred", "Time-barred, or barred by a cautious reading", _F),
    Ground("near", "limitation.near", "Limitation ends soon", _F),
    Ground("insolvent", "status.insolvent", "Debtor insolvent or bankrupt", _F),
    Ground("deceased", "status.deceased", "Debtor deceased", _F),
    Ground("minor", "status.minor", "Debtor under age", _E),
    Ground("disputed", "status.disputed", "Debt disputed", _F),
    Ground("cease_and_desist", "status.cease_and_desist", "Debtor asked not to be contacted", _F),
    Ground("represented", "status.represented", "Debtor represented by a lawyer", _F),
    Ground("paid", "status.paid", "Already paid", _E, never_flagged=True),
    Ground("already_sold", "status.already_sold", "Already sold", _E, never_flagged=True),
    Ground("doubled", "duplicate.earlier", "Brought by an earlier tape", _E),
    Ground("moratorium", "status.moratorium", "Under a moratorium", _F),
    Ground("non_assignable", "status.non_assignable", "Not assignable", _E, never_flagged=True),
    Ground("pledged", "status.pledged", "Pledged or securitised", _E),
    Ground("live_plan", "status.live_plan", "Payment plan live", _F),
    Ground("vulnerable", "status.vulnerable", "Debtor vulnerable", _F),
    Ground("complaint", "status.complaint", "Complaint open", _F),
)
BY_RULE = {ground.rule: ground for ground in GROUNDS}
MOST_MONTHS = 60


class ScrubPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """`treatments` by the name of the ground; `near_months`: how soon limitation must end to count as near, 0 never."""

    treatments: dict[str, Treatment] = {}
    near_months: int = 6

    def treatment(self, ground: Ground) -> Treatment:
        return self.treatments.get(ground.name, ground.usual)

    def sure(self) -> "ScrubPolicy":
        """The policy, if it can be applied. Raises Invalid with a place for each fault."""
        known = {ground.name: ground for ground in GROUNDS}
        places = [
            Place(f"treatments.{name}", treatment.value, _fault(known.get(name)))
            for name, treatment in self.treatments.items()
            if name not in known or (known[name].never_flagged and treatment is Treatment.FLAG)
        ]
        if not 0 <= self.near_months <= MOST_MONTHS:
            places.append(Place("near_months", str(self.near_months), f"Give 0 to {MOST_MONTHS} months."))
        if places:
            raise Invalid(f"The scrub policy cannot be applied: {places[0].sentence}", places=places)
        return self


def _fault(ground: Ground | None) -> str:
    if ground is None:
        return f"There is no such ground; the grounds are {', '.join(one.name for one in GROUNDS)}."
    return f"“{ground.title}” cannot be sold, flagged or not: exclude it, or exclude and warrant it."


def load_policy(path: Path) -> ScrubPolicy:
    """Reads a policy from a TOML file. Raises Invalid with the place when it has not the form."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), ScrubPolicy).sure()
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        place = Place(where=path.name, value=None, sentence=str(error))
        raise Invalid(f"The scrub policy {path.name} cannot be read: {error}", places=[place]) from error

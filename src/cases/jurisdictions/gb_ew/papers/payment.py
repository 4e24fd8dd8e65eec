"""How the claimant asks that a judgment be paid: at once, in full by a day, or by instalments."""

import re
from datetime import date

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.gb_ew.sdt.codes import Frequency
from cases.jurisdictions.gb_ew.sdt.payees import FullPayment, ImmediatePayment, Instalments
from cases.jurisdictions.paperwork.entered import PLACE, said
from cases.jurisdictions.paperwork.needs import Needs
from kernel.errors import Invalid
from kernel.money import Money

type Schedule = FullPayment | Instalments | ImmediatePayment

NAME = "judgment_payment"
AT_ONCE = "at once"
FREQUENCIES = {"weekly": Frequency.WEEKLY, "fortnightly": Frequency.FORTNIGHTLY, "monthly": Frequency.MONTHLY}
EVERY = {Frequency.WEEKLY: "every week", Frequency.FORTNIGHTLY: "every fortnight", Frequency.MONTHLY: "every month"}
_BY = re.compile(r"by (\d{4}-\d{2}-\d{2})")
_INSTALMENTS = re.compile(r"(\d+(?:\.\d\d)?) (weekly|fortnightly|monthly)")


def schedule_of(case_file: CaseFile) -> Schedule | None:
    """None where it is not entered in one of the three forms."""
    given = said(case_file, NAME).casefold()
    if given == AT_ONCE:
        return ImmediatePayment()
    try:
        if found := _BY.fullmatch(given):
            return FullPayment(by=date.fromisoformat(found[1]))
        if found := _INSTALMENTS.fullmatch(given):
            amount = Money.parse(found[1], case_file.currency)
            return Instalments(amount=amount, frequency=FREQUENCIES[found[2]]) if amount.minor else None
    except (ValueError, Invalid):
        return None
    return None


def schedule(case_file: CaseFile) -> Needs:
    found = schedule_of(case_file)
    if found is None or (isinstance(found, FullPayment) and found.by < case_file.on):
        given = said(case_file, NAME)
        begins = f"“{given}” is entered. " if given else ""
        yield Missing(
            "payment of the judgment",
            f"{begins}How the judgment is to be paid is the claimant's choice: enter “at once”, “by” and a day to come"
            " such as by 2027-01-31, or instalments such as 50.00 monthly.",
            PLACE,
        )


def words(case_file: CaseFile) -> str:
    """The choice as the request says it, after “to be paid”."""
    found = schedule_of(case_file)
    if isinstance(found, FullPayment):
        return f"in full by {found.by.day} {found.by:%B %Y}"
    if isinstance(found, Instalments):
        return f"by instalments of {found.amount.formatted('en_GB')} {EVERY[found.frequency]}"
    return "immediately"

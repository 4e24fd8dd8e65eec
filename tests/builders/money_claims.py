"""A money claim as Money Claim Online takes it, and English cases after issue and after judgment."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cases.jurisdictions.contract import CaseFile, PreAction
from cases.jurisdictions.gb_ew.sdt.claim_messages import Address, Claim, Interest, Party, StatementOfTruth
from cases.jurisdictions.gb_ew.sdt.messages import Filing
from cases.jurisdictions.gb_ew.sdt.particulars import wrapped
from kernel.money import Money
from tests.builders.case_file import english_case


def pounds(text: str) -> Money:
    return Money.parse(text, "GBP")


def a_defendant(*, name: str = "Mr John Example", postcode: str = "LS1 4AP", **lines: str) -> Party:
    given = {"line1": "12 Sample Street", "line2": "Leeds", **lines}
    return Party(name=name, address=Address(**given, postcode=postcode))


def a_claim(**other: Any) -> Claim:
    given: dict[str, Any] = {
        "reference": "RC-000017",
        "defendants": (a_defendant(),),
        "amount": pounds("1234.56"),
        "interest": Interest(
            daily=pounds("0.27"), owed_from=date(2025, 3, 1), claimed_to=date(2026, 11, 20), base=pounds("1234.56")
        ),
        "particulars": wrapped("The defendant owes the claimant 1,234.56 under an agreement dated 4 May 2021."),
        "statement": StatementOfTruth(name="Anna Sample", given=True),
    }
    return Claim(**{**given, **other})


def a_filing(*, case: str = "RC-000017", request_id: str | None = None, **other: Any) -> Filing:
    return Filing(case=case, request_id=request_id or case, message=a_claim(**other))


def an_issued_case(
    *, happened: Sequence[PreAction] = (), particulars: Mapping[str, str] | None = None, **changes: Any
) -> CaseFile:
    """An English case whose claim was issued on 1 October 2026 and served, by the court, on 6 October."""
    acts = happened or (
        PreAction("claim", date(2026, 10, 1), None, None, None, None),
        PreAction("claim_form", None, date(2026, 10, 6), None, None, None),
        PreAction("particulars", None, date(2026, 10, 6), None, None, None),
    )
    given = {"court_number": "9QZ12345", "judgment_payment": "at once", "served_by": "the court", **(particulars or {})}
    return english_case(pre_action=(*english_case().pre_action, *acts), particulars=given, **changes)


def a_judgment_case(**other: Any) -> CaseFile:
    """The same after judgment of 6,000.00 was entered on 10 November 2026."""
    acts = (
        PreAction("claim", date(2026, 10, 1), None, None, None, None),
        PreAction("judgment", None, date(2026, 11, 10), None, None, None),
    )
    particulars = {"decreed_sum": "6000.00", **other.pop("particulars", {})}
    return an_issued_case(happened=acts, particulars=particulars, **other)

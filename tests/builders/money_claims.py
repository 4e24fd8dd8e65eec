"""A money claim as Money Claim Online takes it."""

from datetime import date
from typing import Any

from cases.jurisdictions.gb_ew.sdt.claim_messages import Address, Claim, Interest, Party, StatementOfTruth
from cases.jurisdictions.gb_ew.sdt.messages import Filing
from cases.jurisdictions.gb_ew.sdt.particulars import wrapped
from kernel.money import Money


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

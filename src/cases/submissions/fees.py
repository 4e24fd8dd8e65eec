"""What the court takes for the filings of a file, and whether the account there covers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.reach import CaseAtHand
from cases.instructions.court_fees import court_fee
from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.court_channel import CourtChannel
from cases.jurisdictions.registry import procedure_named
from cases.submissions.accounts import AccountShown
from kernel import db
from kernel.errors import Refused
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Covered:
    """`available`: the balance entered, less the fees approved since; None where nobody entered one."""

    available: Money | None
    on: date | None


def fee_of(case: CaseAtHand, kind: str, total: Money | None, on: date) -> Money | None:
    """The fee of a paper that begins proceedings; None for a later writ, and where the law's table says none."""
    procedure = procedure_named(case.jurisdiction, case.procedure)
    if procedure is None or total is None or not procedure.begins(kind):
        return None
    return court_fee(case.jurisdiction, case.procedure, total, on)


def sum_of(fees: Sequence[Money | None], jurisdiction: Jurisdiction) -> Money:
    """In the currency of the court's country."""
    return sum((one for one in fees if one is not None), Money.zero(jurisdiction.currency))


async def covered(account: AccountShown, *, but: UUID | None = None) -> Covered:
    """What the account still covers, in the open transaction; fees of the file `but` are not counted off."""
    if account.balance is None or account.balance_at is None:
        return Covered(None, None)
    spent = await db.fetch_value(
        "SELECT coalesce(sum(approved_minor), 0)::bigint FROM submissions WHERE account_id = $1 AND approved_at >= $2"
        " AND status NOT IN ('withdrawn', 'refused') AND currency = $3 AND id IS DISTINCT FROM $4",
        account.id,
        account.balance_at,
        account.balance.currency,
        but,
    )
    return Covered(account.balance - Money(spent, account.balance.currency), account.balance_on)


def must_cover(channel: CourtChannel, due: Money, here: Covered) -> None:
    """Refused where a short fee takes every filing with it and the account does not surely cover the sum."""
    if channel.short_fee is None or due.minor == 0:
        return
    if here.available is None:
        raise Refused(
            f"{channel.short_fee} Nobody entered what the account holds: read the balance at the court and enter it at"
            " /court-accounts."
        )
    if here.available < due:
        raise Refused(
            f"{channel.short_fee} The fees are {due}, the account covers {here.available} (entered for {here.on}). Pay"
            " in and enter the new balance, or split the file: what is covered goes first."
        )

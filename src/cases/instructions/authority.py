"""What a firm may incur without asking: costs entered, and court fees of papers that are being prepared."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.instructions.terms import Terms, terms_of
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class FeeDue:
    filing_id: UUID
    case_id: UUID
    amount: Money


@dataclass(frozen=True, slots=True)
class Standing:
    """The accepted instruction under which the firm works a case."""

    id: UUID
    number: str
    organisation_id: UUID
    terms: Terms


@dataclass(frozen=True, slots=True)
class Room:
    """What is left; None where no limit of that kind was agreed."""

    in_case: Money | None
    in_all: Money | None

    @property
    def least(self) -> Money | None:
        known = [one for one in (self.in_case, self.in_all) if one is not None]
        return min(known) if known else None

    def less(self, amount: Money, *, same_case: bool) -> "Room":
        in_case = self.in_case - amount if self.in_case is not None and same_case else self.in_case
        return Room(in_case, None if self.in_all is None else self.in_all - amount)


async def must_have_room(actor: Actor, case_id: UUID, amount: Money) -> None:
    """Refused, with what is left, where a cost of the firm's passes its authority. In the open transaction.

    Two costs entered at once wait for each other. Of an owner, or a firm without terms, nothing is asked.
    """
    found = await standing(actor, [case_id], lock=True)
    if case_id not in found or amount.minor <= 0:
        return
    over = _over(found[case_id], await room(found[case_id], case_id), amount, "cost")
    if over is not None:
        raise Refused(over)


async def commit_fees(actor: Actor, due: Sequence[FeeDue], *, keep: bool = True) -> dict[UUID, str]:
    """For each paper whose court fee passes the firm's authority, the sentence that stops it; the others' fees count
    from now on. Without `keep` it is only asked. In the open transaction.
    """
    found = await standing(actor, [one.case_id for one in due], lock=keep)
    own = await db.fetch(
        "SELECT m.filing_id, m.amount_minor, m.currency FROM fee_commitments m JOIN filings f ON f.id = m.filing_id"
        " WHERE m.filing_id = ANY($1) AND f.status NOT IN ('withdrawn', 'rejected', 'stopped')",
        [one.filing_id for one in due],
    )
    before = {row["filing_id"]: Money(row["amount_minor"], row["currency"]) for row in own}
    stopped: dict[UUID, str] = {}
    kept: list[FeeDue] = []
    in_all: dict[UUID, Money] = {}
    for one in due:
        under = found.get(one.case_id)
        if under is None:
            continue
        here = await room(under, one.case_id)
        known = before.get(one.filing_id)
        if known is not None and known.currency == under.terms.currency:
            here = here.less(-known, same_case=True)
        if under.id in in_all:
            here = here.less(in_all[under.id], same_case=False)
        over = _over(under, here, one.amount, "court fee")
        if over is not None:
            stopped[one.filing_id] = over
            continue
        kept.append(one)
        fresh = one.amount - known if known is not None and known.currency == one.amount.currency else one.amount
        in_all[under.id] = in_all.get(under.id, Money.zero(under.terms.currency)) + fresh
    if keep:
        await _keep(actor, kept, found)
    return stopped


async def standing(actor: Actor, case_ids: Sequence[UUID], *, lock: bool = False) -> dict[UUID, Standing]:
    """The instructions under which the actor's organisation works these cases; none for an owner."""
    rows = await db.fetch(
        "SELECT x.case_id, i.* FROM instruction_cases x JOIN instructions i ON i.id = x.instruction_id"
        " WHERE x.case_id = ANY($1) AND x.status = 'taken' AND i.firm_organisation_id = $2 AND i.status = 'accepted'"
        " ORDER BY i.id" + (" FOR UPDATE OF i" if lock else ""),
        list(case_ids),
        actor.organisation,
    )
    return {row["case_id"]: Standing(row["id"], row["number"], row["organisation_id"], terms_of(row)) for row in rows}


async def room(under: Standing, case_id: UUID | None) -> Room:
    """What is left for a case and in all: the limits, with what was granted since, less what is spent."""
    terms, currency = under.terms, under.terms.currency
    granted = await db.fetch_sure(
        "SELECT coalesce(sum(granted_minor), 0)::bigint AS in_all, coalesce(sum(granted_minor)"
        " FILTER (WHERE case_id = $2), 0)::bigint AS in_case FROM authority_requests"
        " WHERE instruction_id = $1 AND status = 'granted'",
        under.id,
        case_id,
    )
    in_case = in_all = None
    if terms.whole_limit is not None:
        in_all = terms.whole_limit + Money(granted["in_all"], currency) - await spent(under.id, currency)
    if terms.case_limit is not None and case_id is not None:
        in_case = terms.case_limit + Money(granted["in_case"], currency) - await spent(under.id, currency, case_id)
    return Room(in_case, in_all)


async def spent(instruction_id: UUID, currency: str, case_id: UUID | None = None) -> Money:
    row = await db.fetch_one("SELECT * FROM instruction_spent($1, $2, NULL, NULL)", instruction_id, case_id)
    return Money(row["laid_out_minor"] + row["fees_minor"] if row else 0, currency)


def _over(under: Standing, here: Room, amount: Money, what: str) -> str | None:
    left = here.least
    if left is None:
        return None
    if amount.currency != under.terms.currency:
        return (
            f"A {what} of {amount} cannot be set against the authority under {under.number}, which is in"
            f" {under.terms.currency}. Ask the owner."
        )
    if amount <= left:
        return None
    return (
        f"A {what} of {amount} passes the cost authority under {under.number}: {max(left, Money.zero(left.currency))}"
        " is left. Ask the owner for more."
    )


async def _keep(actor: Actor, kept: Sequence[FeeDue], found: dict[UUID, Standing]) -> None:
    await db.execute(
        "INSERT INTO fee_commitments (filing_id, instruction_id, case_id, organisation_id, firm_organisation_id,"
        " amount_minor, currency, committed_at) SELECT n.filing, n.instruction, n.one, n.owner, $6, n.minor,"
        " n.currency, $8 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $7::text[])"
        " AS n(filing, instruction, one, owner, minor, currency) ON CONFLICT (filing_id) DO UPDATE"
        " SET amount_minor = excluded.amount_minor, currency = excluded.currency, committed_at = excluded.committed_at",
        [one.filing_id for one in kept],
        [found[one.case_id].id for one in kept],
        [one.case_id for one in kept],
        [found[one.case_id].organisation_id for one in kept],
        [one.amount.minor for one in kept],
        actor.organisation,
        [one.amount.currency for one in kept],
        actor.now(),
    )

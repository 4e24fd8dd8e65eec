"""A firm asks its client for more cost authority."""

from uuid import UUID

from asyncpg import UniqueViolationError

from cases.instructions.facts import AuthorityAsked
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused, StaleState
from kernel.ids import new_id
from kernel.money import Money

LONGEST = 500


async def ask_for_more(
    actor: Actor, instruction_id: UUID, amount: Money, why: str, *, case_id: UUID | None = None
) -> UUID:
    """One request at a time. What is granted for a case raises its limit and that in all; else that in all alone."""
    actor.must("cases.work")
    said = why.strip()
    places = []
    if amount.minor <= 0:
        places.append(Place("amount", amount.text(), "More than nothing."))
    if not 0 < len(said) <= LONGEST:
        places.append(Place("why", said[:40] or None, f"Say what for, in at most {LONGEST} characters."))
    if places:
        raise Invalid("That cannot be asked.", places=places)
    request_id = new_id()
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT organisation_id, status, currency FROM instructions WHERE id = $1 AND firm_organisation_id = $2"
            " FOR UPDATE",
            instruction_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such instruction here.")
        if row["status"] != "accepted":
            raise StaleState(f"There is nothing to ask: the instruction is {row['status']} now.")
        if amount.currency != row["currency"]:
            place = Place("amount", str(amount), f"The authority is in {row['currency']}.")
            raise Invalid("The currency is another.", places=[place])
        if case_id is not None and not await db.fetch_value(
            "SELECT 1 FROM instruction_cases WHERE instruction_id = $1 AND case_id = $2 AND status = 'taken'",
            instruction_id,
            case_id,
        ):
            raise NotFound("There is no such case in this instruction.")
        await _insert(actor, request_id, instruction_id, case_id, row["organisation_id"], amount, said)
        fact = AuthorityAsked(subject_id=instruction_id, request_id=request_id, amount=str(amount))
        await facts.record(actor, fact, about=row["organisation_id"])
        await jobs.defer(
            "cases.tell_instruction",
            organisation_id=row["organisation_id"],
            instruction_id=instruction_id,
            what="asked",
        )
    return request_id


async def _insert(
    actor: Actor, request_id: UUID, instruction_id: UUID, case_id: UUID | None, owner: UUID, amount: Money, why: str
) -> None:
    try:
        async with db.transaction(actor):
            await db.execute(
                "INSERT INTO authority_requests (id, instruction_id, case_id, organisation_id, firm_organisation_id,"
                " asked_minor, currency, why, status, version, asked_by, asked_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', 0, $9, $10)",
                request_id,
                instruction_id,
                case_id,
                owner,
                actor.organisation,
                amount.minor,
                amount.currency,
                why,
                actor.person_id,
                actor.now(),
            )
    except UniqueViolationError as error:
        raise Refused("The owner has not answered your last request yet.") from error

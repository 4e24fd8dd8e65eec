"""What every move of an instruction shares: the lock, the machine, the fact, and telling the other side."""

from uuid import UUID

from cases.instructions.facts import InstructionMoved
from cases.instructions.states import INSTRUCTIONS, InstructionStatus
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused, StaleState

LONGEST_REASON = 500
LONGEST_MOVE = "10min"
CONCERNED = {"send": "proposed", "accept": "taken"}


async def held(actor: Actor, instruction_id: UUID) -> db.Row:
    """The instruction, locked, so that of two moves at once one waits for the other.

    A hundred thousand cases follow in one statement, which may take longer than a request's statements otherwise may.
    """
    await db.execute("SELECT set_config('statement_timeout', $1, true)", LONGEST_MOVE)
    row = await db.fetch_one(
        "SELECT * FROM instructions WHERE id = $1 AND (organisation_id = $2 OR firm_organisation_id = $2) FOR UPDATE",
        instruction_id,
        actor.organisation,
    )
    if row is None:
        raise NotFound("There is no such instruction here.")
    return row


def must_be(row: db.Row, verb: str) -> None:
    if InstructionStatus(row["status"]) not in INSTRUCTIONS[verb].sources:
        raise StaleState(f"“{verb}” is not possible: it is {row['status']} now. Reload the page to see what happened.")


async def move(actor: Actor, row: db.Row, verb: str, **changes: object) -> int:
    """Moves it, records and tells it; returns how many cases it concerns."""
    owns = row["organisation_id"] == actor.organisation
    if owns != (verb in {"send", "withdraw", "end"}):
        raise Refused("That is the other side's move.")
    moved = await db.move("instructions", row["id"], INSTRUCTIONS[verb], **changes)
    told = await db.fetch_sure(
        "SELECT count(*) FILTER (WHERE status = $2) AS many, count(*) FILTER (WHERE status = 'left_out') AS left_out,"
        " encode(sha256(coalesce(string_agg(uuid_send(case_id), ''::bytea ORDER BY case_id)"
        " FILTER (WHERE status = $2), ''::bytea)), 'hex') AS digest FROM instruction_cases WHERE instruction_id = $1",
        row["id"],
        CONCERNED.get(verb, "gone"),
    )
    fact = InstructionMoved(
        subject_id=row["id"],
        firm_organisation_id=row["firm_organisation_id"],
        transition=verb,
        status=moved["status"],
        count=told["many"],
        left_out=told["left_out"],
        digest=told["digest"],
    )
    unseen = moved["sent_at"] is None
    instruction_id: UUID = row["id"]
    other_id = row["firm_organisation_id"] if owns else row["organisation_id"]
    await facts.record(actor, fact, about=None if unseen else other_id)
    if not unseen:
        await jobs.defer(
            "cases.tell_instruction", organisation_id=other_id, instruction_id=instruction_id, what=moved["status"]
        )
    many: int = told["many"]
    return many


def said_in(text: str, where: str, longest: int) -> str:
    said = text.strip()
    if not 0 < len(said) <= longest:
        place = Place(where, said[:40] or None, f"Write something, at most {longest} characters.")
        raise Invalid("Say why.", places=[place])
    return said

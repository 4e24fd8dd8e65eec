"""The moves of an instruction. The cases follow in the same statement: a trigger holds status and rows together."""

from uuid import UUID

from accounts.mandates.queries import has_mandate
from cases.instructions.conflicts import check_again
from cases.instructions.facts import InstructionMoved
from cases.instructions.policies import can_instruct, must_move
from cases.instructions.states import INSTRUCTIONS, InstructionStatus
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused, StaleState

LONGEST_REASON, LONGEST_HANDOVER = 500, 4000
LONGEST_MOVE = "10min"
CONCERNED = {"send": "proposed", "accept": "taken"}


async def send_instruction(actor: Actor, instruction_id: UUID, *, shown: int) -> None:
    """The firm is asked. `shown`: how many cases the page showed; refused if it is another number now."""
    must_move(actor, "send")
    async with db.transaction(actor):
        row = await _held(actor, instruction_id)
        answer = await can_instruct(actor, row["firm_organisation_id"], on=actor.today("UTC"))
        if isinstance(answer, str):
            raise Refused(answer)
        many = await db.fetch_value(
            "SELECT count(*) FROM instruction_cases WHERE instruction_id = $1 AND status = 'proposed'", instruction_id
        )
        if many != shown:
            raise Refused(f"It has {many} cases now, not {shown} as was shown. Look again before you send it.")
        await _move(actor, row, "send", sent_at=actor.now())


async def accept_instruction(actor: Actor, instruction_id: UUID) -> int:
    """The firm takes the cases; returns how many. Refused while a hit is not decided, or the owner is a conflict.

    Conflicts are checked once more in the same transaction. Cases with a conflict, and those that were closed, sold or
    given away meanwhile, are left out.
    """
    must_move(actor, "accept")
    async with db.transaction(actor):
        row = await _held(actor, instruction_id)
        _must_be(row, "accept")
        today = actor.today("UTC")
        if not await has_mandate(
            principal_id=row["organisation_id"], agent_id=actor.organisation, kind="litigation", on=today
        ):
            raise Refused("No litigation mandate of the owner's is in force. Ask for one first.")
        if not await db.fetch_value("SELECT 1 FROM conflict_checks WHERE instruction_id = $1", instruction_id):
            raise Refused("Check for conflicts of interest first.")
        checked = await check_again(actor, instruction_id)
        if checked.undecided:
            raise Refused(f"{checked.undecided} possible conflicts wait for a decision. Check again and decide them.")
        if await db.fetch_value(
            "SELECT 1 FROM conflict_hits WHERE instruction_id = $1 AND case_id IS NULL AND decision = 'conflict'",
            instruction_id,
        ):
            raise Refused("The owner itself is a conflict of interest: refuse the instruction.")
        return await _move(actor, row, "accept", accepted_at=actor.now())


async def refuse_instruction(actor: Actor, instruction_id: UUID, reason: str) -> None:
    """The firm declines, with its reason; it sees nothing of the cases from then on."""
    must_move(actor, "refuse")
    said = _said(reason, "reason", LONGEST_REASON)
    async with db.transaction(actor):
        await _move(actor, await _held(actor, instruction_id), "refuse", reason=said, over_at=actor.now())


async def withdraw_instruction(actor: Actor, instruction_id: UUID, reason: str = "") -> None:
    """The owner takes the cases back, at whatever stage; a draft is thrown away."""
    must_move(actor, "withdraw")
    said = reason.strip()[:LONGEST_REASON] or None
    async with db.transaction(actor):
        await _move(actor, await _held(actor, instruction_id), "withdraw", reason=said, over_at=actor.now())


async def return_instruction(actor: Actor, instruction_id: UUID, reason: str, handover: str) -> None:
    """The firm lays the cases down, and tells the owner what the next who works them must know."""
    must_move(actor, "return")
    said, note = _said(reason, "reason", LONGEST_REASON), _said(handover, "handover", LONGEST_HANDOVER)
    async with db.transaction(actor):
        row = await _held(actor, instruction_id)
        await _move(actor, row, "return", reason=said, handover=note, over_at=actor.now())


async def end_instruction(actor: Actor, instruction_id: UUID, reason: str = "") -> None:
    """The work is done: the owner ends the instruction, and the cases are his alone again."""
    must_move(actor, "end")
    said = reason.strip()[:LONGEST_REASON] or None
    async with db.transaction(actor):
        await _move(actor, await _held(actor, instruction_id), "end", reason=said, over_at=actor.now())


async def _held(actor: Actor, instruction_id: UUID) -> db.Row:
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


def _must_be(row: db.Row, verb: str) -> None:
    if InstructionStatus(row["status"]) not in INSTRUCTIONS[verb].sources:
        raise StaleState(f"“{verb}” is not possible: it is {row['status']} now. Reload the page to see what happened.")


async def _move(actor: Actor, row: db.Row, verb: str, **changes: object) -> int:
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
    other = row["firm_organisation_id"] if owns else row["organisation_id"]
    await facts.record(actor, fact, about=None if unseen else other)
    if not unseen:
        await jobs.defer(
            "cases.tell_instruction", organisation_id=other, instruction_id=row["id"], what=moved["status"]
        )
    many: int = told["many"]
    return many


def _said(text: str, where: str, longest: int) -> str:
    said = text.strip()
    if not 0 < len(said) <= longest:
        place = Place(where, said[:40] or None, f"Write something, at most {longest} characters.")
        raise Invalid("Say why.", places=[place])
    return said

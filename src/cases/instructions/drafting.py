"""The owner drafts an instruction: a firm, terms, and a selection of cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.instructions.policies import can_instruct
from cases.instructions.terms import Terms
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Refused
from kernel.ids import new_id

MOST_CASES = 100_000
"""Cases of one instruction; a larger portfolio is given in several."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was drafted; `left_out` says of how many cases why they are not in it."""

    id: UUID
    number: str
    cases: int
    left_out: tuple[tuple[str, int], ...]

    @property
    def says(self) -> str:
        left = " ".join(f"{many} left out: {why}." for why, many in self.left_out)
        return f"{self.number} is drafted with {self.cases} cases. {left}".strip()


async def draft_instruction(actor: Actor, firm_id: UUID, terms: Terms, case_ids: Sequence[UUID]) -> Drafted:
    """Nothing reaches the firm before it is sent. NotFound if a case is not the actor's organisation's.

    A case that is closed, worked by a firm, or in another instruction that stands is left out and counted.
    """
    actor.must("cases.instruct")
    wanted = sorted(set(case_ids))
    if not wanted:
        raise Invalid("Choose at least one case.")
    if len(wanted) > MOST_CASES:
        raise Refused(f"An instruction holds at most {MOST_CASES:,} cases. Choose fewer, and draft another.")
    async with db.transaction(actor):
        answer = await can_instruct(actor, firm_id, on=actor.today("UTC"))
        if isinstance(answer, str):
            raise Refused(answer)
        left_out = await _left_out(actor, wanted)
        instruction_id = new_id()
        number = await _insert(actor, instruction_id, firm_id, terms)
        taken = await db.execute(
            "INSERT INTO instruction_cases (id, instruction_id, case_id, claim_id, organisation_id,"
            " firm_organisation_id, reference, country, balance_minor, currency, status)"
            " SELECT uuidv7(), $1, k.id, k.claim_id, k.organisation_id, $2, k.reference, c.country, c.balance_minor,"
            " c.currency, 'proposed' FROM cases k JOIN claims c ON c.id = k.claim_id"
            " WHERE k.id = ANY($3) AND k.organisation_id = $4 AND c.organisation_id = $4 AND k.status <> 'closed'"
            " AND k.firm_organisation_id IS NULL ORDER BY k.id"
            " ON CONFLICT (case_id) WHERE status IN ('proposed', 'taken') DO NOTHING",
            instruction_id,
            firm_id,
            wanted,
            actor.organisation,
        )
        if not taken:
            raise Refused("None of these cases can be given away: " + "; ".join(why for why, _ in left_out) + ".")
    return Drafted(instruction_id, number, taken, left_out)


async def _left_out(actor: Actor, wanted: list[UUID]) -> tuple[tuple[str, int], ...]:
    row = await db.fetch_sure(
        "SELECT count(*) AS ours, count(*) FILTER (WHERE why = 1) AS closed, count(*) FILTER (WHERE why = 2) AS worked,"
        " count(*) FILTER (WHERE why = 3) AS standing FROM (SELECT CASE WHEN k.status = 'closed'"
        " OR c.organisation_id <> k.organisation_id THEN 1 WHEN k.firm_organisation_id IS NOT NULL THEN 2"
        " WHEN EXISTS (SELECT 1 FROM instruction_cases x WHERE x.case_id = k.id AND x.status IN ('proposed', 'taken'))"
        " THEN 3 END AS why FROM cases k LEFT JOIN claims c ON c.id = k.claim_id"
        " WHERE k.id = ANY($1) AND k.organisation_id = $2) x",
        wanted,
        actor.organisation,
    )
    if row["ours"] != len(wanted):
        raise NotFound("There is no such case here.")
    reasons = (
        ("closed or no longer ours", row["closed"]),
        ("worked by a firm already", row["worked"]),
        ("in another instruction that stands", row["standing"]),
    )
    return tuple((why, many) for why, many in reasons if many)


async def _insert(actor: Actor, instruction_id: UUID, firm_id: UUID, terms: Terms) -> str:
    columns = terms.columns
    fixed: list[object] = [instruction_id, actor.organisation, firm_id, actor.person_id, actor.now()]
    names = ", ".join(columns)
    places = ", ".join(f"${number}" for number in range(len(fixed) + 1, len(fixed) + 1 + len(columns)))
    number: str = await db.fetch_value(
        "INSERT INTO instructions (id, organisation_id, firm_organisation_id, drafted_by, drafted_at, number, status,"
        f" version, {names}) VALUES ($1, $2, $3, $4, $5,"
        f" 'I-' || lpad(nextval('instruction_numbers')::text, 6, '0'), 'draft', 0, {places}) RETURNING number",
        *fixed,
        *columns.values(),
    )
    return number

"""Cases opened for the claims of a sale, all in one statement each."""

from hashlib import sha256
from uuid import UUID

from cases.desk.facts import CasesOpened
from cases.jurisdictions.registry import JURISDICTIONS
from kernel import db, facts
from kernel.actor import Actor

OPENED_AT_STAGE = {"filed": "filed", "judgment": "enforceable", "enforcement": "enforcement"}
"""A claim that comes with a running proceeding or a judgment opens where it stands."""

HELD_FOR = {
    "disputed": ("dispute", "No demand and no step until the dispute is answered."),
    "insolvent": ("insolvency", "No demand and no step outside the insolvency proceedings."),
    "deceased": ("death", "No demand until the heirs or the estate are known."),
    "live_plan": ("live_plan", "No demand while the plan is kept."),
    "moratorium": ("moratorium", "No demand, step or contact while the moratorium lasts."),
    "represented": ("represented", "Contact through the representative only."),
}
"""Flag of a tape → ground of the hold it sets, and what it stops."""


async def open_cases(buyer: Actor, sale_id: UUID) -> int:
    """One case for each claim the sale moved, with the holds its flags call for. In the caller's transaction."""
    countries = [country.upper() for one in JURISDICTIONS for country in one.countries]
    codes = [one.code for one in JURISDICTIONS for _ in one.countries]
    async with db.transaction(buyer):
        opened = await db.execute(
            "INSERT INTO cases (id, claim_id, tape_id, organisation_id, sale_id, reference, jurisdiction, status,"
            " opened_at) SELECT uuidv7(), c.id, c.tape_id, c.organisation_id, $2,"
            " 'R-' || lpad(nextval('case_numbers')::text, 8, '0'), j.code, coalesce(s.status, 'onboarding'), $3"
            " FROM sale_claims x JOIN claims c ON c.id = x.claim_id"
            " LEFT JOIN proceedings p ON p.claim_id = c.id"
            " LEFT JOIN unnest($4::text[], $5::text[]) AS j(country, code) ON j.country = upper(c.country)"
            " LEFT JOIN unnest($6::text[], $7::text[]) AS s(stage, status) ON s.stage = p.stage"
            " WHERE x.sale_id = $2 AND x.dropped_reason IS NULL AND c.organisation_id = $1",
            buyer.organisation,
            sale_id,
            buyer.now(),
            countries,
            codes,
            list(OPENED_AT_STAGE),
            list(OPENED_AT_STAGE.values()),
        )
        held = await _hold(buyer, sale_id)
        await facts.record(
            buyer, CasesOpened(subject_id=sale_id, count=opened, held=held, digest=await _digest(buyer, sale_id))
        )
    return opened


async def _hold(buyer: Actor, sale_id: UUID) -> int:
    return await db.execute(
        "INSERT INTO case_holds (id, case_id, organisation_id, ground, from_on, effect, recorded_at)"
        " SELECT uuidv7(), k.id, k.organisation_id, h.ground, c.cut_off_on, h.effect, $3"
        " FROM cases k JOIN claims c ON c.id = k.claim_id"
        " JOIN unnest($4::text[], $5::text[], $6::text[]) AS h(flag, ground, effect) ON h.flag = ANY (c.flags)"
        " WHERE k.organisation_id = $1 AND k.sale_id = $2 AND c.flags <> '{}'",
        buyer.organisation,
        sale_id,
        buyer.now(),
        list(HELD_FOR),
        [ground for ground, _ in HELD_FOR.values()],
        [effect for _, effect in HELD_FOR.values()],
    )


async def _digest(buyer: Actor, sale_id: UUID) -> str:
    """SHA-256 over the opened cases' claims; hashed in the database, since a million ids need not travel."""
    found = await db.fetch_value(
        "SELECT sha256(string_agg(uuid_send(claim_id), ''::bytea ORDER BY claim_id)) FROM cases"
        " WHERE organisation_id = $1 AND sale_id = $2",
        buyer.organisation,
        sale_id,
    )
    return bytes(found or sha256(b"").digest()).hex()

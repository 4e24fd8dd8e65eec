"""Why a licence was revoked: the holder and the operator read it, the record keeps its hash."""

from hashlib import sha256

from accounts.licences.commands import move_licence
from accounts.licences.queries import licences_of
from kernel import db
from kernel.settings import Settings
from tests.builders.accounts import a_licence, a_member, an_organisation

WHY = "Withdrawn by the authority after Lucía Núñez complained"


async def test_the_reason_stays_with_the_licence_and_out_of_the_record(database: Settings) -> None:
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    holder = await a_member(organisation_id=await an_organisation(kinds=("purchaser",)))
    stranger = await a_member(organisation_id=await an_organisation())
    licence_id = await a_licence(organisation_id=holder.organisation)
    await move_licence(operator, licence_id, "revoke", reason=WHY)
    seen = {who: (await licences_of(who, holder.organisation))[0].status_reason for who in (operator, holder, stranger)}
    assert (seen[operator], seen[holder], seen[stranger]) == (WHY, WHY, None)
    async with db.transaction(holder):
        told = await db.fetch("SELECT data::text AS data FROM facts WHERE subject_id = $1", licence_id)
    assert "Lucía" not in told[-1]["data"]
    assert sha256(WHY.encode()).hexdigest() in told[-1]["data"]

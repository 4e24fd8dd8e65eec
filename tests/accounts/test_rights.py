"""Who may do what, and whose rows the database shows: said by the database, compared with the table here."""

import asyncpg
import pytest

from kernel import db
from kernel.actor import Actor
from tests.builders.accounts import a_licence, a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")

RIGHTS = {
    "administrator": "destructions.approve facts.read holds.place licences.claim mandates.grant organisation.edit"
    " parties.disclose parties.erase people.manage retention.set signatories.appoint tokens.manage",
    "seller": "claims.read documents.bundle documents.deliver documents.search documents.sign facts.read listings.award"
    " listings.edit listings.open sales.close sales.confirm_payment sales.sign tapes.accept tapes.upload",
    "buyer": "bids.place cases.instruct cases.onboard cases.read claims.read diligence.accept documents.bundle"
    " documents.deliver documents.search documents.sign facts.read listings.view sales.close"
    " sales.confirm_payment sales.sign strategies.set",
    "lawyer": "cases.onboard cases.read cases.work claims.read deadlines.keep documents.bundle documents.deliver"
    " documents.search documents.sign facts.read filings.approve filings.prepare filings.submit instructions.answer"
    " holds.place strategies.set",
    "clerk": "cases.read cases.work claims.read deadlines.keep documents.bundle documents.deliver documents.search"
    " filings.prepare",
    "operator": "charges.receive charges.refund facts.read licences.verify organisations.vet trade.watch",
}


async def test_every_role_has_exactly_the_rights_of_this_table() -> None:
    async with db.transaction(Actor.platform()):
        rows = await db.fetch("SELECT r.role, p.permission FROM roles r LEFT JOIN role_permissions p USING (role)")
    found = {(row["role"], row["permission"]) for row in rows}
    assert found == {(role, right) for role, rights in RIGHTS.items() for right in rights.split()}


async def test_a_person_sees_colleagues_and_nobody_else() -> None:
    ours, theirs = await an_organisation(), await an_organisation()
    ana, bo = await a_member(organisation_id=ours), await a_member(organisation_id=ours)
    await a_member(organisation_id=theirs)
    async with db.transaction(ana):
        rows = await db.fetch("SELECT id FROM people")
        houses = await db.fetch("SELECT DISTINCT organisation_id FROM memberships")
    assert {row["id"] for row in rows} == {ana.person_id, bo.person_id}
    assert [row["organisation_id"] for row in houses] == [ours]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT password_hash FROM people",
        "SELECT * FROM people",
        "UPDATE people SET password_hash = 'x'",
        "UPDATE people SET status = 'active'",
        "UPDATE people SET email = 'x@y.example'",
        "SELECT * FROM sessions",
        "SELECT * FROM second_factors",
        "SELECT * FROM recovery_codes",
        "SELECT * FROM sign_in_attempts",
        "INSERT INTO role_permissions VALUES ('clerk', 'people.manage')",
        "UPDATE memberships SET role = 'administrator'",
        "UPDATE invitations SET accepted_at = NULL",
        "UPDATE api_tokens SET scopes = '{tapes.upload}'",
        "UPDATE licences SET expires_on = '2099-01-01'",
        "UPDATE mandates SET agent_organisation_id = organisation_id",
        "DELETE FROM facts",
    ],
)
async def test_the_applications_role_is_refused(sql: str) -> None:
    ana = await a_member(organisation_id=await an_organisation())
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(ana):
            await db.execute(sql)


async def test_only_the_operator_changes_a_standing() -> None:
    ours = await an_organisation(status="applied")
    ana = await a_member(organisation_id=ours)
    for change in ("status = 'vetted'", "kinds = '{operator}'"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only the operator"):
            async with db.transaction(ana):
                await db.execute(f"UPDATE organisations SET {change} WHERE id = $1", ours)
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    async with db.transaction(operator):
        assert await db.execute("UPDATE organisations SET status = 'vetted' WHERE id = $1", ours) == 1


async def test_an_operator_that_was_suspended_is_none() -> None:
    ours = await an_organisation(status="applied")
    former = await a_member(
        organisation_id=await an_organisation(kinds=("operator",), status="suspended"), roles=("operator",)
    )
    async with db.transaction(former):
        assert await db.execute("UPDATE organisations SET status = 'vetted' WHERE id = $1", ours) == 0


async def test_nobody_becomes_operator_by_taking_the_role() -> None:
    ana = await a_member(organisation_id=await an_organisation())
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="operator"):
        async with db.transaction(ana):
            await db.execute(
                "INSERT INTO memberships (id, organisation_id, person_id, role, since)"
                " VALUES (gen_random_uuid(), $1, $2, 'operator', now())",
                ana.organisation,
                ana.person_id,
            )


async def test_nobody_verifies_their_own_licence() -> None:
    ours = await an_organisation(kinds=("purchaser",))
    await a_licence(organisation_id=ours, status="claimed")
    ana = await a_member(organisation_id=ours)
    async with db.transaction(ana):
        assert await db.execute("UPDATE licences SET status = 'verified'") == 0


async def test_an_agent_gives_itself_no_mandate() -> None:
    principal, agent = await an_organisation(), await an_organisation(kinds=("servicer",))
    ana = await a_member(organisation_id=agent)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(ana):
            await db.execute(
                "INSERT INTO mandates (id, organisation_id, agent_organisation_id, kind, from_on, power_sha256,"
                " granted_by, created_at) VALUES (gen_random_uuid(), $1, $2, 'bidding', '2026-01-01',"
                " sha256('x'), gen_random_uuid(), now())",
                principal,
                agent,
            )

"""The binding forms of the accounts are pressed twice: licences, and an organisation's standing."""

import pytest

from accounts.licences.queries import licences_of
from tests.builders.accounts import a_member, an_organisation
from tests.web.client import browser
from tests.web.twice import press_twice, refuses_without_a_key

pytestmark = pytest.mark.usefixtures("database")
LICENCE = {
    **{"role": "purchaser", "country": "ES", "number": "L-7", "authority": "Banco de España"},
    **{"from_on": "2026-01-01", "expires_on": "2030-12-31"},
}


async def test_a_licence_is_entered_verified_and_revoked_once() -> None:
    holder = await a_member(organisation_id=await an_organisation(kinds=("purchaser",)))
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    async with browser(holder) as client:
        assert await refuses_without_a_key(client, "/licences", LICENCE)
        await press_twice(client, "/licences", LICENCE)
    [licence] = await licences_of(holder, holder.organisation)
    async with browser(operator) as client:
        assert await refuses_without_a_key(client, f"/licences/{licence.id}/verify")
        await press_twice(client, f"/licences/{licence.id}/verify")
        await press_twice(client, f"/licences/{licence.id}/revoke", {"reason": "Withdrawn by the authority"})


async def test_an_organisation_is_vetted_and_suspended_once() -> None:
    applied = await an_organisation(status="applied")
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    async with browser(operator) as client:
        assert await refuses_without_a_key(client, f"/organisations/{applied}/vet")
        await press_twice(client, f"/organisations/{applied}/vet")
        await press_twice(client, f"/organisations/{applied}/suspend", {"reason": "Papers expired"})

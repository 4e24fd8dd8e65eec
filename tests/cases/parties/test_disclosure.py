"""A debtor asks what is held of them: everything, who had it before, and who read it."""

from dataclasses import replace
from uuid import UUID

import msgspec
import pytest

from cases.parties.commands import Ground, erase_party
from cases.parties.disclosure import person_data
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Forbidden, NotFound
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_claim, a_desk, a_firm, an_open_case
from tests.builders.instructions import instruct_firm

pytestmark = pytest.mark.usefixtures("database")


async def a_debtor() -> tuple[Desk, UUID, UUID]:
    desk = await a_desk(signatory=False)
    claim_id = await a_claim(owner_id=desk.owner_id)
    async with db.transaction(desk.buyer):
        party_id = await db.fetch_value("SELECT id FROM parties WHERE claim_id = $1", claim_id)
    return desk, claim_id, party_id


async def looked(actor: Actor, claim_id: UUID, purpose: str) -> None:
    async with db.transaction(actor):
        await facts.record_read(actor, claim_ids=[claim_id], purpose=purpose)


async def test_the_file_says_all_that_is_held_with_identifiers_and_origin() -> None:
    desk, claim_id, party_id = await a_debtor()
    told = msgspec.json.decode((await person_data(desk.buyer, party_id)).json())
    [claim] = told["claims"]
    assert claim["claim_id"] == str(claim_id)
    assert (claim["name"], claim["street"], claim["city"]) == (
        "Lucía Núñez Peña",
        "Calle de la Reconquista 14",
        "Gijón",
    )
    assert claim["identifiers"] == {"national_id": "48765432G", "birth_date": "1984-07-02"}
    assert claim["origin"] == ["Banco del Norte S.A.", "Cantábrica Activos DAC"]
    assert claim["balance"] == "4200.00"


async def test_it_says_who_read_before_and_the_reading_itself_is_noted() -> None:
    desk, claim_id, party_id = await a_debtor()
    firm = await a_firm(desk=desk)
    await instruct_firm(desk.buyer, firm.organisation_id, [await an_open_case(desk=desk, claim_id=claim_id)])
    await looked(desk.lawyer, claim_id, "case page")
    await looked(firm.lawyer, claim_id, "filing")
    [claim] = (await person_data(desk.buyer, party_id)).claims
    assert [(one.organisation, one.person_id, one.purpose) for one in claim.read_by] == [
        ("Cantábrica Activos DAC", desk.lawyer.person_id, "case page"),
        ("Vega Abogados SLP", None, "filing"),
    ]
    [claim] = (await person_data(desk.buyer, party_id)).claims
    assert claim.read_by[-1].purpose == "answer to an access request"


async def test_an_erased_person_has_nothing_left_to_tell() -> None:
    desk, _, party_id = await a_debtor()
    await erase_party(desk.buyer, party_id, Ground.OBJECTION)
    [claim] = (await person_data(desk.buyer, party_id)).claims
    assert (claim.name, claim.city) == ("erased", None)
    assert msgspec.to_builtins(claim.identifiers) == {}


async def test_the_owner_answers_and_nobody_else() -> None:
    desk, _, party_id = await a_debtor()
    with pytest.raises(Forbidden, match=r"parties\.disclose"):
        await person_data(desk.lawyer, party_id)
    stranger = await a_member(organisation_id=await an_organisation())
    with pytest.raises(NotFound):
        await person_data(stranger, party_id)
    with pytest.raises(NotFound):
        await person_data(replace(stranger, permissions=frozenset({"*"})), party_id)

"""A licence: claimed, verified, expired, revoked."""

from datetime import date

import msgspec
import pytest

from accounts.licences.commands import Claim, claim_licence, move_licence
from accounts.licences.queries import licences_to_verify, why_not_licensed
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, StaleState
from kernel.ids import new_id
from tests.builders.accounts import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")
CLAIM = Claim(
    role="purchaser",
    country="ES",
    originator_kind="bank",
    debtor_kind="person",
    number="CC-17",
    authority="Banco de España",
    from_on=date(2026, 1, 1),
    expires_on=date(2026, 12, 31),
)


async def an_operator() -> Actor:
    return await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))


async def why_not(organisation_id: object, on: date = date(2026, 6, 1)) -> str | None:
    async with db.transaction(await an_operator()):
        return await why_not_licensed(
            organisation_id,  # type: ignore[arg-type]
            role="purchaser",
            country="ES",
            originator_kind="bank",
            debtor_kinds=["person"],
            on=on,
        )


async def test_a_licence_counts_from_its_verification_until_it_expires_or_is_revoked() -> None:
    holder = await a_member(organisation_id=await an_organisation(kinds=("purchaser",)))
    operator = await an_operator()
    assert "holds no licence" in str(await why_not(holder.organisation))
    licence_id = await claim_licence(holder, CLAIM)
    assert "not verified yet" in str(await why_not(holder.organisation))
    [waiting] = await licences_to_verify(operator)
    assert waiting.id == licence_id
    await move_licence(operator, licence_id, "verify")
    assert await why_not(holder.organisation) is None
    assert "expired on 2026-12-31" in str(await why_not(holder.organisation, on=date(2027, 1, 1)))
    assert "begins only on" in str(await why_not(holder.organisation, on=date(2025, 12, 31)))
    await move_licence(operator, licence_id, "revoke", reason="withdrawn by the authority")
    assert "revoked" in str(await why_not(holder.organisation))
    with pytest.raises(StaleState):
        await move_licence(operator, licence_id, "verify")


async def test_only_administrators_claim_and_only_the_operator_verifies() -> None:
    house = await an_organisation(kinds=("purchaser",))
    holder, buyer = await a_member(organisation_id=house), await a_member(organisation_id=house, roles=("buyer",))
    with pytest.raises(Forbidden):
        await claim_licence(buyer, CLAIM)
    licence_id = await claim_licence(holder, CLAIM)
    with pytest.raises(Forbidden):
        await move_licence(holder, licence_id, "verify")
    with pytest.raises(NotFound):
        await move_licence(await an_operator(), new_id(), "verify")
    with pytest.raises(Invalid):
        await move_licence(await an_operator(), licence_id, "revoke")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "king"),
        ("country", "Spain"),
        ("country", "es"),
        ("originator_kind", "circus"),
        ("debtor_kind", "ghost"),
        ("number", " "),
        ("authority", "x" * 201),
        ("expires_on", date(2025, 12, 31)),
    ],
)
async def test_what_is_wrong_with_a_claim_is_named(field: str, value: object) -> None:
    holder = await a_member(organisation_id=await an_organisation(kinds=("purchaser",)))
    with pytest.raises(Invalid) as refused:
        await claim_licence(holder, msgspec.structs.replace(CLAIM, **{field: value}))
    assert [place.where for place in refused.value.places] == [field]

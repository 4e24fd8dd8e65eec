"""From an application to a house that trades, and out again."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.organisations.commands import edit_organisation, move_organisation, register_organisation
from accounts.organisations.details import Details, checked, mail_address
from accounts.organisations.queries import organisation, organisations, partners, why_not_vetted
from accounts.organisations.states import ORGANISATIONS, Standing
from accounts.people.applying import apply_as_organisation
from accounts.people.founding import found_house, found_operator
from accounts.people.invitations import accept_invitation
from accounts.record.queries import record_of
from accounts.sessions import attempts
from accounts.sessions.sign_in import sign_in
from accounts.sessions.store import actor_at
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, Invalid, NotFound, Refused, StaleState, TooMany
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sign_in import MORNING, PASSWORD, link_in, newest_mail

DETAILS = Details(name="Fondo Sur", country="es", contact_email="Office@sur.example", bank_account="")


async def an_operator(clock: MovingClock | None = None) -> Actor:
    clock = clock or MovingClock(MORNING)
    founded = await found_operator(
        name="Plaza", country="ES", email="op@plaza.example", person="Olga Pérez", clock=clock
    )
    return await actor_at(founded.person_id, founded.organisation_id, clock=clock)


@pytest.mark.usefixtures("database")
class TestLife:
    async def test_somebody_applies_comes_in_by_mail_and_is_vetted(self) -> None:
        clock = MovingClock(MORNING)
        operator = await an_operator(clock)
        organisation_id = await apply_as_organisation(
            DETAILS, ("purchaser",), email="Ines@sur.example", person="Inés Robledo", clock=clock
        )
        token = link_in(await newest_mail("invitation"), "/invitations/").rpartition("/")[2]
        person_id, _ = await accept_invitation(token, name="", password=PASSWORD, clock=clock)
        ines = await actor_at(person_id, organisation_id, clock=clock)
        async with db.transaction(ines):
            assert "not vetted" in str(await why_not_vetted(organisation_id))
        await move_organisation(operator, organisation_id, "vet")
        async with db.transaction(ines):
            assert await why_not_vetted(organisation_id) is None
        assert "vetted" in await newest_mail("standing")
        told = [(one.sentence % one.words, one.who) for one in await record_of(ines)]
        assert ("Fondo Sur is vetted now", "Plaza") in told

    async def test_a_decision_against_somebody_needs_a_reason_and_says_it(self) -> None:
        operator = await an_operator()
        applied = await an_organisation(status="applied", name="Fondo Sur")
        with pytest.raises(Invalid, match="why"):
            await move_organisation(operator, applied, "refuse", reason="  ")
        await move_organisation(operator, applied, "refuse", reason="The register does not know the number.")
        assert "The register does not know" in await newest_mail("standing")
        member = await a_member(organisation_id=applied)
        assert (await organisation(member, applied)).status_reason == "The register does not know the number."

    async def test_a_step_from_the_wrong_standing_changes_nothing(self) -> None:
        operator = await an_operator()
        vetted = await an_organisation()
        with pytest.raises(StaleState):
            await move_organisation(operator, vetted, "reinstate")
        with pytest.raises(NotFound):
            await move_organisation(operator, vetted, "crown")

    async def test_nobody_but_the_operator_decides_and_not_about_itself(self) -> None:
        operator = await an_operator()
        ana = await a_member(organisation_id=await an_organisation())
        with pytest.raises(Forbidden):
            await move_organisation(ana, ana.organisation, "suspend", reason="x")
        with pytest.raises(Refused):
            await move_organisation(operator, operator.organisation, "suspend", reason="x")
        pretender = Actor(ana.person_id, ana.organisation_id, frozenset({"organisations.vet"}), "person")
        other = await an_organisation(status="applied")
        with pytest.raises(NotFound):
            await move_organisation(pretender, other, "vet")

    async def test_what_is_not_vetted_is_seen_by_itself_and_the_operator_only(self) -> None:
        operator = await an_operator()
        applied = await an_organisation(status="applied")
        stranger = await a_member(organisation_id=await an_organisation())
        member = await a_member(organisation_id=applied)
        for actor in (operator, member):
            assert (await organisation(actor, applied)).status == "applied"
        with pytest.raises(NotFound):
            await organisation(stranger, applied)
        assert applied not in {one for one, _ in await partners(stranger, kinds=("seller",))}

    async def test_a_house_edits_its_details_and_the_record_names_the_fields_alone(self) -> None:
        ana = await a_member(organisation_id=await an_organisation())
        changed = Details(
            name="Banco del Norte SA",
            country="ES",
            bank_account="ES91 2100 0418 4502 0005 1332",
            originator_kind="bank",
        )
        await edit_organisation(ana, changed)
        own = await organisation(ana, ana.organisation)
        assert (own.name, own.bank_account, own.city) == ("Banco del Norte SA", "ES9121000418450200051332", None)
        [fact] = await record_of(ana)
        assert "ES91" not in str(fact.words)
        with pytest.raises(Invalid) as refused:
            await edit_organisation(ana, Details(name="", country="Spain", bank_account="ES00 1234"))
        wrong = {place.where for place in refused.value.places}
        assert wrong == {"name", "country", "bank_account", "originator_kind"}

    async def test_the_list_turns_its_pages_by_the_last_one_shown(self) -> None:
        operator = await an_operator()
        made = {await an_organisation(name=f"House {number}") for number in range(5)}
        seen, after = [], None
        while page := await organisations(operator, after=after, limit=2):
            seen += [one.id for one in page]
            after = page[-1].id
        assert len(seen) == len(set(seen)) == 6
        assert made < set(seen)

    async def test_a_house_is_founded_with_somebody_who_can_sign_in(self) -> None:
        clock = MovingClock(MORNING)
        operator = await an_operator(clock)
        founded = await found_house(
            operator, DETAILS, ("purchaser",), email="ines@sur.example", person="Inés", password=PASSWORD
        )
        assert not (await sign_in("ines@sur.example", PASSWORD, clock=clock)).half
        assert (await organisation(operator, founded.organisation_id)).status == "vetted"

    async def test_nobody_applies_to_be_the_operator(self) -> None:
        with pytest.raises(Invalid):
            await apply_as_organisation(DETAILS, ("operator",), email="a@b.example", person="A")
        with pytest.raises(Refused):
            await register_organisation(await an_operator(), DETAILS, ("operator",))

    async def test_applications_by_the_hundred_are_too_many(self) -> None:
        clock = MovingClock(MORNING)
        for _ in range(attempts.PER_NAME):
            await apply_as_organisation(DETAILS, ("purchaser",), email="a@b.example", person="A", clock=clock)
        with pytest.raises(TooMany):
            await apply_as_organisation(DETAILS, ("purchaser",), email="a@b.example", person="A", clock=clock)


def test_every_standing_and_step_of_the_machine() -> None:
    steps = {status.value: {step.name for step in ORGANISATIONS.available(status)} for status in Standing}
    assert steps == {
        "applied": {"vet", "refuse", "close"},
        "vetted": {"suspend", "close"},
        "suspended": {"reinstate", "close"},
        "refused": {"vet", "close"},
        "closed": set(),
    }


@given(st.text(max_size=300))
def test_a_mail_address_is_read_or_refused_and_never_doubled(text: str) -> None:
    try:
        address = mail_address(text)
    except Invalid:
        return
    assert address.count("@") == 1
    assert not set(address) & set(" \t\r\n<>,;")
    assert mail_address(address) == address


TEXTS = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(st.builds(Details, name=TEXTS, street=TEXTS, city=TEXTS, country=st.sampled_from(["es", " GB", "Pl "])))
def test_what_was_checked_once_is_checked_the_same_again(details: Details) -> None:
    assume(details.tidied().name)
    once = checked(details, ("purchaser",))
    assert checked(once, ("purchaser",)) == once

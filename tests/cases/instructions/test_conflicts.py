"""The conflict check: by identifier, by name however written, by likeness; decided by a person, kept without names."""

from uuid import UUID

import pytest

from cases.instructions.answers import accept_instruction
from cases.instructions.conflict_queries import hits_of, latest_check
from cases.instructions.conflicts import check_conflicts, decide_hits, identifier_hash
from cases.instructions.queries import cases_given
from cases.instructions.register import enter_interests, interest_of, interests, read_interests, remove_interest
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused, StaleState
from tests.builders.cases import Desk, Firm, a_desk, a_firm, an_open_case, open_cases
from tests.builders.instructions import a_sent_instruction, an_accepted_instruction

pytestmark = pytest.mark.usefixtures("database")


async def an_offer(*names: str, kind: str = "company") -> tuple[Desk, Firm, UUID]:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    case_ids = [await an_open_case(desk=desk, debtor={"name": name, "kind": kind}) for name in names]
    return desk, firm, await a_sent_instruction(desk.buyer, firm.organisation_id, case_ids)


async def known(firm: Firm, *lines: tuple[str, str, str]) -> None:
    await enter_interests(firm.clerk, [interest_of(*line) for line in lines], source="hand")


@pytest.mark.parametrize(
    ("debtor", "interest", "basis"),
    [
        ("LUCIA NUÑEZ PEÑA", "Núñez Peña, Lucía", "name"),
        ("Transportes Álvarez, S.L.", "ALVAREZ TRANSPORTES SOCIEDAD LIMITADA", "name"),
        ("Żądło Sp. z o.o.", "Zadlo sp z oo", "name"),
        ("Müller & Groß GmbH", "Gross Muller", "name"),
        ("Transportes Alvares SL", "Transportes Álvarez SLU", "similar"),
        ("O'Brien Ltd.", "OBrien Limited", "name"),
        ("Construcciones Vega SL", "Panadería Ríos SL", None),
        ("Sociedad Limitada SL", "Panadería Ríos SL", None),
    ],
)
async def test_a_name_is_found_however_it_is_written(debtor: str, interest: str, basis: str | None) -> None:
    _, firm, instruction_id = await an_offer(debtor)
    await known(firm, (interest, "client", ""))
    checked = await check_conflicts(firm.clerk, instruction_id)
    assert (checked.parties, checked.interests) == (1, 1)
    assert [hit.basis for hit in await hits_of(firm.clerk, instruction_id)] == ([basis] if basis else [])


async def test_an_identifier_is_found_under_any_name_and_kept_as_a_hash_alone() -> None:
    desk, firm, instruction_id = await an_offer("Somebody Else")
    async with db.transaction(desk.system):
        await db.execute("SELECT 1")
    await known(firm, ("Lucía Núñez Peña", "client", " 48765432 g "))
    number = identifier_hash("48765432G")
    assert number is not None
    case = (await cases_given(desk.buyer, instruction_id))[0]
    await _with_hash(desk, case.case_id, number)
    await check_conflicts(firm.clerk, instruction_id)
    (hit,) = await hits_of(firm.clerk, instruction_id)
    assert (hit.basis, hit.party_name, hit.interest) == ("identifier", "Somebody Else", "Lucía Núñez Peña")
    async with db.transaction(firm.clerk):
        row = await db.fetch_sure("SELECT * FROM conflict_interests")
    assert "48765432" not in repr(dict(row))


async def _with_hash(desk: Desk, case_id: UUID, number: bytes) -> None:
    """A second party with this identifier takes the place of the first, as acceptance of a tape would write it."""
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, person_hash,"
            " national_id_hash) SELECT uuidv7(), k.claim_id, k.tape_id, k.organisation_id, 'co-debtor', 'person',"
            " 'Somebody Else', $2, $2 FROM cases k WHERE k.id = $1",
            case_id,
            number,
        )


async def test_a_debtor_may_be_an_old_adversary_but_an_owner_may_not() -> None:
    _, firm, instruction_id = await an_offer("Transportes Álvarez SL")
    await known(firm, ("Transportes Álvarez SL", "adverse", ""), ("Cantabrica Activos", "client", ""))
    assert (await check_conflicts(firm.clerk, instruction_id)).hits == 0
    await known(firm, ("Cantabrica Activos DAC", "adverse", ""))
    await check_conflicts(firm.clerk, instruction_id)
    (hit,) = await hits_of(firm.clerk, instruction_id)
    assert (hit.reference, hit.side) == (None, "adverse")
    await decide_hits(firm.lawyer, instruction_id, [hit.id], decision="conflict", reason="We act against it.")
    with pytest.raises(Refused, match="refuse the instruction"):
        await accept_instruction(firm.lawyer, instruction_id)


async def test_every_hit_is_decided_and_a_conflict_leaves_its_case_out() -> None:
    desk, firm, instruction_id = await an_offer("Bodegas Ríos SL", "Panadería Sol SL", "Talleres Mar SL")
    await known(firm, ("Bodegas Ríos SA", "client", ""), ("Panaderia Sol", "other", ""))
    with pytest.raises(Refused, match="Check for conflicts"):
        await accept_instruction(firm.lawyer, instruction_id)
    assert (await check_conflicts(firm.clerk, instruction_id)).undecided == 2
    with pytest.raises(Refused, match="2 possible conflicts"):
        await accept_instruction(firm.lawyer, instruction_id)
    hits = {hit.party_name: hit.id for hit in await hits_of(firm.clerk, instruction_id)}
    rios, sol = hits["Bodegas Ríos SL"], hits["Panadería Sol SL"]

    with pytest.raises(Forbidden):
        await decide_hits(firm.clerk, instruction_id, [rios], decision="clear", reason="Another one.")
    machine = Actor.system(firm.organisation_id)
    with pytest.raises(Forbidden, match="by a person"):
        await decide_hits(machine, instruction_id, [rios], decision="clear", reason="Another one.")
    with pytest.raises(Invalid):
        await decide_hits(firm.lawyer, instruction_id, [rios], decision="clear", reason=" ")
    await decide_hits(firm.lawyer, instruction_id, [rios], decision="conflict", reason="Our client of many years.")
    await decide_hits(firm.lawyer, instruction_id, [sol], decision="clear", reason="Another company: other seat.")

    assert await accept_instruction(firm.lawyer, instruction_id) == 2
    left = [one for one in await cases_given(desk.buyer, instruction_id) if one.status == "left_out"]
    assert [one.reason for one in left] == ["conflict of interest"]
    async with db.transaction(firm.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM cases") == 2
        told = await db.fetch("SELECT kind, data::text FROM facts WHERE kind LIKE 'instructions:%'")
    assert {row["kind"] for row in told} >= {"instructions:conflicts:checked", "instructions:hits:decided"}
    assert not any("Ríos" in row["data"] or "client of many" in row["data"] for row in told)
    async with db.transaction(desk.buyer):
        for table in ("conflict_hits", "conflict_checks", "conflict_interests"):
            assert await db.fetch_value(f"SELECT count(*) FROM {table}") == 0
        kinds = await db.fetch("SELECT kind FROM facts WHERE kind LIKE 'instructions:conflicts%'")
    assert kinds == []
    with pytest.raises(StaleState):
        await decide_hits(firm.lawyer, instruction_id, [rios], decision="clear", reason="After all.")
    check = await latest_check(firm.clerk, instruction_id)
    assert check is not None
    assert (check.parties, check.hits) == (3, 2)


async def test_an_interest_entered_after_the_check_is_still_found_on_accepting() -> None:
    _, firm, instruction_id = await an_offer("Bodegas Ríos SL")
    await check_conflicts(firm.clerk, instruction_id)
    await known(firm, ("Bodegas Ríos", "client", ""))
    with pytest.raises(Refused, match="1 possible conflicts"):
        await accept_instruction(firm.lawyer, instruction_id)


async def test_what_a_firm_once_worked_on_is_in_its_register_for_ever_and_in_nobody_elses() -> None:
    desk = await a_desk()
    firm = await a_firm(desk=desk)
    other = await a_firm(desk=desk, name="Ríos Procesal SLP")
    await an_accepted_instruction(desk.buyer, firm.organisation_id, await open_cases(desk=desk, count=2))
    kept = {(one.name, one.side) for one in await interests(firm.clerk)}
    assert kept == {("Lucía Núñez Peña", "adverse"), ("Cantábrica Activos DAC", "client")}
    assert await interests(other.clerk) == []
    assert [one.name for one in await interests(firm.clerk, q="activos cantabrica")] == ["Cantábrica Activos DAC"]
    (client,) = await interests(firm.clerk, q="activos")
    with pytest.raises(NotFound):
        await remove_interest(other.lawyer, client.id)
    await remove_interest(firm.lawyer, client.id)
    assert await interests(firm.clerk, q="activos") == []

    elsewhere = await a_desk(name="Ebro Deuda SL")
    async with db.transaction(elsewhere.system):
        await db.execute(
            "INSERT INTO mandates (id, organisation_id, agent_organisation_id, kind, from_on, power_sha256, granted_by,"
            " created_at) VALUES (uuidv7(), $1, $2, 'litigation', '2026-01-01', sha256('x'), $3, now())",
            elsewhere.owner_id,
            firm.organisation_id,
            elsewhere.buyer.person_id,
        )
    # The same debtor for another creditor is no conflict by itself.
    second = await a_sent_instruction(elsewhere.buyer, firm.organisation_id, await open_cases(desk=elsewhere, count=1))
    assert (await check_conflicts(firm.clerk, second)).hits == 0


async def test_a_file_brings_the_register_and_says_where_it_is_wrong() -> None:
    _, firm, _ = await an_offer("Bodegas Ríos SL")
    text = (
        "Name;Side;Identifier\nBodegas Ríos SA;client;A12345678\n'=Formula SL;adverse;\nBODEGAS RIOS;client;A12345678\n"
    )
    found = read_interests(text.encode("utf-8-sig"))
    assert [one.name for one in found] == ["Bodegas Ríos SA", "=Formula SL", "BODEGAS RIOS"]
    assert await enter_interests(firm.clerk, found, source="file") == 2
    assert await enter_interests(firm.clerk, found, source="file") == 0
    for content, where in (
        (b"a,b\n1,2\n", "line 1"),
        (b"name,side\nX,friend\n", "line 2"),
        (b"name,side\n,client\n", "line 2"),
        (b"\xff\xfe", "file"),
    ):
        with pytest.raises(Invalid) as refused:
            read_interests(content)
        assert refused.value.places[0].where == where

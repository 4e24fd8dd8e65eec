"""A person is erased with every paper that may go; what must stay is named with its reason and its day."""

import json
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pikepdf
import pytest
from pypdf import PdfReader

from cases.erasure.certificate import certificate_of
from cases.erasure.commands import approve_request, carry_out_request, open_request, refuse_request
from cases.erasure.queries import outcome_of, plan_shown, request_shown
from cases.parties.commands import Ground
from documents.retention.holds import lift_hold, place_hold
from documents.retention.rules import set_four_eyes, set_rule
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_claim, a_desk, an_open_case
from tests.builders.papers import a_paper

pytestmark = pytest.mark.usefixtures("database", "object_store")
NAME = "Lucía Núñez Peña"
HER = {"person_hash": b"lucia-1984"}


async def party_of(owner: Actor, claim_id: UUID) -> UUID:
    async with db.transaction(owner):
        found: UUID = await db.fetch_value("SELECT id FROM parties WHERE claim_id = $1", claim_id)
    return found


async def asked(desk: Desk, claim_id: UUID) -> UUID:
    return await open_request(
        desk.buyer, await party_of(desk.buyer, claim_id), ground=Ground.OBJECTION, asked_on=date(2026, 11, 2)
    )


async def a_paper_on(desk: Desk, claim_id: UUID, **more: object) -> UUID:
    return await a_paper(desk.buyer, subject_kind="claim", subject_id=claim_id, title=f"Contract of {NAME}", **more)  # type: ignore[arg-type]


async def erased(desk: Desk, request_id: UUID) -> None:
    await approve_request(desk.buyer, request_id)
    await carry_out_request(desk.system, request_id)


async def test_a_person_goes_from_every_claim_with_the_papers_and_a_certificate_says_so() -> None:
    desk = await a_desk(signatory=False)
    one, two = await a_claim(owner_id=desk.owner_id, debtor=HER), await a_claim(owner_id=desk.owner_id, debtor=HER)
    papers = [await a_paper_on(desk, one, content=b"%PDF one"), await a_paper_on(desk, two, content=b"%PDF two")]
    request_id = await asked(desk, one)
    shown = await request_shown(desk.buyer, request_id)
    plan = await plan_shown(desk.buyer, shown)
    assert ({row.claim_id for row in plan.rows}, {paper.why for paper in plan.papers}) == ({one, two}, {None})

    await erased(desk, request_id)
    await carry_out_request(desk.system, request_id)

    async with db.transaction(desk.buyer):
        names = await db.fetch("SELECT name, erased_at FROM parties WHERE claim_id = ANY($1)", [one, two])
        everything = json.dumps([str(dict(row)) for row in await db.fetch("SELECT * FROM facts")], ensure_ascii=False)
    assert {row["name"] for row in names} == {"erased"}
    assert NAME not in everything
    for paper in papers:
        with pytest.raises(Refused, match="erased"):
            await open_document(desk.buyer, paper)
    done = await request_shown(desk.buyer, request_id)
    outcome = await outcome_of(desk.buyer, done)
    assert (len(outcome.blanked), {item.status for item in outcome.papers}) == (2, {"destroyed"})
    assert all(item.bytes_gone_at is not None for item in outcome.papers)
    certificate = certificate_of(done, outcome)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(certificate)).pages)
    with pikepdf.open(BytesIO(certificate)) as pdf:
        assert len(pdf.pages) >= 1
    assert NAME not in text
    for item in outcome.papers:
        assert item.sha256 is not None
        assert item.sha256.hex() in "".join(text.split())


async def test_what_must_be_kept_is_named_with_its_reason_and_its_day() -> None:
    desk = await a_desk(signatory=False)
    free, sued = await a_claim(owner_id=desk.owner_id, debtor=HER), await a_claim(owner_id=desk.owner_id, debtor=HER)
    await an_open_case(desk=desk, claim_id=sued)
    duty, held = await a_paper_on(desk, free), await a_paper_on(desk, sued)
    await set_rule(
        desk.buyer,
        document_class="evidence",
        country=None,
        months=72,
        counts_from="stored",
        basis="duty",
        ground="The law we name here",
        from_on=date(2026, 1, 1),
    )
    request_id = await asked(desk, free)
    plan = await plan_shown(desk.buyer, await request_shown(desk.buyer, request_id))
    assert {row.claim_id: row.hindrance is None for row in plan.rows} == {free: True, sued: False}
    assert {paper.document_id: (paper.why, paper.until) for paper in plan.papers} == {
        duty: ("duty", date(2032, 11, 20)),
        held: ("open_case", None),
    }
    await erased(desk, request_id)
    outcome = await outcome_of(desk.buyer, await request_shown(desk.buyer, request_id))
    kept = {(one.subject_id, one.why, one.until_on) for one in outcome.remains if one.what == "document"}
    assert kept == {(duty, "duty", date(2032, 11, 20)), (held, "open_case", None)}
    assert len(outcome.blanked) == 1
    assert (await open_document(desk.buyer, duty)).shown.title == f"Contract of {NAME}"


async def test_a_legal_hold_on_the_person_refuses_with_its_reason_and_day_until_it_is_lifted() -> None:
    desk = await a_desk(signatory=False)
    claim = await a_claim(owner_id=desk.owner_id, debtor=HER)
    request_id = await asked(desk, claim)
    party = await party_of(desk.buyer, claim)
    hold = await place_hold(desk.lawyer, "person", party, reason="Complaint 17 to the regulator")
    with pytest.raises(Refused, match=r"since 2026-11-20: Complaint 17 to the regulator"):
        await approve_request(desk.buyer, request_id)
    await lift_hold(desk.lawyer, hold, reason="Complaint 17 is settled")
    await approve_request(desk.buyer, request_id)
    await place_hold(desk.lawyer, "person", party, reason="Complaint 18 to the regulator")
    await carry_out_request(desk.system, request_id)
    outcome = await outcome_of(desk.buyer, await request_shown(desk.buyer, request_id))
    assert (outcome.blanked, [one.why for one in outcome.remains]) == ((), ["row", "tape"])


async def test_a_paper_that_names_somebody_else_stays_for_them() -> None:
    desk = await a_desk(signatory=False)
    claim = await a_claim(owner_id=desk.owner_id, debtor=HER)
    party = await party_of(desk.buyer, claim)
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO parties (id, claim_id, tape_id, organisation_id, role, kind, name, person_hash)"
            " SELECT uuidv7(), claim_id, tape_id, organisation_id, 'co-debtor', 'person', 'Iker Soto', '\\x07'"
            " FROM parties WHERE id = $1",
            party,
        )
    paper = await a_paper_on(desk, claim)
    request_id = await open_request(desk.buyer, party, ground=Ground.UNLAWFUL, asked_on=date(2026, 11, 2))
    await erased(desk, request_id)
    assert (await open_document(desk.buyer, paper)).shown.title == f"Contract of {NAME}"
    async with db.transaction(desk.buyer):
        names = {row["name"] for row in await db.fetch("SELECT name FROM parties WHERE claim_id = $1", claim)}
    assert names == {"erased", "Iker Soto"}


async def test_two_people_one_request_at_a_time_and_a_refusal_with_its_reason() -> None:
    desk = await a_desk(signatory=False)
    claim = await a_claim(owner_id=desk.owner_id, debtor=HER)
    await set_four_eyes(desk.buyer, wanted=True)
    request_id = await asked(desk, claim)
    with pytest.raises(Refused, match="open already"):
        await asked(desk, claim)
    with pytest.raises(Refused, match="second person"):
        await approve_request(desk.buyer, request_id)
    second = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    await refuse_request(second, request_id, reason="The claim is not time-barred")
    with pytest.raises(Refused, match="refused already"):
        await approve_request(second, request_id)
    desk.clock.advance(timedelta(days=1))
    again = await asked(desk, claim)
    await approve_request(second, again)
    await carry_out_request(desk.system, again)
    assert (await request_shown(desk.buyer, again)).status == "done"


async def test_a_stranger_finds_no_request() -> None:
    desk = await a_desk(signatory=False)
    request_id = await asked(desk, await a_claim(owner_id=desk.owner_id, debtor=HER))
    stranger = await a_member(organisation_id=await an_organisation(), roles=("administrator",))
    for tried in (approve_request(stranger, request_id), request_shown(stranger, request_id)):
        with pytest.raises(NotFound):
            await tried

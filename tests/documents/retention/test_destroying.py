"""Papers go when their time is over and somebody named has said so, and only then; what was there stays provable."""

import asyncio
import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from documents.retention.bytes_gone import let_go
from documents.retention.destroying import approve_destruction, carry_out, propose_due, refuse_destruction
from documents.retention.holds import holds_of, lift_hold, place_hold
from documents.retention.jobs import keep
from documents.retention.locking import EXTENDED_BY
from documents.retention.queries import destruction
from documents.retention.report import report, report_csv
from documents.retention.rules import set_four_eyes, set_rule
from documents.retention.store_holds import tell_store
from documents.vault.commands import store
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.settings import Settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_claim, a_desk, an_open_case
from tests.builders.papers import a_paper

pytestmark = pytest.mark.usefixtures("database", "object_store")
POLICY = "Decision of the board of 12 January 2026"


async def a_rule(
    admin: Actor, *, document_class: str = "evidence", months: int | None = 12, basis: str = "practice", **more: object
) -> UUID:
    asked = {"country": None, "counts_from": "stored", "ground": POLICY, "from_on": date(2026, 1, 1)} | more
    return await set_rule(admin, document_class=document_class, months=months, basis=basis, **asked)  # type: ignore[arg-type]


async def an_old_paper(desk: Desk, claim_id: UUID | None = None, **more: object) -> UUID:
    """Stored two years ago."""
    now = desk.clock.now()
    desk.clock.move_to(now - timedelta(days=730))
    paper = await a_paper(desk.buyer, subject_kind="claim", subject_id=claim_id or await a_claim(owner_id=desk.owner_id), **more)  # type: ignore[arg-type]  # fmt: skip  # noqa: E501
    desk.clock.move_to(now)
    return paper


async def became(destruction_id: UUID, reader: Actor) -> dict[UUID, str]:
    _, items = await destruction(reader, destruction_id)
    return {one.document_id: one.spared_for or one.status for one in items}


async def keys_of(paper: UUID, owner: Actor) -> list[str]:
    async with db.transaction(owner):
        rows = await db.fetch("SELECT object_key FROM document_versions WHERE document_id = $1", paper)
    return [row["object_key"] for row in rows]


async def destroyed_now(desk: Desk) -> UUID:
    proposed = await propose_due(desk.system)
    assert proposed is not None
    await approve_destruction(desk.buyer, proposed)
    await carry_out(desk.system, proposed)
    return proposed


async def test_a_paper_whose_time_is_over_is_proposed_approved_and_gone_with_its_bytes() -> None:
    desk = await a_desk(signatory=False)
    old = await an_old_paper(desk, title="Contrato de Lucía Núñez")
    young = await a_paper(desk.buyer, subject_kind="claim", subject_id=await a_claim(owner_id=desk.owner_id))
    keys = await keys_of(old, desk.buyer)
    await a_rule(desk.buyer)

    proposed = await propose_due(desk.system)
    assert proposed is not None
    assert await propose_due(desk.system) is None
    assert (await open_document(desk.buyer, old)).shown.title == "Contrato de Lucía Núñez"
    assert await approve_destruction(desk.buyer, proposed)
    await carry_out(desk.system, proposed)
    await carry_out(desk.system, proposed)
    assert await let_go(desk.system) == 1

    assert await became(proposed, desk.buyer) == {old: "destroyed"}
    with pytest.raises(Refused, match="erased"):
        await open_document(desk.buyer, old)
    assert [await store().versions(key) for key in keys] == [()]
    async with db.transaction(desk.buyer):
        left = await db.fetch_sure("SELECT title, destroyed_at FROM documents WHERE id = $1", old)
        name = await db.fetch_value("SELECT file_name FROM document_versions WHERE document_id = $1", old)
        told = await db.fetch("SELECT kind, data::text AS data FROM facts WHERE subject_id = $1 ORDER BY id", old)
    assert (left["title"], name) == ("destroyed", "destroyed")
    assert [row["kind"] for row in told] == [
        "vault:document:added",
        "retention:document:destroyed",
        "retention:document:gone",
    ]
    assert "Luc" not in str([tuple(row) for row in told])
    assert (await open_document(desk.buyer, young)).shown.title == "A paper"


async def test_the_report_says_of_each_class_what_must_go_what_stays_and_why() -> None:
    desk = await a_desk(signatory=False)
    await an_old_paper(desk)
    await an_old_paper(desk)
    await a_paper(desk.buyer, subject_kind="claim", subject_id=await a_claim(owner_id=desk.owner_id), title="=1+1")
    await an_open_case(desk=desk, claim_id=(claim := await a_claim(owner_id=desk.owner_id)))
    await an_old_paper(desk, claim)
    await a_paper(desk.buyer, kind="articles")
    await a_rule(desk.buyer, months=6, from_on=date(2025, 1, 1))
    await a_rule(desk.buyer, months=12, basis="duty", ground="The law we name here, its article 30")
    await a_rule(desk.buyer, months=1, country="PL")
    await a_rule(desk.buyer, months=1, from_on=date(2027, 1, 1))

    evidence, other = await report(desk.buyer)

    assert (evidence.document_class, evidence.months, evidence.basis) == ("evidence", 12, "duty")
    assert (evidence.papers, evidence.due, evidence.kept, evidence.stops) == (4, 2, 1, (("open_case", 1),))
    assert (other.document_class, other.stops, other.due) == ("other", (("no_rule", 1),), 0)
    lines = list(csv.DictReader((await report_csv(desk.buyer)).decode("utf-8-sig").splitlines()))
    assert [line["what"] for line in lines] == ["must go", "must go", "keep", "keep", "keep"]
    assert "'=1+1" in {line["title"] for line in lines}
    assert (lines[0]["basis"], lines[0]["ground"]) == ("A law obliges us", "The law we name here, its article 30")


async def test_two_people_where_the_house_wants_two() -> None:
    desk = await a_desk(signatory=False)
    second = await a_member(organisation_id=desk.owner_id, roles=("administrator",), clock=desk.clock)
    await an_old_paper(desk)
    await a_rule(desk.buyer)
    await set_four_eyes(desk.buyer, wanted=True)
    proposed = await propose_due(desk.system)
    assert proposed is not None
    assert not await approve_destruction(desk.buyer, proposed)
    with pytest.raises(Refused, match="second person"):
        await approve_destruction(desk.buyer, proposed)
    with pytest.raises(Forbidden):
        await approve_destruction(desk.lawyer, proposed)
    assert await approve_destruction(second, proposed)


async def test_what_comes_in_between_spares_a_paper() -> None:
    desk = await a_desk(signatory=False)
    claim = await a_claim(owner_id=desk.owner_id)
    held, sued, kept = await an_old_paper(desk), await an_old_paper(desk, claim), await an_old_paper(desk)
    await a_rule(desk.buyer)
    proposed = await propose_due(desk.system)
    assert proposed is not None
    await approve_destruction(desk.buyer, proposed)
    await place_hold(desk.lawyer, "document", held, reason="Audit of the regulator")
    await an_open_case(desk=desk, claim_id=claim)
    await carry_out(desk.system, proposed)
    assert await became(proposed, desk.buyer) == {held: "hold", sued: "open_case", kept: "destroyed"}


async def test_a_refused_destruction_rests() -> None:
    desk = await a_desk(signatory=False)
    paper = await an_old_paper(desk)
    await a_rule(desk.buyer)
    proposed = await propose_due(desk.system)
    assert proposed is not None
    await refuse_destruction(desk.buyer, proposed, reason="The auditor still reads them")
    assert await propose_due(desk.system) is None
    await carry_out(desk.system, proposed)
    assert await became(proposed, desk.buyer) == {paper: "refused"}
    desk.clock.advance(timedelta(days=91))
    assert await propose_due(desk.system) is not None


async def test_a_hold_on_a_case_or_a_person_covers_the_papers_of_the_claim_until_it_is_lifted() -> None:
    desk = await a_desk(signatory=False)
    claim = await a_claim(owner_id=desk.owner_id)
    case_id = await an_open_case(desk=desk, claim_id=claim)
    paper = await an_old_paper(desk, claim)
    filing = await a_paper(desk.buyer, subject_kind="case", subject_id=case_id, kind="petition")
    async with db.transaction(desk.buyer):
        party = await db.fetch_value("SELECT id FROM parties WHERE claim_id = $1", claim)
    on_case = await place_hold(desk.lawyer, "case", case_id, reason="Complaint to the ombudsman")
    on_person = await place_hold(desk.lawyer, "person", party, reason="Complaint to the ombudsman")
    assert {one.id: one.papers for one in await holds_of(desk.lawyer)} == {on_case: 2, on_person: 2}
    async with db.transaction(desk.buyer):
        stops = {row["document_id"]: row["stop"] for row in await db.fetch(
            "SELECT document_id, stop FROM retention_states($1, $2)", desk.owner_id, date(2026, 11, 20))}  # fmt: skip
    assert stops == {paper: "hold", filing: "hold"}
    for hold in (on_case, on_person):
        await lift_hold(desk.buyer, hold, reason="The complaint is settled")
    with pytest.raises(Refused, match="lifted before"):
        await lift_hold(desk.buyer, on_case, reason="Once more")
    assert {one.papers for one in await holds_of(desk.lawyer)} == {0}


async def test_strangers_neither_hold_nor_destroy() -> None:
    desk = await a_desk(signatory=False)
    paper = await an_old_paper(desk)
    await a_rule(desk.buyer)
    proposed = await propose_due(desk.system)
    assert proposed is not None
    stranger = await a_member(organisation_id=await an_organisation(), roles=("administrator",))
    with pytest.raises(NotFound):
        await approve_destruction(stranger, proposed)
    with pytest.raises(NotFound):
        await place_hold(stranger, "document", paper, reason="Because I may")
    with pytest.raises(NotFound):
        await destruction(stranger, proposed)
    clerk = replace(desk.buyer, permissions=frozenset({"cases.read"}))
    for forbidden in (a_rule(clerk), approve_destruction(clerk, proposed), report(clerk)):
        with pytest.raises(Forbidden):
            await forbidden


async def test_the_database_destroys_nothing_that_nobody_approved_and_nothing_under_a_hold() -> None:
    desk = await a_desk(signatory=False)
    paper = await an_old_paper(desk)
    await a_rule(desk.buyer)
    proposed = await propose_due(desk.system)
    assert proposed is not None
    destroy = "SELECT * FROM destroy_document($1, $2, now())"
    for sql, error in (
        (destroy, asyncpg.InsufficientPrivilegeError),
        ("UPDATE documents SET destroyed_at = now() WHERE id = $1 AND id <> $2", asyncpg.InsufficientPrivilegeError),
    ):
        with pytest.raises(error):
            async with db.transaction(desk.system):
                await db.execute(sql, paper, proposed)
    await approve_destruction(desk.buyer, proposed)
    await place_hold(desk.lawyer, "document", paper, reason="Audit of the regulator")
    with pytest.raises(asyncpg.CheckViolationError, match="legal hold"):
        async with db.transaction(desk.system):
            await db.execute(destroy, paper, proposed)


async def test_a_hold_placed_while_papers_go_comes_wholly_before_or_wholly_after() -> None:
    desk = await a_desk(signatory=False)
    papers = [await an_old_paper(desk) for _ in range(4)]
    await a_rule(desk.buyer)
    proposed = await propose_due(desk.system)
    assert proposed is not None
    await approve_destruction(desk.buyer, proposed)

    async def held(paper: UUID) -> bool:
        try:
            await place_hold(desk.lawyer, "document", paper, reason="Audit of the regulator")
        except NotFound:
            return False
        return True

    _, *placed = await asyncio.gather(carry_out(desk.system, proposed), *map(held, papers))
    after = await became(proposed, desk.buyer)
    assert [after[one] for one in papers] == ["hold" if stood else "destroyed" for stood in placed]


async def test_a_rule_says_which_law_or_whose_policy() -> None:
    desk = await a_desk(signatory=False)
    with pytest.raises(Invalid) as caught:
        await a_rule(desk.buyer, document_class="secrets", basis="rumour", months=0, ground=" ", country="Spain")
    assert {place.where for place in caught.value.places} == {"document_class", "basis", "months", "ground", "country"}


async def test_without_a_rule_without_end_and_with_another_side_a_paper_stays(database: Settings) -> None:
    desk = await a_desk(signatory=False)
    paper = await an_old_paper(desk)

    async def stop() -> str:
        async with db.transaction(desk.system):
            states = "SELECT stop FROM retention_states($1, $2) WHERE document_id = $3"
            return str(await db.fetch_value(states, desk.owner_id, date(2026, 11, 20), paper))

    assert await stop() == "no_rule"
    await a_rule(desk.buyer, months=None)
    assert await stop() == "without_end"
    assert await propose_due(desk.system) is None
    await a_rule(desk.buyer, from_on=date(2026, 1, 2))
    assert await stop() == ""
    owner = await asyncpg.connect(database.migrations_url)
    await owner.execute("UPDATE documents SET other_organisation_id = $2 WHERE id = $1", paper, await an_organisation())
    await owner.close()
    assert await stop() == "two_sides"


async def test_bytes_under_the_lock_of_the_store_are_noise_at_once_and_gone_after_its_day() -> None:
    desk = await a_desk(signatory=False)
    paper = await an_old_paper(desk)
    [key] = await keys_of(paper, desk.buyer)
    [version] = await store().versions(key)
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=8)
    await store().retain(key, version=version.version, until=until)
    await a_rule(desk.buyer)
    proposed = await destroyed_now(desk)
    assert await let_go(desk.system) == 0
    _, [item] = await destruction(desk.buyer, proposed)
    assert (item.locked_until, item.bytes_gone_at) == (until, None)
    with pytest.raises(Refused, match="erased"):
        await open_document(desk.buyer, paper)
    await asyncio.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()) + 1)
    desk.clock.move_to(until + timedelta(seconds=1))
    assert await let_go(desk.system) == 1
    assert await store().versions(key) == ()


async def test_the_lock_of_the_store_follows_the_rule_an_open_case_and_a_hold(database: Settings) -> None:
    desk = await a_desk(signatory=False)
    claim = await a_claim(owner_id=desk.owner_id)
    ruled = await a_paper(desk.buyer, kind="articles", sealed=True)
    sued = await a_paper(desk.buyer, subject_kind="claim", subject_id=claim, sealed=True)
    tape = await a_paper(desk.buyer, subject_kind="tape", sealed=True)
    await an_open_case(desk=desk, claim_id=claim)
    await a_rule(desk.buyer, document_class="other", months=24)
    await a_rule(desk.buyer, document_class="evidence", months=1)
    await keep(desk.clock)

    async def until(paper: UUID) -> datetime | None:
        [key] = await keys_of(paper, desk.buyer)
        [version] = await store().versions(key)
        return await store().retained_until(key, version=version.version)

    assert await until(ruled) == datetime(2028, 11, 20, tzinfo=UTC)
    assert await until(sued) == desk.clock.now() + EXTENDED_BY
    assert await until(tape) is None
    desk.clock.advance(EXTENDED_BY - timedelta(days=3))
    await keep(desk.clock)
    assert await until(sued) == desk.clock.now() + EXTENDED_BY

    hold = await place_hold(desk.lawyer, "document", ruled, reason="Audit of the regulator")
    [key] = await keys_of(ruled, desk.buyer)
    [version] = await store().versions(key)
    await tell_store(desk.system, hold)
    assert await store().is_held(key, version=version.version)
    await lift_hold(desk.lawyer, hold, reason="The audit is over")
    await tell_store(desk.system, hold)
    assert not await store().is_held(key, version=version.version)

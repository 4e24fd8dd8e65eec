"""The record: own facts, those about oneself, page by page, in sentences."""

import pytest

from accounts.licences.facts import LicenceClaimed, LicenceMoved
from accounts.record.queries import reads_of, record_of, sentence_of
from kernel import db, facts
from kernel.errors import Forbidden
from kernel.facts import KINDS
from kernel.ids import new_id
from tests.builders.accounts import a_member, an_organisation

pytestmark = pytest.mark.usefixtures("database")


async def test_each_reads_its_own_and_what_was_written_about_it_but_not_the_others_people() -> None:
    ours = await a_member(organisation_id=await an_organisation(name="Norte"), name="Ana Ruiz")
    theirs = await a_member(
        organisation_id=await an_organisation(name="Plaza", kinds=("operator",)), roles=("operator",), name="Olga"
    )
    await a_member(organisation_id=await an_organisation())
    async with db.transaction(ours):
        await facts.record(ours, LicenceClaimed(subject_id=new_id(), role="purchaser", country="ES"))
    async with db.transaction(theirs):
        moved = LicenceMoved(subject_id=new_id(), role="purchaser", country="ES", status="verified", reason_sha256=None)
        await facts.record(theirs, moved, about=ours.organisation_id)
        await facts.record(theirs, LicenceClaimed(subject_id=new_id(), role="secret", country="ES"))
    told = [(one.who, one.sentence % one.words) for one in await record_of(ours)]
    assert told == [
        ("Plaza", "A licence as purchaser in ES is verified now"),
        ("Ana Ruiz", "A licence as purchaser in ES was claimed"),
    ]


async def test_the_pages_of_the_record_join_without_gap_or_repetition() -> None:
    ana = await a_member(organisation_id=await an_organisation())
    async with db.transaction(ana):
        numbers = [
            await facts.record(
                ana, LicenceClaimed(subject_id=new_id(), role="x", country="ES"), about=ana.organisation_id
            )
            for _ in range(7)
        ]
    seen: list[int] = []
    while page := await record_of(ana, before=seen[-1] if seen else None, limit=3):
        seen += [one.id for one in page]
    assert seen == numbers[::-1]
    assert await record_of(ana, area="bids") == []
    assert len(await record_of(ana, area="licences")) == 7


async def test_who_read_which_debtor_is_told_to_ones_own_house_alone() -> None:
    ana = await a_member(organisation_id=await an_organisation(), name="Ana Ruiz", roles=("lawyer",))
    other = await a_member(organisation_id=await an_organisation(), roles=("lawyer",))
    claim_id = new_id()
    async with db.transaction(ana):
        await facts.record_read(ana, claim_ids=[claim_id, new_id()], purpose="case_page")
    assert [one.who for one in await reads_of(ana)] == ["Ana Ruiz"] * 2
    assert [one.claim_id for one in await reads_of(ana, claim_id=claim_id)] == [claim_id]
    assert await reads_of(other) == []


async def test_a_clerk_does_not_read_the_record() -> None:
    clerk = await a_member(organisation_id=await an_organisation(kinds=("law_firm",)), roles=("clerk",))
    with pytest.raises(Forbidden):
        await record_of(clerk)


async def test_every_kind_of_fact_has_words_and_fills_them_from_its_own_data() -> None:
    for kind, cls in KINDS.items():
        words = {name: "x" for name in cls.__dataclass_fields__} | {"subject": "x"}
        assert sentence_of(kind) % words

"""What changed between approval and lodging stops that one paper with its reason, and the others go."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest

from cases.desk.holds import hold_case
from cases.parties.corrections import correct_party
from cases.preflight.ages import set_policy
from cases.preflight.checks import CheckRow, enter_checks
from cases.submissions.accounts import enter_account
from cases.submissions.approving import approve_submission, make_anew, try_again
from cases.submissions.lodging import order_lodging
from cases.submissions.making import make_files
from cases.submissions.queries import SubmissionShown, batch_shown, parts_of, submission_shown, submissions
from cases.submissions.request_ids import request_id_of
from cases.submissions.sending import send_submission
from kernel import db
from kernel.errors import Refused
from kernel.ids import new_id
from kernel.money import Money
from tests.builders.cases import Desk
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.fakes.sdt_court import FakeSdt

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]
type Change = Callable[[Desk, UUID], Awaitable[None]]
ON = date(2026, 11, 20)


async def paid(desk: Desk, case_id: UUID, on: date = ON) -> None:
    """A hundred pounds are booked for the case, received that day."""
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO claim_payments (id, claim_id, tape_id, organisation_id, received_on, amount_minor, currency,"
            " source, recorded_at) SELECT $1, claim_id, tape_id, organisation_id, $3, 10000, 'GBP', 'bank', $4"
            " FROM cases WHERE id = $2",
            new_id(),
            case_id,
            on,
            desk.clock.now(),
        )


async def paid_before(desk: Desk, case_id: UUID) -> None:
    await paid(desk, case_id, date(2026, 11, 2))


async def paid_later(desk: Desk, case_id: UUID) -> None:
    desk.clock.advance(timedelta(days=3))
    await paid(desk, case_id, date(2026, 11, 23))


async def died(desk: Desk, case_id: UUID) -> None:
    async with db.transaction(desk.system):
        reference = await db.fetch_value("SELECT reference FROM cases WHERE id = $1", case_id)
    row = CheckRow(case=reference, what="death", answer="hit", checked_on="2026-11-20", source="Register of deaths")
    await enter_checks(desk.lawyer, [row])


async def disputed(desk: Desk, case_id: UUID) -> None:
    await hold_case(desk.lawyer, case_id, ground="dispute", from_on=ON, until_on=None)


async def moved_house(desk: Desk, case_id: UUID) -> None:
    async with db.transaction(desk.system):
        party_id = await db.fetch_value(
            "SELECT p.id FROM parties p JOIN cases k USING (claim_id) WHERE k.id = $1", case_id
        )
    await correct_party(desk.lawyer, case_id, party_id, {"street": "3 Weaver Street"})


async def limitation_over(desk: Desk, case_id: UUID) -> None:
    """Its last day was yesterday, and nobody gave a reason when the paper was approved."""
    async with db.transaction(desk.system):
        await db.execute(
            "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, kind, rule, title, outcome,"
            " statutory_on, safe_on, authority, verified, reckoning, status, created_at) SELECT $1, tape_id, claim_id,"
            " id, organisation_id, 'limitation', 'contract', 'Limitation', 'date', $3, $3, 'Limitation Act 1980 s.5',"
            " true, '[]', 'open', $4 FROM cases WHERE id = $2",
            new_id(),
            case_id,
            date(2026, 11, 19),
            desk.clock.now(),
        )


CHANGES: dict[str, tuple[Change, str]] = {
    "payment of before": (paid_before, "by the books it would be"),
    "payment since": (paid_later, "100.00 GBP was paid since"),
    "death": (died, "The debtor died"),
    "dispute": (disputed, "disputed"),
    "address": (moved_house, "no longer what was sealed"),
    "limitation": (limitation_over, "Limitation ended on 2026-11-19"),
}


async def a_desk_with_papers(*, count: int = 2, connector: str = "drop") -> tuple[Desk, list[UUID], list[UUID]]:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT, connector=connector)
    papers = await sealed_claims(desk, count=count)
    async with db.transaction(desk.system):
        rows = await db.fetch("SELECT id, case_id FROM filings WHERE id = ANY($1)", papers)
    cases = {row["id"]: row["case_id"] for row in rows}
    return desk, papers, [cases[one] for one in papers]


async def inside(desk: Desk, file: SubmissionShown) -> list[str]:
    return sorted(part.request_id for part in await parts_of(desk.lawyer, submission_id=file.id))


async def reasons(desk: Desk, batch_id: UUID) -> list[str]:
    return [one.limit for part in await parts_of(desk.lawyer, batch_id=batch_id) for one in part.reasons]


async def an_approved_file(desk: Desk, papers: Sequence[UUID], run: Run) -> SubmissionShown:
    await order_lodging(desk.lawyer, papers, "sdt")
    await run()
    (file,) = await submissions(desk.lawyer, "own")
    await approve_submission(desk.lawyer, file.id, shown=file.fee)
    return file


async def test_what_changed_since_approval_leaves_those_papers_out_and_no_other() -> None:
    desk, papers, cases = await a_desk_with_papers(count=1 + len(CHANGES))
    (batch_id,) = await order_lodging(desk.lawyer, papers, "sdt")
    for case_id, (change, _) in zip(cases, CHANGES.values(), strict=False):
        await change(desk, case_id)

    assert await make_files(desk.system, batch_id, 0) == 1

    (file,) = (await batch_shown(desk.lawyer, batch_id)).files
    assert await inside(desk, file) == [request_id_of(papers[-1])]
    left = {
        part.case_id: " ".join(one.limit for one in part.reasons)
        for part in await parts_of(desk.lawyer, batch_id=batch_id)
    }
    for case_id, (name, (_, told)) in zip(cases, CHANGES.items(), strict=False):
        assert told in left[case_id], name


async def test_a_policy_of_fresh_checks_is_held_on_the_day_the_papers_leave() -> None:
    desk, papers, _ = await a_desk_with_papers()
    await set_policy(desk.buyer, {"insolvency": 30})
    (batch_id,) = await order_lodging(desk.lawyer, papers, "sdt")
    assert await make_files(desk.system, batch_id, 0) == 0
    assert all("insolvent was never checked" in one for one in await reasons(desk, batch_id))


async def test_a_file_with_a_paper_that_may_not_leave_is_made_anew_of_the_rest_and_sent(
    sdt: FakeSdt, run_jobs: Run
) -> None:
    desk, (good, bad), (_, changed) = await a_desk_with_papers(connector="sdt")
    file = await an_approved_file(desk, [good, bad], run_jobs)
    await paid_before(desk, changed)

    assert await send_submission(desk.system, file.id) == "withdrawn"
    await run_jobs()

    former = await submission_shown(desk.lawyer, file.id)
    assert "by the books it would be" in (former.reason or "")
    (anew,) = [one for one in await submissions(desk.lawyer, "own") if one.status == "approved"]
    assert await send_submission(desk.system, anew.id) == "sent"
    sent = await submission_shown(desk.lawyer, anew.id)
    assert (sent.fee, await inside(desk, sent)) == (Money(file.fee.minor // 2, "GBP"), [request_id_of(good)])
    assert [set(one.states) for one in sdt.held.values()] == [{request_id_of(good)}]
    assert "by the books it would be" in " ".join(await reasons(desk, sent.batch_id))
    async with db.transaction(desk.lawyer):
        approved = await db.fetch_sure("SELECT approved_by, approved_minor FROM submissions WHERE id = $1", sent.id)
    assert (approved["approved_by"], approved["approved_minor"]) == (desk.lawyer.person_id, sent.fee.minor)


async def test_where_nothing_may_leave_any_more_nothing_is_sent(sdt: FakeSdt, run_jobs: Run) -> None:
    desk, papers, cases = await a_desk_with_papers(count=1, connector="sdt")
    file = await an_approved_file(desk, papers, run_jobs)
    await disputed(desk, cases[0])

    await send_submission(desk.system, file.id)
    await run_jobs()

    assert sdt.calls == []
    assert [one.status for one in await submissions(desk.lawyer, "own")] == ["withdrawn"]


async def test_a_failed_file_is_asked_again_before_it_is_tried_again(sdt: FakeSdt, run_jobs: Run) -> None:
    desk, papers, cases = await a_desk_with_papers(connector="sdt")
    sdt.busy = 1
    file = await an_approved_file(desk, papers, run_jobs)
    assert await send_submission(desk.system, file.id) == "failed"
    await moved_house(desk, cases[1])

    with pytest.raises(Refused, match=r"no longer what was sealed.*Make the file anew"):
        await try_again(desk.lawyer, file.id)
    assert await send_submission(desk.system, file.id) == "withdrawn"
    assert sdt.held == {}


async def test_who_carries_a_file_is_told_and_makes_it_anew(run_jobs: Run) -> None:
    desk, (good, bad), (_, changed) = await a_desk_with_papers()
    await order_lodging(desk.lawyer, [good, bad], "sdt")
    await run_jobs()
    (file,) = await submissions(desk.lawyer, "own")
    await paid_before(desk, changed)
    with pytest.raises(Refused, match="1 of the filings may not leave any more"):
        await approve_submission(desk.lawyer, file.id, shown=file.fee)

    await make_anew(desk.lawyer, file.id)
    await run_jobs()

    (anew,) = [one for one in await submissions(desk.lawyer, "own") if one.status == "ready"]
    assert await inside(desk, anew) == [request_id_of(good)]
    await approve_submission(desk.lawyer, anew.id, shown=anew.fee)


async def test_a_file_of_which_no_paper_is_left_is_not_made_anew_and_stays(run_jobs: Run) -> None:
    desk, papers, _ = await a_desk_with_papers(count=1)
    await order_lodging(desk.lawyer, papers, "sdt")
    await run_jobs()
    (file,) = await submissions(desk.lawyer, "own")
    async with db.transaction(desk.system):
        await db.execute("UPDATE submission_parts SET outcome = 'released'")
    with pytest.raises(Refused, match="None of its papers is left"):
        await make_anew(desk.lawyer, file.id)
    assert [one.status for one in await submissions(desk.lawyer, "own")] == ["ready"]

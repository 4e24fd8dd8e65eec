"""German applications lodged as EDA files that a person carries: cut, divided, added up, dated, handed over."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cases.answers import channels
from cases.jurisdictions.de import DE
from cases.jurisdictions.de.eda.files import read
from cases.jurisdictions.de.eda.trailer import EdaFile, sum_faults
from cases.submissions.accounts import enter_account
from cases.submissions.approving import approve_submission, hand_over
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import SubmissionShown, batch_shown, parts_of, submissions
from cases.submissions.request_ids import request_id_of
from documents.vault.queries import open_document
from kernel import db
from tests.builders.cases import Desk
from tests.builders.german_case import ACCOUNT
from tests.builders.lodging import a_filing_desk, sealed_claims

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


def two_to_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    (eda,) = DE.channels
    short = replace(DE, channels=(replace(eda, most_per_file=2),))
    monkeypatch.setattr(channels.registry, "JURISDICTIONS", (short,))


async def opened(desk: Desk, shown: SubmissionShown) -> EdaFile:
    return read(await (await open_document(desk.lawyer, shown.document_id)).content())


async def test_applications_are_lodged_as_files_of_the_day_with_sums_that_add_up_and_are_handed_over(
    run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await a_filing_desk(country="DE")
    await enter_account(desk.lawyer, "eda", ACCOUNT)
    papers = await sealed_claims(desk, count=3)
    two_to_a_file(monkeypatch)
    desk.clock.move_to(datetime(2026, 11, 20, 23, 30, tzinfo=UTC))  # the 21st in Berlin

    (batch_id,) = await order_lodging(desk.lawyer, papers, "eda")
    desk.clock.advance(timedelta(days=2))  # the worker was down
    await run_jobs()

    files = (await batch_shown(desk.lawyer, batch_id)).files
    assert sorted(one.parts for one in files) == [1, 2]
    assert len({one.reference for one in files}) == 2
    lodged = []
    for shown in files:
        file = await opened(desk, shown)
        assert (file.participant, file.created) == (ACCOUNT["participant"], "261121")
        assert (file.name, shown.name) == (shown.reference, f"{shown.reference}.EDA")
        assert shown.reference.startswith(ACCOUNT["eda_id"])
        assert list(sum_faults(file)) == []
        assert file.sums is not None
        controls = dict(shown.controls)
        assert (controls["Applications"], file.sums.applications) == (str(shown.parts), shown.parts)
        assert (controls["Sum of amounts in cents"], file.sums.amounts) == (
            f"{420_000 * shown.parts}",
            420_000 * shown.parts,
        )
        lodged += [part.request_id for part in await parts_of(desk.lawyer, submission_id=shown.id)]
    assert sorted(lodged) == sorted(request_id_of(one) for one in papers)

    for shown in files:
        await approve_submission(desk.lawyer, shown.id, shown=shown.fee)
        await hand_over(desk.lawyer, shown.id, court_reference=f"{shown.reference}QU")
    assert {one.status for one in await submissions(desk.lawyer, "own")} == {"sent"}
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM filings WHERE status = 'submitted'") == 3


async def test_no_file_bears_a_name_that_the_court_may_still_answer(run_jobs: Run) -> None:
    """Three digits are all there is: of a thousand names 999 wait for answers, and the next file takes the last."""
    desk = await a_filing_desk(country="DE")
    await enter_account(desk.lawyer, "eda", ACCOUNT)
    first, second = await sealed_claims(desk, count=2)
    await order_lodging(desk.lawyer, [first], "eda")
    await run_jobs()
    async with db.transaction(desk.lawyer):
        await db.execute(
            "INSERT INTO submissions SELECT (jsonb_populate_record(s, jsonb_build_object('id', uuidv7(), 'reference',"
            " $1 || lpad(n::text, 3, '0')))).* FROM submissions s, generate_series(0, 999) n"
            " WHERE n <> 7 AND $1 || lpad(n::text, 3, '0') <> s.reference",
            ACCOUNT["eda_id"],
        )

    (batch_id,) = await order_lodging(desk.lawyer, [second], "eda")
    await run_jobs()

    batch = await batch_shown(desk.lawyer, batch_id)
    assert [one.reference for one in batch.files] == [f"{ACCOUNT['eda_id']}007"]

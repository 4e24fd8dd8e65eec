"""Answers that no court gave: who does not work a case cannot bring its papers to the court by telling of them."""

from collections.abc import Awaitable, Callable

import pytest

from cases.answers.queries import tray
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import take_in
from cases.submissions.approving import approve_submission
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import submission_shown, submissions
from cases.submissions.request_ids import request_id_of
from kernel import db
from tests.cases.answers.feedback import Told, feedback
from tests.cases.answers.test_sides import acknowledged
from tests.cases.submissions.test_firm import an_instructed_firm

pytestmark = pytest.mark.usefixtures("database", "object_store")
type Run = Callable[[], Awaitable[None]]


async def test_the_client_cannot_tell_the_firm_that_its_unsent_file_reached_the_court(run_jobs: Run) -> None:
    here = await an_instructed_firm()
    desk, firm = here.desk, here.firm
    issued = [Told(request_id_of(here.filings[0]), claim_number="9QZ12345", issued_on="2026-11-20")]
    await take_in(desk.buyer, "sdt", feedback(issued, file="NEVER-LODGED"))
    await run_jobs()
    await order_lodging(firm.lawyer, here.filings, "sdt")
    await run_jobs()
    (file,) = await submissions(firm.lawyer, "instructed")
    await approve_submission(firm.lawyer, file.id, shown=file.fee)

    await take_in(desk.buyer, "sdt", acknowledged(file.reference))
    await take_in(desk.buyer, "sdt", acknowledged(file.reference, error=("COUNT", "Refused, says the client")))
    await take_in(desk.buyer, "sdt", feedback(issued, file=file.reference))
    await run_jobs()

    assert (await submission_shown(firm.lawyer, file.id)).status == "approved"
    async with db.transaction(firm.lawyer):
        assert [row["status"] for row in await db.fetch("SELECT status FROM filings")] == ["sealed"]
    waiting = [one.reason or "" for one in await tray(desk.buyer, AnswerStatus.WAITING)]
    assert len([one for one in waiting if "has not sent this file" in one]) >= 2

    await take_in(firm.lawyer, "sdt", acknowledged(file.reference))
    await run_jobs()
    assert (await submission_shown(firm.lawyer, file.id)).status == "sent"

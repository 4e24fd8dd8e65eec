"""What a court's service answers to a file sent is kept whatever it is, and tells the next firm no secret."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from cases.answers.queries import files_of, tray
from cases.answers.states import AnswerStatus
from cases.instructions.commands import end_instruction
from cases.submissions.accounts import enter_account
from cases.submissions.approving import approve_submission
from cases.submissions.keeping_receipts import blotted, tells
from cases.submissions.queries import receipts_of, submission_shown
from cases.submissions.sending import send_submission
from documents.vault.queries import open_document
from kernel import data_keys, db
from kernel.actor import Actor
from kernel.errors import NotFound, Refused
from kernel.keys import ColumnSealer
from kernel.settings import settings
from tests.builders.cases import a_firm
from tests.builders.instructions import an_accepted_instruction
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk
from tests.cases.submissions.test_by_service import an_approved_file, statuses
from tests.cases.submissions.test_firms_apart import an_instructed_firm, cases_of, lodged
from tests.fakes.scanner import FINDING, scanner
from tests.fakes.sdt_court import FakeSdt
from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("object_store")
type Run = Callable[[], Awaitable[None]]
WAITING = AnswerStatus.WAITING
SECRET = "Pa&word-4711"


async def test_a_receipt_the_scanner_refuses_lies_in_quarantine_and_the_file_has_arrived(
    sdt: FakeSdt, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await a_filing_desk()
    _, row = await an_approved_file(desk, run_jobs)
    sdt.remark = "EICAR"
    async with scanner() as address:
        monkeypatch.setenv("CLAMD_ADDRESS", address)
        settings.cache_clear()
        assert await send_submission(desk.system, row["id"]) == "sent"
        await run_jobs()

    assert await statuses(desk) == ["submitted", "submitted"]
    (waits,) = await tray(desk.lawyer, WAITING)
    assert FINDING in (waits.reason or "")
    (receipt,) = await receipts_of(desk.lawyer, row["id"])
    assert (receipt.document_id, receipt.quarantined) == (waits.document_id, True)
    with pytest.raises(Refused, match="quarantine"):
        await open_document(desk.lawyer, receipt.document_id)
    async with browser(desk.lawyer) as client:
        shown = (await client.get(f"/submissions/{row['id']}")).text
    assert FINDING in shown
    assert f"/court-answers?file={receipt.file_id}" in shown
    assert str(receipt.document_id) not in shown


async def seal_a_secret(firm_id: UUID, secret: str) -> None:
    """Into the account, as those of services that ask for a password have one."""
    actor = Actor.system(firm_id)
    async with db.transaction(actor):
        row = await db.fetch_sure("SELECT id, data_key_id FROM court_accounts WHERE organisation_id = $1", firm_id)
        key = await data_keys.open_key(row["data_key_id"])
        sealed = ColumnSealer(key.secret, "court_accounts", "secrets").seal(row["id"], {"password": secret})
        await db.execute("UPDATE court_accounts SET secrets = $2 WHERE id = $1", row["id"], sealed)


@pytest.mark.parametrize(
    ("remark", "copied"),
    [
        (" for Pa&amp;word-4711", True),
        (" for &#80;a&#x26;word-4711", False),
        (" for Pa<!-- -->&amp;word<![CDATA[-4711]]>", False),
    ],
)
async def test_a_receipt_that_comes_after_the_cases_moved_tells_the_next_firm_no_secret_of_the_last(
    sdt: FakeSdt, run_jobs: Run, remark: str, copied: bool
) -> None:
    desk, firm, instruction_id, papers = await an_instructed_firm()
    await enter_account(firm.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")
    await seal_a_secret(firm.organisation_id, SECRET)
    file = await lodged(firm, papers, run_jobs)
    await approve_submission(firm.lawyer, file.id, shown=file.fee)
    other = await a_firm(desk=desk, name="Calder Solicitors LLP")
    cases = await cases_of(desk, papers)

    async def moves(when: str) -> None:
        if when == "after":
            await end_instruction(desk.buyer, instruction_id, "Another firm takes over.")
            await an_accepted_instruction(desk.buyer, other.organisation_id, cases)

    sdt.held_up, sdt.remark = moves, remark
    assert await send_submission(Actor.system(firm.organisation_id, desk.clock), file.id) == "sent"
    await run_jobs()

    assert (await submission_shown(other.lawyer, file.id)).status == "sent"
    (original,) = await files_of(firm.lawyer)
    assert "repeats a secret of your account" in (original.reason or "")
    kept = await open_document(firm.lawyer, original.document_id)
    assert remark.encode() in await kept.content()
    with pytest.raises(NotFound):
        await open_document(other.lawyer, original.document_id)
    seen = await receipts_of(other.lawyer, file.id)
    assert len(seen) == copied
    for receipt in seen:
        content = await (await open_document(other.lawyer, receipt.document_id)).content()
        assert b" for ***<" in content
        assert not tells(content, (SECRET,))
    said = [one.words for status in AnswerStatus for one in await tray(other.lawyer, status)]
    assert SECRET not in str(said)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_blotted_copy_tells_nothing_and_keeps_every_other_byte(encoding: str) -> None:
    content = "<a b='Pa&amp;word-4711'>Pa&amp;word-4711, zażółć</a>".encode(encoding)
    assert tells(content, (SECRET,))
    without = blotted(content, (SECRET,))
    assert without.decode(encoding) == "<a b='***'>***, zażółć</a>"
    assert not tells(without, (SECRET,))
    assert not tells(content, ())

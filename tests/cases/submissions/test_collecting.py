"""Fetching a court's answers: one that cannot be taken is set aside with its reason, and keeps no other back."""

from collections.abc import Awaitable, Callable

import pytest

from cases.answers.queries import files_of, tray
from cases.answers.states import AnswerStatus
from cases.answers.taking_in import take_in
from cases.submissions.accounts import accounts, enter_account
from cases.submissions.collecting import collect_answers
from cases.submissions.connectors.seam import NotSent
from documents.vault.queries import open_document
from kernel import db
from kernel.errors import Forbidden, Refused
from kernel.settings import settings
from tests.builders.accounts import a_member
from tests.builders.cases import Desk
from tests.builders.lodging import EPU_ACCOUNT, SDT_ACCOUNT, a_filing_desk
from tests.cases.answers.at_court import FILE, AtCourt, filings_at_court
from tests.cases.answers.feedback import defence
from tests.cases.jurisdictions.pl_epu.test_answers import an_answer
from tests.fakes.scanner import FINDING, scanner
from tests.fakes.sdt_court import FakeSdt, Held

pytestmark = pytest.mark.usefixtures("object_store")
type Run = Callable[[], Awaitable[None]]
WAITING, MATCHED = AnswerStatus.WAITING, AnswerStatus.MATCHED
BULK = "MCOL-20261122103000-B00000001"


async def an_account(sdt: FakeSdt) -> tuple[Desk, AtCourt]:
    """A house whose claim lies with the court, which has accepted it."""
    desk = await a_filing_desk()
    (one,) = await filings_at_court(desk)
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")
    async with db.transaction(desk.system):
        await db.execute("UPDATE submissions SET court_reference = $1", BULK)
    sdt.held[FILE] = Held(BULK, FILE, {one.request_id: ("Accepted", "4QZ12345")})
    return desk, one


async def collected(desk: Desk) -> int:
    return await collect_answers(desk.system, (await accounts(desk.lawyer))["sdt"].id)


async def test_an_answer_the_scanner_refuses_lies_in_quarantine_and_the_rest_is_collected(
    sdt: FakeSdt, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _ = await an_account(sdt)
    sdt.defences = defence("4QZ12345", words="EICAR").decode()
    async with scanner() as address:
        monkeypatch.setenv("CLAMD_ADDRESS", address)
        settings.cache_clear()
        for came in (2, 1):
            assert await collected(desk) == came
            await run_jobs()

    assert (await accounts(desk.lawyer))["sdt"].collected_at == desk.clock.now()
    assert {one.event for one in await tray(desk.lawyer, MATCHED)} == {"claim_issued", None}
    (waits,) = await tray(desk.lawyer, WAITING)
    assert FINDING in (waits.reason or "")
    assert "answers-sdt.xml" in (waits.reason or "")
    with pytest.raises(Refused, match="quarantine"):
        await open_document(desk.lawyer, waits.document_id)


@pytest.mark.parametrize("sent", ["<html>Closed for maintenance", "\0\1\2"])
async def test_a_malformed_answer_is_kept_with_its_reason_and_its_days_are_asked_again(
    sdt: FakeSdt, run_jobs: Run, sent: str
) -> None:
    desk, _ = await an_account(sdt)
    sdt.garbled = sent
    assert await collected(desk) == 2
    await run_jobs()

    before = (await accounts(desk.lawyer))["sdt"].collected_at
    assert before is not None
    assert before < desk.clock.now()
    (waits,) = await tray(desk.lawyer, WAITING)
    assert "cannot be read" in (waits.reason or "")
    aside = next(one for one in await files_of(desk.lawyer) if one.status == "set_aside")
    assert await (await open_document(desk.lawyer, aside.document_id)).content() == sent.encode()

    sdt.garbled = ""
    sdt.defences = defence("4QZ12345", filed_on="2026-11-21").decode()
    await collected(desk)
    await run_jobs()
    assert "defence_filed" in {one.event for one in await tray(desk.lawyer, MATCHED)}
    assert (await accounts(desk.lawyer))["sdt"].collected_at == desk.clock.now()


async def test_where_one_question_is_not_answered_the_rest_is_kept_and_its_days_are_asked_again(
    sdt: FakeSdt, run_jobs: Run
) -> None:
    desk, _ = await an_account(sdt)
    sdt.failing = {"submitQueryRequest"}
    with pytest.raises(NotSent):
        await collected(desk)
    await run_jobs()
    assert "claim_issued" in {one.event for one in await tray(desk.lawyer, MATCHED)}
    before = (await accounts(desk.lawyer))["sdt"].collected_at
    assert before is not None
    assert before < desk.clock.now()

    sdt.failing = set()
    sdt.defences = defence("4QZ12345", filed_on="2026-11-21").decode()
    await collected(desk)
    await run_jobs()
    assert "defence_filed" in {one.event for one in await tray(desk.lawyer, MATCHED)}
    assert (await accounts(desk.lawyer))["sdt"].collected_at == desk.clock.now()


async def test_a_secret_that_the_court_repeats_is_blotted_and_its_file_opened_by_few(
    sdt: FakeSdt, run_jobs: Run
) -> None:
    desk, _ = await an_account(sdt)
    secret = "s3cret&word"
    await enter_account(desk.lawyer, "epu", {**EPU_ACCOUNT, "password": secret})
    clerk = await a_member(organisation_id=desk.owner_id, roles=("clerk",), clock=desk.clock)
    seller = await a_member(organisation_id=desk.owner_id, roles=("seller",), clock=desk.clock)
    told = an_answer("Moje", "<a:oznaczeniePaczki>X</a:oznaczeniePaczki>", code="BadRequest").replace(
        "Operacja zakończona".encode(), b"Wrong s3cret&amp;word"
    )
    await take_in(clerk, "epu", told)
    await take_in(clerk, "sdt", defence("1AA00009"))
    await run_jobs()

    closed, plain = await tray(clerk, WAITING)
    assert "•••" in closed.words.sentence
    assert secret not in closed.words.sentence
    assert (await open_document(desk.lawyer, closed.document_id)).shown.kind == "court_answers_closed"
    assert (await open_document(clerk, plain.document_id)).shown.kind == "court_answers"
    for who, document_id in ((clerk, closed.document_id), (seller, closed.document_id), (seller, plain.document_id)):
        with pytest.raises(Forbidden):
            await open_document(who, document_id)
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT count(*) FROM document_texts WHERE document_id = $1", plain.document_id)
        kept = await db.fetch_value("SELECT count(*) FROM document_texts WHERE document_id = $1", closed.document_id)
    assert kept == 0

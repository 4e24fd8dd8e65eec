"""What a court's service must not be able to do, and two people at the same moment either."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from httpx._decoders import SUPPORTED_DECODERS, GZipDecoder
from litestar import Litestar, Response, post

from accounts.sessions.requests import AnyRequest
from cases.jurisdictions.court_files.xml_parsing import Node, first_words
from cases.submissions.accounts import enter_account, open_account
from cases.submissions.approving import approve_submission
from cases.submissions.arriving import arrive
from cases.submissions.connectors.epu import EpuClient
from cases.submissions.connectors.sdt import SdtClient
from cases.submissions.connectors.seam import AccountRefused, MayHaveArrived, NotSent, TooMuch, ToSend
from cases.submissions.connectors.soap import Call, Said, call
from cases.submissions.left_out import discard_left_out
from cases.submissions.lodging import order_lodging
from kernel import db
from kernel.errors import Refused
from kernel.money import Money
from tests.builders.lodging import EPU_ACCOUNT, SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.fakes.serving import served

type Run = Callable[[], Awaitable[None]]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ANY_FILE = ToSend("R261120-1", "pozwy.xml", b"<Pozwy/>")
FAULT = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>'
    "<faultstring>Out of order.</faultstring></s:Fault></s:Body></s:Envelope>"
)


@asynccontextmanager
async def a_court_that_says(body: str | bytes, status: int = 200, packed: str = "") -> AsyncIterator[str]:
    """Whatever it is asked."""

    @post("/")
    async def answer(request: AnyRequest) -> Response[bytes]:
        said = (await request.body()).decode()
        content = body.encode() if isinstance(body, str) else body
        password = said.partition("<password>")[2].partition("</password>")[0]
        content = content.replace(b"PASSWORD", password.encode())
        headers = {"content-encoding": packed} if packed else {}
        return Response(content, status_code=status, media_type="text/xml", headers=headers)

    async with served(Litestar([answer], openapi_config=None)) as address:
        yield address


def enveloped(inside: str) -> str:
    return f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{inside}</s:Body></s:Envelope>'


@pytest.mark.parametrize(("status", "body"), [(502, ""), (504, "<html>"), (500, FAULT), (302, "")])
async def test_what_a_broken_service_may_have_taken_is_never_called_not_sent(status: int, body: str) -> None:
    async with a_court_that_says(body, status) as address:
        client = EpuClient(address, rest=timedelta())
        with pytest.raises(MayHaveArrived):
            await client.send(ANY_FILE, EPU_ACCOUNT)
        missed = (await client.collect(EPU_ACCOUNT, NOW - timedelta(days=1), NOW, {})).missed
        assert isinstance(missed, NotSent)


async def test_a_list_without_end_or_of_no_number_of_pages_is_not_believed() -> None:
    listed = "<MojeSprawyResponse><kod>OK</kod><iloscStron>{}</iloscStron></MojeSprawyResponse>"
    for told in ("9" * 5000, "many", "-1", "²"):
        async with a_court_that_says(enveloped(listed.format(told))) as address:
            client = EpuClient(address, rest=timedelta())
            missed = (await client.collect(EPU_ACCOUNT, NOW - timedelta(days=1), NOW, {})).missed
            assert isinstance(missed, NotSent)
            assert "number of pages" in missed.sentence


async def test_an_answer_larger_than_is_read_is_left_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.submissions.connectors.soap.LARGEST_FILE", 1 << 16)
    monkeypatch.setattr("cases.jurisdictions.court_files.xml_parsing.LARGEST_FILE", 1 << 16)
    async with a_court_that_says(enveloped("<a/>" * 100_000)) as address:
        with pytest.raises(NotSent, match="no SOAP message"):
            await call(Call(address, "", b"<a/>", "1.1", changes=False))


async def test_an_answer_packed_to_burst_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[int] = []

    class Watched(GZipDecoder):
        def decode(self, data: bytes) -> bytes:
            unpacked.append(len(data))
            return super().decode(data)

    monkeypatch.setitem(SUPPORTED_DECODERS, "br", Watched)
    fine = gzip.compress(enveloped("<a/>").encode())
    async with a_court_that_says(fine, packed="br") as address:
        with pytest.raises(NotSent, match="no SOAP message"):
            await call(Call(address, "", b"<a/>", "1.1", changes=False))
    async with a_court_that_says(fine, packed="gzip") as address:
        assert (await call(Call(address, "", b"<a/>", "1.1", changes=False))).message.name == "a"
    assert unpacked == []


@pytest.mark.parametrize("client", [EpuClient, SdtClient])
async def test_lists_that_would_fill_the_memory_are_fetched_no_further(
    monkeypatch: pytest.MonkeyPatch, client: type[EpuClient | SdtClient]
) -> None:
    monkeypatch.setattr(f"{client.__module__}.MOST_AT_ONCE", 5_000)
    listed = f"<MojeSprawyResponse><kod>OK</kod><iloscStron>200</iloscStron><a>{'x' * 2_000}</a></MojeSprawyResponse>"
    async with a_court_that_says(enveloped(listed)) as address:
        court = EpuClient(address, rest=timedelta()) if client is EpuClient else SdtClient(address)
        files = {str(number): str(number) for number in range(50)}
        found = await court.collect(EPU_ACCOUNT | SDT_ACCOUNT, NOW - timedelta(days=1), NOW, files)
    assert len(found.contents) == 3
    assert isinstance(found.missed, TooMuch)
    assert found.until == NOW - timedelta(days=1)


@pytest.mark.parametrize("before", range(280, 310))
def test_no_half_of_a_secret_is_left_where_a_fault_is_cut(before: int) -> None:
    told = f"{'no ' * (before // 3)}{'x' * (before % 3)} geheim-4711 and more words after it"
    for shown in (
        first_words(told),
        Said(b"", Node("", "Fault", {}, 1, [Node("", "Reason", {}, 1, [], [told])])).fault,
    ):
        assert "geheim" not in shown.replace("geheim-4711", "")
        assert len(shown) <= 302
        assert len(shown) > 270


@pytest.mark.usefixtures("database")
async def test_a_password_that_the_court_repeats_is_not_repeated_by_us() -> None:
    desk = await a_filing_desk(country="PL")
    account_id = await enter_account(desk.lawyer, "epu", EPU_ACCOUNT)
    account = await open_account(desk.system, account_id)
    refused = "<x><kod>AuthenticationError</kod><informacja>Nie znamy PASSWORD.</informacja></x>"
    async with a_court_that_says(enveloped(refused)) as address:
        with pytest.raises(AccountRefused, match="Nie znamy •••") as caught, account.hushed():
            await EpuClient(address, rest=timedelta()).send(ANY_FILE, account.fields)
    assert EPU_ACCOUNT["password"] not in caught.value.sentence + str(caught.value) + repr(account)


@pytest.mark.usefixtures("database")
async def test_of_two_who_enter_the_first_account_at_once_one_is_kept_whole() -> None:
    desk = await a_filing_desk(country="PL")
    given = [EPU_ACCOUNT | {"password": f"password-{number}"} for number in range(6)]
    ids = await asyncio.gather(*(enter_account(desk.lawyer, "epu", one) for one in given))
    assert len(set(ids)) == 1
    opened = await open_account(desk.system, ids[0])
    assert opened.fields["password"] in {one["password"] for one in given}


@pytest.mark.usefixtures("database", "object_store")
async def test_a_reference_longer_than_any_court_s_does_not_keep_a_file_from_having_arrived(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    await order_lodging(desk.lawyer, await sealed_claims(desk), "sdt")
    await run_jobs()
    async with db.transaction(desk.lawyer):
        row = await db.fetch_sure("SELECT id, fee_minor FROM submissions")
    await approve_submission(desk.lawyer, row["id"], shown=Money(row["fee_minor"], "GBP"))

    await arrive(desk.system, row["id"], court_reference="9" * 5000)

    async with db.transaction(desk.lawyer):
        sent = await db.fetch_sure("SELECT status, court_reference FROM submissions")
    assert (sent["status"], sent["court_reference"]) == ("sent", None)


@pytest.mark.usefixtures("database", "object_store")
async def test_a_paper_is_not_set_aside_while_somebody_puts_it_into_another_file(run_jobs: Run) -> None:
    desk = await a_filing_desk()
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)
    filings = await sealed_claims(desk, carrying=False)
    (batch_id,) = await order_lodging(desk.lawyer, filings, "sdt")
    await run_jobs()
    ordered = asyncio.Event()

    async def order() -> None:
        async with db.transaction(desk.lawyer):
            await order_lodging(desk.lawyer, filings, "sdt")
            ordered.set()
            await asyncio.sleep(0.2)  # the other waits for the paper meanwhile; whenever it comes, it comes second

    async def discard() -> None:
        await ordered.wait()
        with pytest.raises(Refused, match="No paper of this batch waits"):
            await discard_left_out(desk.lawyer, batch_id)

    await asyncio.gather(order(), discard())
    async with db.transaction(desk.lawyer):
        assert await db.fetch_value("SELECT status FROM filings") == "sealed"

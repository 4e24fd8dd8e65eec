"""Connections to a court that hang, dribble or ask who comes: bounded, told, tried again later, and no secret told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from cases.jurisdictions.court_files.xml_parsing import parse
from cases.submissions.accounts import accounts, enter_account, open_account
from cases.submissions.approving import approve_submission
from cases.submissions.connectors import soap
from cases.submissions.connectors.sdt import SdtClient
from cases.submissions.connectors.seam import AccountRefused, MayHaveArrived, NotSent, ToSend
from cases.submissions.connectors.tls import client_tls
from cases.submissions.lodging import order_lodging
from cases.submissions.queries import submissions
from cases.submissions.sending import send_submission
from kernel import db
from kernel.errors import Invalid
from kernel.settings import settings
from tests.builders.lodging import SDT_ACCOUNT, a_filing_desk, sealed_claims
from tests.fakes.certificates import Authority, Shown
from tests.fakes.plain_serving import Talk, asking_who_comes, demanding, request_of, talking
from tests.fakes.sdt_court import FakeSdt

type Run = Callable[[], Awaitable[None]]
FILE = ToSend("R261120-1", "R261120-1.xml", b'<?xml version="1.0"?><bulkRequest/>')
FOREVER = 3600.0


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house's own bounds, a hundredth as long."""
    for name in ("SECONDS", "CONNECT_SECONDS", "WHOLE_SECONDS"):
        monkeypatch.setattr(soap, name, getattr(soap, name) / 200)


async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request_of(reader)
    await asyncio.sleep(FOREVER)


async def dribbles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request_of(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def reads_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(FOREVER)


async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request_of(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<s:Envelope")
    await writer.drain()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("talk", [hangs, dribbles, breaks_off, reads_nothing])
async def test_a_connection_is_not_waited_for_without_end_and_its_file_may_have_arrived(talk: Talk) -> None:
    async with asyncio.timeout(30), talking(talk) as address:
        with pytest.raises(MayHaveArrived):
            await SdtClient(address).send(FILE, SDT_ACCOUNT)


@pytest.mark.usefixtures("impatient")
async def test_who_never_ends_the_handshake_was_sent_nothing() -> None:
    async with asyncio.timeout(30), talking(reads_nothing) as address:
        with pytest.raises(NotSent, match="Nothing was sent"):
            await SdtClient(address.replace("http:", "https:")).send(FILE, SDT_ACCOUNT)


@pytest.mark.usefixtures("database", "object_store", "impatient")
async def test_a_hanging_court_is_asked_again_later_while_its_other_files_go_on(
    run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await a_filing_desk()
    async with talking(hangs) as address:
        monkeypatch.setenv("SDT_URL", address)
        settings.cache_clear()
        await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT, connector="sdt")
        await order_lodging(desk.lawyer, await sealed_claims(desk), "sdt")
        await run_jobs()
        (file,) = await submissions(desk.lawyer, "own")
        await approve_submission(desk.lawyer, file.id, shown=file.fee)
        assert await send_submission(desk.system, file.id) == "sending"
    (file,) = await submissions(desk.lawyer, "own")
    assert "only the court knows" in (file.reason or "")
    async with db.transaction(desk.system):
        row = await db.fetch_sure(
            "SELECT lock, scheduled_at FROM procrastinate_jobs WHERE task_name = 'submissions.resume'"
        )
    assert (row["lock"], row["scheduled_at"] > desk.clock.now()) == (None, True)


def an_account(shown: Shown) -> dict[str, str]:
    return {**SDT_ACCOUNT, "client_certificate": shown.certificate, "client_key": shown.key}


async def test_a_court_that_demands_a_certificate_lets_in_who_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    authority, court = Authority(), FakeSdt()

    def said(request: bytes) -> bytes:
        content = court.answered(parse(request).child("Body").children[0]).content  # type: ignore[union-attr]
        assert isinstance(content, bytes)
        return content

    caplog.set_level(logging.DEBUG)
    tls = demanding(authority, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    ours = authority.shows("Northern Debts")
    with asking_who_comes(tls, said) as address:
        message = b"<bulkRequest><header><sdtCustomerId>12345678</sdtCustomerId><requestCount>0</requestCount>"
        message += b"<customerReference>R261120-1</customerReference></header><requests/></bulkRequest>"
        file = ToSend("R261120-1", "R261120-1.xml", message)
        client = SdtClient(address)
        receipt = await client.send(file, an_account(ours))
        assert receipt.court_reference == court.held["R261120-1"].bulk_reference
        for stranger in (SDT_ACCOUNT, an_account(Authority("Nobody").shows("Northern Debts"))):
            with pytest.raises(AccountRefused, match="asks for a client certificate that it knows"):
                await client.send(ToSend("R261120-2", "R261120-2.xml", message), stranger)
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(NotSent, match="not trusted here"):
            await client.send(file, an_account(ours))
    assert set(court.held) == {"R261120-1"}
    body = ours.key.split("\n")[1]
    assert body not in caplog.text


@pytest.mark.usefixtures("database")
async def test_certificate_and_key_are_tried_when_entered_kept_sealed_and_never_shown() -> None:
    desk, authority = await a_filing_desk(), Authority()
    ours, others = authority.shows("Northern Debts"), authority.shows("Others")
    for certificate, key, field in (
        (ours.certificate, others.key, "client_certificate"),
        (ours.certificate, "", "client_key"),
        ("no PEM", "no key", "client_certificate"),
        (ours.certificate, ours.key.replace(" PRIVATE", " ENCRYPTED PRIVATE"), "client_key"),
    ):
        with pytest.raises(Invalid) as refused:
            await enter_account(desk.lawyer, "sdt", an_account(Shown(certificate, key)))
        assert [one.where for one in refused.value.places] == [field]

    account_id = await enter_account(desk.lawyer, "sdt", an_account(ours))
    await enter_account(desk.lawyer, "sdt", SDT_ACCOUNT)  # what was entered before stays

    opened = await open_account(desk.system, account_id)
    assert client_tls(opened.fields["client_certificate"], opened.fields["client_key"]) is not None
    assert not {"client_certificate", "client_key"} & set((await accounts(desk.lawyer))["sdt"].fields)
    async with db.transaction(desk.lawyer):
        kept = await db.fetch_value("SELECT court_accounts::text FROM court_accounts")
        told = await db.fetch_value("SELECT string_agg(data::text, ' ') FROM facts")
    assert ours.key.split("\n")[1] not in f"{kept}{told}{opened!r}"

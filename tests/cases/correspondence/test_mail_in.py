"""Post by mail through a real client and the real listener: acknowledged when it is stored, and never before."""

import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cases.correspondence import mail_in
from cases.correspondence.addresses import addresses, make_address, postbox_of, stop_address
from cases.correspondence.listening import Postman, protocol
from cases.correspondence.mail_queries import mail_of, refused_mails
from cases.correspondence.queries import IncomingShown, paper, tray
from cases.correspondence.states import IncomingStatus
from documents.vault.queries import open_document
from kernel import db
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.errors import Forbidden, NotFound, Refused
from kernel.settings import settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.cases import Desk, a_desk
from tests.builders.files import a_pdf, a_zip, eicar
from tests.builders.post import a_filed_case, a_mail, recorded, served
from tests.documents.intake.scanner import dated, real_scanner

pytestmark = pytest.mark.usefixtures("database", "object_store")
DOMAIN = "post.example"
LIMIT = 300_000


@pytest.fixture(autouse=True)
def domain(database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POST_DOMAIN", DOMAIN)
    settings.cache_clear()


@pytest.fixture
async def port(domain: None) -> AsyncIterator[int]:
    """The listener, with a smaller limit so that a mail over it is quickly sent."""
    clock = MovingClock(datetime(2026, 11, 22, 10, tzinfo=UTC))
    server = await asyncio.get_running_loop().create_server(
        protocol(Postman(clock=clock), largest=LIMIT), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1]


async def an_address(desk: Desk) -> str:
    chief = await a_member(organisation_id=desk.owner_id, roles=("administrator",))
    await make_address(chief)
    found = (await addresses(chief))[0].address
    assert found is not None
    return found


def sent(port: int, recipient: str, raw: bytes, *, sender: str = "court@example.org") -> int:
    """What the listener answered to the message, by a client that follows the protocol."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        try:
            client.sendmail(sender, [recipient], raw)
        except smtplib.SMTPRecipientsRefused as refused:
            return refused.recipients[recipient][0]
        except smtplib.SMTPResponseException as refused:
            return refused.smtp_code
    return 250


async def send(port: int, recipient: str, raw: bytes) -> int:
    return await asyncio.to_thread(sent, port, recipient, raw)


async def waiting(desk: Desk) -> list[IncomingShown]:
    return await tray(desk.lawyer, IncomingStatus.WAITING)


async def content(actor: Actor, one: IncomingShown) -> bytes:
    return await (await open_document(actor, one.document_id)).content()


async def test_a_mail_from_the_court_waits_in_the_tray_and_sets_its_deadlines(port: int) -> None:
    desk = await a_desk()
    case_id = await a_filed_case(desk=desk)
    async with db.transaction(desk.lawyer):
        reference = await db.fetch_value("SELECT reference FROM cases WHERE id = $1", case_id)
    raw = a_mail(subject=f"Your {reference}: requerimiento", files={"auto.pdf": a_pdf(), "decreto.pdf": a_pdf("2")})

    assert await send(port, (await an_address(desk)).upper(), raw) == 250

    first, second = await waiting(desk)
    assert [first.file_name, second.file_name] == ["auto.pdf", "decreto.pdf"]
    assert {first.said, second.said} == {reference}
    assert first.received_on == date(2026, 11, 22)
    assert first.mailed_by == "court@example.org"
    mail = await mail_of(desk.lawyer, first.id)
    assert mail is not None
    assert mail.body == "See the document enclosed."
    async with db.transaction(desk.lawyer):
        kept = await db.fetch_sure("SELECT id, document_id FROM incoming_mails")
    assert await (await open_document(desk.lawyer, kept["document_id"])).content() == raw
    await recorded(desk.lawyer, first.id, case_id, served())
    assert (await paper(desk.lawyer, first.id)).event == "requerimiento_served"


async def test_a_mail_without_a_file_is_the_paper_itself(port: int) -> None:
    desk = await a_desk()
    raw = a_mail(subject="Hearing moved")

    assert await send(port, await an_address(desk), raw) == 250

    (one,) = await waiting(desk)
    assert (one.file_name, one.said) == ("message.eml", "Hearing moved")
    assert await content(desk.lawyer, one) == raw


async def test_what_cannot_be_taken_stays_in_its_message_which_waits_too(port: int) -> None:
    desk = await a_desk()
    bomb = a_zip(**{"order.pdf": bytes(30 << 20)})
    raw = a_mail(files={"order.pdf": a_pdf(), "papers.zip": bomb})

    assert await send(port, await an_address(desk), raw) == 250

    taken, message = await waiting(desk)
    assert (taken.file_name, message.file_name) == ("order.pdf", "message.eml")
    mail = await mail_of(desk.lawyer, message.id)
    assert mail is not None
    assert [(one.name, one.paper_id == taken.id) for one in mail.parts] == [("order.pdf", True), ("papers.zip", False)]
    assert "a ZIP archive" in str(mail.parts[1].reason)
    assert await content(desk.lawyer, message) == raw


async def test_letters_beyond_ascii_in_the_name_of_a_file(port: int) -> None:
    desk = await a_desk()
    head = (
        b"From: a@example.org\r\nSubject: Dor\xc4\x99czenie\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf\r\n"
    )
    raw = (
        head
        + 'Content-Disposition: attachment; filename="nakaz zapłaty.pdf"\r\n\r\n'.encode()
        + a_pdf().replace(b"\n", b"\r\n")
    )

    assert await send(port, await an_address(desk), raw) == 250

    (one,) = await waiting(desk)
    mail = await mail_of(desk.lawyer, one.id)
    assert mail is not None
    assert [part.name for part in mail.parts] == ["nakaz zapłaty.pdf"]


async def test_nobody_gets_post_for_an_address_that_is_not_there(port: int) -> None:
    desk = await a_desk()
    address = await an_address(desk)
    raw = a_mail(files={"a.pdf": a_pdf()})
    elsewhere = address.replace(DOMAIN, "other.example")
    for wrong in (f"post@{DOMAIN}", f"post+{'a' * 26}@{DOMAIN}", elsewhere, "anybody@example.org"):
        assert await send(port, wrong, raw) == 550
    chief = await a_member(organisation_id=desk.owner_id, roles=("administrator",))
    await stop_address(chief, (await addresses(chief))[0].id)

    assert await send(port, address, raw) == 550
    assert await waiting(desk) == []


async def test_a_mail_over_the_limit_is_refused_before_and_after_it_is_sent(port: int) -> None:
    desk = await a_desk()
    address = await an_address(desk)
    raw = a_mail(files={"a.pdf": a_pdf() + bytes(LIMIT)})

    def without_saying_so() -> int:
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
            client.ehlo()
            client.mail("court@example.org")
            client.rcpt(address)
            return client.data(raw)[0]

    assert await send(port, address, raw) == 552
    assert await asyncio.to_thread(without_saying_so) == 552
    assert await waiting(desk) == []


async def test_the_same_mail_twice_at_once_is_taken_once(port: int) -> None:
    desk = await a_desk()
    address = await an_address(desk)
    raw = a_mail(files={"a.pdf": a_pdf()})
    detour = b"Received: from a by b; Sun, 22 Nov 2026 10:00:00 +0000\r\n" + raw

    answers = await asyncio.gather(*(send(port, address, one) for one in (raw, detour, raw, raw)))

    assert answers == [250] * 4
    assert len(await waiting(desk)) == 1
    assert await send(port, address, a_mail(message_id="<2@court.example>", files={"a.pdf": a_pdf()})) == 250
    assert len(await waiting(desk)) == 2


async def test_a_connection_cut_in_the_middle_leaves_nothing(port: int) -> None:
    desk = await a_desk()
    address = await an_address(desk)
    raw = a_mail(files={"a.pdf": a_pdf()})

    def cut() -> None:
        client = smtplib.SMTP("127.0.0.1", port, timeout=20)
        client.ehlo()
        client.mail("court@example.org")
        client.rcpt(address)
        client.docmd("DATA")
        assert client.sock is not None
        client.sock.sendall(raw[: len(raw) // 2])
        client.sock.shutdown(socket.SHUT_RDWR)
        client.sock.close()

    await asyncio.to_thread(cut)
    assert await send(port, address, a_mail(subject="after it", message_id="<3@court.example>")) == 250
    assert [one.said for one in await waiting(desk)] == ["after it"]


async def test_what_could_not_be_stored_is_not_acknowledged(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = await a_desk()
    address = await an_address(desk)
    raw = a_mail(files={"a.pdf": a_pdf()})
    with monkeypatch.context() as broken:
        broken.setenv("S3_ENDPOINT", "http://127.0.0.1:1")
        settings.cache_clear()
        mail_in.put.__globals__["store"].cache_clear()
        assert await send(port, address, raw) == 451
    settings.cache_clear()
    mail_in.put.__globals__["store"].cache_clear()
    assert await waiting(desk) == []

    assert await send(port, address, raw) == 250
    assert len(await waiting(desk)) == 1


async def test_what_the_scanner_finds_is_refused_for_good_and_noted(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await a_desk()
    with real_scanner(tmp_path) as clamd:
        async with dated(clamd, datetime(2026, 11, 22, tzinfo=UTC)) as at:
            monkeypatch.setenv("CLAMD_ADDRESS", at)
            settings.cache_clear()
            found = await send(port, await an_address(desk), a_mail(files={"a.zip": a_zip(inner=eicar())}))

    assert found == 554
    assert await waiting(desk) == []
    (noted,) = await refused_mails(desk.lawyer)
    assert noted.sender == "court@example.org"
    assert "Eicar" in noted.refused


async def test_a_notice_without_a_sender_is_post_too(port: int) -> None:
    desk = await a_desk()
    address = await an_address(desk)

    assert await asyncio.to_thread(sent, port, address, a_mail(subject="From nobody"), sender="") == 250
    (one,) = await waiting(desk)
    assert one.said == "From nobody"


async def test_over_lmtp_each_message_has_one_address(domain: None) -> None:
    desk = await a_desk()
    address = await an_address(desk)
    server = await asyncio.get_running_loop().create_server(protocol(Postman(one_each=True), lmtp=True), "127.0.0.1", 0)
    at = server.sockets[0].getsockname()[1]

    def delivered() -> list[int]:
        with smtplib.LMTP("127.0.0.1", at) as client:
            client.ehlo()
            said = [client.mail("court@example.org")[0], client.rcpt(address)[0], client.rcpt(address)[0]]
            return [*said, client.data(a_mail(files={"a.pdf": a_pdf()}))[0]]

    async with server:
        assert await asyncio.to_thread(delivered) == [250, 250, 452, 250]
    assert len(await waiting(desk)) == 1


async def test_addresses_are_made_by_who_runs_the_house_and_seen_by_its_own_people() -> None:
    desk, stranger = await a_desk(), await a_member(organisation_id=await an_organisation(kinds=("purchaser",)))
    chief = await a_member(organisation_id=desk.owner_id, roles=("administrator",))
    for _ in range(5):
        await make_address(chief)
    made = await addresses(chief)

    with pytest.raises(Refused, match="5 addresses already"):
        await make_address(chief)
    with pytest.raises(Forbidden):
        await make_address(desk.lawyer)
    assert await addresses(stranger) == []
    with pytest.raises(NotFound):
        await stop_address(stranger, made[0].id)
    await stop_address(chief, made[0].id)
    with pytest.raises(NotFound):
        await stop_address(chief, made[0].id)
    assert [await postbox_of(str(one.address)) is not None for one in made] == [False, True, True, True, True]

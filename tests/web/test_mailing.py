"""A mail whose link lets somebody in keeps its words no longer than until it is sent."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

import web.wiring  # noqa: F401 - says who puts mails into words
from accounts.people.invitations import invitation_of, invite_person
from kernel import db
from kernel.actor import Actor
from kernel.settings import settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.sign_in import link_in
from web.mailing import send

pytestmark = pytest.mark.usefixtures("database")


class Postbox:
    """Takes every mail."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(envelope.content.decode())
        return "250 taken"


@pytest.fixture
def postbox(database: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    box = Postbox()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{port}")
    settings.cache_clear()
    yield box
    controller.stop()


async def mails() -> list[db.Row]:
    async with db.transaction(Actor.platform()):
        return await db.fetch("SELECT * FROM mails ORDER BY created_at")


async def test_an_invitations_link_is_in_the_mail_that_was_sent_and_no_longer_in_the_database(
    postbox: Postbox,
) -> None:
    chief = await a_member(organisation_id=await an_organisation())
    await invite_person(chief, email="new@norte.example", name="New Colleague", role="seller")
    [written] = await mails()
    token = link_in(written["body_text"], "/invitations/").rpartition("/")[2]
    await send(mail_id=str(written["id"]))
    assert len(postbox.taken) == 1
    [kept] = await mails()
    assert kept["sent_at"] is not None
    assert (kept["body_text"], kept["body_html"]) == ("", "")
    assert (await invitation_of(token)).email == "new@norte.example"
    await send(mail_id=str(written["id"]))
    assert len(postbox.taken) == 1


async def test_any_other_mail_keeps_its_words_until_the_sweep(postbox: Postbox) -> None:
    chief = await a_member(organisation_id=await an_organisation())
    await invite_person(chief, email="new@norte.example", name="New Colleague", role="seller")
    async with db.transaction(Actor.platform()):
        await db.execute("UPDATE mails SET kind = 'standing'")
    [written] = await mails()
    await send(mail_id=str(written["id"]))
    assert (await mails())[0]["body_text"] == written["body_text"]

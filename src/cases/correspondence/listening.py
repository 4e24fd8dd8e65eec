"""The listener for post: SMTP (RFC 5321), or LMTP (RFC 2033) behind a mail server of the house's own.

It says 250 to a message once that message is committed, and 451 whenever it could not be: the sender's server keeps it
then and tries again. Nobody's address is taken but those of `addresses`, so that nothing is ever relayed.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable
from typing import Any
from uuid import UUID

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from cases.correspondence.addresses import Postbox, postbox_of
from cases.correspondence.mail_in import LARGEST_MAIL, Envelope, receive_mail
from documents.intake.faults import NotTaken
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.settings import settings

log = logging.getLogger("recourse.post")
MOST_RECIPIENTS = 20
AT_ONCE = 4
"""Messages that are stored at one time; each is held in memory meanwhile."""
LONGEST_LINE = 1 << 16
"""Longer than RFC 5321 4.5.3.1.6 asks for: some programs never break theirs, and their post counts too."""
SILENCE = 600
"""Seconds for one message, its storing included; then the connection is closed, and the sender tries again."""

type Server = SMTP


class Postman:
    """Answers at RCPT and DATA. One for all connections of a listener."""

    def __init__(self, *, clock: Clock = SYSTEM_CLOCK, one_each: bool = False) -> None:
        self.clock = clock
        self.most = 1 if one_each else MOST_RECIPIENTS
        self.turns = asyncio.Semaphore(AT_ONCE)

    async def handle_RCPT(self, server: Server, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if len(envelope.rcpt_tos) >= self.most:
            return "452 4.5.3 Too many recipients; send the rest separately"
        try:
            postbox = await postbox_of(address)
        except Exception:
            log.exception("post.unavailable at=RCPT")
            return "451 4.3.0 Try again later"
        if postbox is None:
            return "550 5.1.1 There is no such address here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Server, session: Any, envelope: Any) -> str:
        came = Envelope(envelope.mail_from or None, session.peer[0] if session.peer else None)
        try:
            async with self.turns:
                kept = [await self._deliver(address, envelope.content, came) for address in envelope.rcpt_tos]
        except NotTaken:
            return "554 5.7.1 The scanner found something in this message; it was not taken"
        except Exception:
            log.exception("post.unavailable at=DATA")
            return "451 4.3.0 The message could not be stored; try again later"
        if None in kept:
            return "451 4.2.1 An address was stopped meanwhile; try again"
        return f"250 2.0.0 Kept as {kept[0]}"

    async def _deliver(self, address: str, content: bytes, came: Envelope) -> UUID | None:
        postbox: Postbox | None = await postbox_of(address)
        return await receive_mail(postbox, content, came, clock=self.clock) if postbox else None

    async def handle_exception(self, error: Exception) -> str:
        log.error("post.broken", exc_info=error)
        return "451 4.3.0 Try again later"


class _Smtp(SMTP):
    line_length_limit = LONGEST_LINE


class _Lmtp(LMTP):
    line_length_limit = LONGEST_LINE


def protocol(
    postman: Postman, *, lmtp: bool = False, tls: ssl.SSLContext | None = None, largest: int = LARGEST_MAIL
) -> Callable[[], SMTP]:
    """Makes the protocol of one connection, for `loop.create_server`. `tls` offers STARTTLS (RFC 3207)."""
    # It names every recipient, and an address of ours is known to who should write to it alone.
    logging.getLogger("mail.log").setLevel(logging.WARNING)

    def make() -> SMTP:
        return (_Lmtp if lmtp else _Smtp)(
            postman,
            data_size_limit=largest,
            enable_SMTPUTF8=True,
            decode_data=False,
            hostname=settings().post_domain or "localhost",
            ident="Recourse",
            tls_context=tls,
            timeout=SILENCE,
        )

    return make


async def listen(
    host: str, port: int, *, lmtp: bool = False, tls: ssl.SSLContext | None = None, clock: Clock = SYSTEM_CLOCK
) -> asyncio.Server:
    """Listens until it is closed. With LMTP each message has one recipient: an answer belongs to one address."""
    postman = Postman(clock=clock, one_each=lmtp)
    return await asyncio.get_running_loop().create_server(protocol(postman, lmtp=lmtp, tls=tls), host, port)

"""Post by mail: a listener of our own, and a pipe for a mail server that calls a program."""

import asyncio
import os
import signal
import ssl
import sys
from pathlib import Path

import click

from cases.correspondence.addresses import postbox_of
from cases.correspondence.listening import listen as start
from cases.correspondence.mail_in import LARGEST_MAIL, Envelope, receive_mail
from documents.intake.faults import NotTaken
from kernel.settings import settings
from web import house, logs

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def post() -> None:
    """Take court documents in that come by mail, to the addresses under Incoming post."""


@post.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8025, show_default=True)
@click.option("--lmtp", is_flag=True, help="Speak LMTP to a mail server in front.")
@click.option("--tls-cert", type=FILE, help="Certificate chain (PEM): offer STARTTLS.")
@click.option("--tls-key", type=FILE, help="Its key (PEM).")
def listen(host: str, port: int, lmtp: bool, tls_cert: Path | None, tls_key: Path | None) -> None:
    """Listen for mail until stopped. What was not stored is never acknowledged."""
    _domain()
    house.furnish()
    logs.configure()
    tls = None
    if tls_cert is not None:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(tls_cert, tls_key)

    async def run() -> None:
        async with house.opened():
            server = await start(host, port, lmtp=lmtp, tls=tls)
            loop, stopped = asyncio.get_running_loop(), asyncio.Event()
            for one in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(one, stopped.set)
            at = server.sockets[0].getsockname()
            click.echo(f"post is taken at {at[0]}:{at[1]} for @{settings().post_domain}")
            async with server:
                await stopped.wait()

    asyncio.run(run())


@post.command()
@click.option("--to", "recipient", required=True, help="The address the mail server received it for.")
@click.option("--from", "sender", default="", help="Its envelope’s sender.")
def receive(recipient: str, sender: str) -> None:
    """Take one mail from standard input. The exit code tells the mail server what to do (sysexits.h): 0 it is stored,
    67 there is no such address, 65 it was refused, 75 try again later."""
    _domain()
    raw = sys.stdin.buffer.read(LARGEST_MAIL + 1)
    if len(raw) > LARGEST_MAIL:
        click.echo(f"5.3.4 At most {LARGEST_MAIL >> 20} MB.", err=True)
        raise SystemExit(os.EX_DATAERR)
    try:
        raise SystemExit(asyncio.run(_received(raw, recipient, sender)))
    except NotTaken as refused:
        click.echo(f"5.7.1 {refused.reason}", err=True)
        raise SystemExit(os.EX_DATAERR) from None
    except Exception as error:
        click.echo(f"4.3.0 The mail could not be stored ({type(error).__name__}); try again later.", err=True)
        raise SystemExit(os.EX_TEMPFAIL) from None


async def _received(raw: bytes, recipient: str, sender: str) -> int:
    house.furnish()
    async with house.opened():
        postbox = await postbox_of(recipient)
        if postbox is None:
            click.echo("5.1.1 There is no such address here.", err=True)
            return os.EX_NOUSER
        click.echo(f"kept as {await receive_mail(postbox, raw, Envelope(sender or None, None))}")
    return os.EX_OK


def _domain() -> None:
    if not settings().post_domain:
        raise click.UsageError("Set POST_DOMAIN to the domain of the addresses first.")

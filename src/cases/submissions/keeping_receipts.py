"""What a court's service answers to a file sent: kept whatever it is, without the secrets of a firm that has gone."""

from collections.abc import Iterator
from uuid import UUID
from xml.sax.saxutils import escape

from cases.answers.hushing import ENCODINGS, repeats
from cases.answers.taking_in import take_whatever
from cases.jurisdictions.court_files.xml_parsing import Node, parse_answer
from cases.submissions.accounts import OpenAccount
from kernel.actor import Actor
from kernel.errors import Problem

ASIDE = (
    "It repeats a secret of your account, and the cases of its file are in other hands since. It is kept here as proof;"
    " whoever works them has it without the secret, where it could be taken out."
)


async def keep_receipt(sender: Actor, worker: Actor, account: OpenAccount, content: bytes, submission_id: UUID) -> None:
    """Into the tray of whoever works the cases now. `sender` is the house whose account it came by.

    What repeats a secret of an account that is not the worker's stays with the sender as it came; the worker has a
    copy in which the secret is blotted out, and none where it would still tell it.
    """
    channel = account.channel
    if worker.organisation == sender.organisation or not tells(content, account.secrets):
        await take_whatever(worker, channel, content, submission_id=submission_id)
        return
    await take_whatever(sender, channel, content, aside=ASIDE)
    without = blotted(content, account.secrets)
    if not tells(without, account.secrets):
        await take_whatever(worker, channel, without, submission_id=submission_id)


def tells(content: bytes, secrets: tuple[str, ...]) -> bool:
    """Whether the secret stands in it as it is, as XML may write it, or where a reader of the XML would find it."""
    if not secrets or repeats(content, secrets):
        return bool(secrets)
    try:
        root = parse_answer(content)
    except Problem:
        return False
    return any(secret in text for text in _texts(root) for secret in secrets)


def _texts(root: Node) -> Iterator[str]:
    """What each element says, alone and with all inside it."""
    yield _inside(root)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node.text
        yield from node.attributes.values()
        yield node.name
        waiting += node.children


def _inside(node: Node) -> str:
    """All of it in one line, since an element may begin in the middle of a word."""
    return node.text + "".join(map(_inside, node.children))


def blotted(content: bytes, secrets: tuple[str, ...]) -> bytes:
    """The same bytes with a sign that every encoding has in place of each secret."""
    forms = {
        form
        for secret in secrets
        for form in (
            secret,
            escape(secret),
            escape(secret, {'"': "&quot;"}),
            escape(secret, {'"': "&quot;", "'": "&apos;"}),
        )
    }
    for form in sorted(forms, key=len, reverse=True):
        for encoding in ENCODINGS:
            content = content.replace(form.encode(encoding), "***".encode(encoding))
    return content

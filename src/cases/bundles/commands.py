"""Ordering the bundle of a case, which is made in the form of its court."""

from collections.abc import Sequence
from uuid import UUID

from cases.desk.reach import CaseAtHand
from cases.preflight.price import showing_price
from cases.proceedings.case_file import assemble
from documents.bundles.commands import Wanted, order_bundle
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused


async def order_case_bundle(actor: Actor, case: CaseAtHand, wanted: Wanted) -> UUID:
    """As every bundle; Refused where a document shows what was paid for the claim, which no court sees, or may show it
    because it was not read yet.
    """
    if case.jurisdiction is not None:
        chosen = {one.document_id: one.title for one in wanted.entries}
        async with db.transaction(actor):
            (one,) = await assemble(actor, [case], on=actor.today("UTC"), signatory=None, purpose="bundle")
            priced, unread = await showing_price(actor, one, chosen)
        if priced:
            raise Refused(
                f"{_named(priced)}: an amount paid for the claim stands there. Take it out, or put a masked copy in its"
                " place."
            )
        if unread:
            raise Refused(
                f"{_named(unread)}: not read yet, so nobody knows whether an amount paid for the claim stands there. It"
                " is read by itself within minutes: make the bundle then."
            )
    return await order_bundle(actor, wanted)


def _named(titles: Sequence[str]) -> str:
    return ", ".join(f"“{title}”" for title in titles)

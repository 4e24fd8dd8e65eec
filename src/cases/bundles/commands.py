"""Ordering the bundle of a case, which is made in the form of its court."""

from uuid import UUID

from cases.desk.reach import CaseAtHand
from cases.preflight.price import showing_price
from cases.proceedings.case_file import assemble
from documents.bundles.commands import Wanted, order_bundle
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused


async def order_case_bundle(actor: Actor, case: CaseAtHand, wanted: Wanted) -> UUID:
    """As every bundle; Refused where a document shows what was paid for the claim, which no court sees."""
    if case.jurisdiction is not None:
        chosen = {one.document_id: one.title for one in wanted.entries}
        async with db.transaction(actor):
            (one,) = await assemble(actor, [case], on=actor.today("UTC"), signatory=None, purpose="bundle")
            priced = await showing_price(actor, one, chosen)
        if priced:
            named = ", ".join(f"“{title}”" for title in priced)
            raise Refused(
                f"{named}: an amount paid for the claim stands there. Take it out, or put a masked copy in its place."
            )
    return await order_bundle(actor, wanted)

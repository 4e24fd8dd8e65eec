"""Trying again what a batch stopped or left out, once it is mended, and preparing its drafts anew: it stays one."""

from uuid import UUID

from cases.desk.reach import cases_at_hand
from cases.proceedings.batch_queries import cases_aside
from cases.proceedings.filing_commands import move_filings
from cases.proceedings.filing_queries import batch_shown
from cases.proceedings.letterheads_used import with_older_letterhead
from cases.proceedings.preparing import Requested, prepare_filings
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused


async def try_again(actor: Actor, batch_id: UUID, *, fact: str = "", signatory_id: UUID | None = None) -> Requested:
    """Queues anew every case without a paper, or what misses this fact; its signatory signs, unless said otherwise.

    What still cannot be queued keeps its new reason. Refused where nothing is aside, NotFound for strangers.
    """
    actor.must("filings.prepare")
    shown = await batch_shown(actor, batch_id)
    aside = [one for one in await cases_aside(actor, batch_id, fact=fact, most=None) if one.without_paper]
    if not aside:
        raise Refused("Nothing of this batch waits to be tried again.")
    return await prepare_filings(
        actor,
        [one.case_id for one in aside],
        shown.kind,
        signatory_id=signatory_id or await signs_now(actor, batch_id),
        batch_id=batch_id,
    )


async def prepare_anew(
    actor: Actor, batch_id: UUID, *, older_only: bool = False, signatory_id: UUID | None = None
) -> Requested:
    """Takes back every paper that is not sealed yet and queues it anew, with the facts and the letterhead of today;
    with `older_only` those alone whose letterhead or clauses read differently since.

    What cannot be queued any more is left out with its reason. Refused where nothing is to be done, NotFound for
    strangers.
    """
    actor.must("filings.prepare")
    shown = await batch_shown(actor, batch_id)
    signing = signatory_id or await signs_now(actor, batch_id)
    async with db.transaction(actor):
        chosen = await with_older_letterhead(actor, batch_id) if older_only else None
        rows = await db.fetch(
            "SELECT id, case_id FROM filings WHERE batch_id = $2 AND status IN ('drafted', 'approved')"
            " AND (organisation_id = $1 OR firm_organisation_id = $1) AND ($3::uuid[] IS NULL OR id = ANY($3))",
            actor.organisation,
            batch_id,
            chosen,
        )
        if not rows:
            raise Refused("No paper of this batch waits to be prepared anew.")
        case_ids = [row["case_id"] for row in rows]
        await cases_at_hand(actor, case_ids, lock=True)
        await move_filings(actor, [row["id"] for row in rows], "withdraw")
        return await prepare_filings(actor, case_ids, shown.kind, signatory_id=signing, batch_id=batch_id)


async def signs_now(actor: Actor, batch_id: UUID) -> UUID | None:
    """The batch's own signatory while the authority lasts; None lets the house choose."""
    async with db.transaction(actor):
        found: UUID | None = await db.fetch_value(
            "SELECT s.id FROM filings f JOIN signatories s ON s.id = f.signatory_id WHERE f.batch_id = $2"
            " AND (f.organisation_id = $1 OR f.firm_organisation_id = $1) AND s.organisation_id = $1"
            " AND s.from_on <= $3 AND coalesce(s.until_on, 'infinity') >= $3 ORDER BY f.id DESC LIMIT 1",
            actor.organisation,
            batch_id,
            actor.today("UTC"),
        )
    return found

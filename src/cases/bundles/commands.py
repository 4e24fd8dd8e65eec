"""Ordering a bundle for a court: none takes along what was paid for a claim, whether a case is named or not."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from cases.desk.reach import CaseAtHand, cases_at_hand
from cases.preflight.price import showing_any_price, showing_price
from cases.proceedings.case_file import assemble
from documents.bundles.commands import Wanted, order_again, order_bundle
from documents.bundles.queries import bundle_shown
from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused


async def order_case_bundle(actor: Actor, case: CaseAtHand, wanted: Wanted) -> UUID:
    """As every bundle; Refused where a document shows what was paid for the claim, which no court sees, or may show it
    because it was not read yet.
    """
    await _refuse_prices(actor, {one.document_id: one.title for one in wanted.entries}, case)
    return await order_bundle(actor, wanted)


async def order_free_bundle(actor: Actor, wanted: Wanted) -> UUID:
    """Of documents of the vault, no case being named: each is searched as those of the cases it belongs to are, and one
    that belongs to none for the price of every sale of its owner.
    """
    await _refuse_prices(actor, {one.document_id: one.title for one in wanted.entries}, None)
    return await order_bundle(actor, wanted)


async def order_bundle_again(actor: Actor, bundle_id: UUID) -> None:
    """Of the documents as they are now, which are searched as they are now."""
    bundle = await bundle_shown(actor, bundle_id)
    titles = {one.document_id: one.title for one in bundle.sources}
    case = None
    if bundle.subject_kind == "case":
        async with db.transaction(actor):
            [case] = await cases_at_hand(actor, [bundle.subject_id])
    await _refuse_prices(actor, titles, case)
    await order_again(actor, bundle_id)


async def _refuse_prices(actor: Actor, titles: Mapping[UUID, str], case: CaseAtHand | None) -> None:
    async with db.transaction(actor):
        by_case, alone = await _belonging(actor, titles, case)
        cases = [one for one in await cases_at_hand(actor, list(by_case)) if one.jurisdiction is not None]
        assembled = await assemble(actor, cases, on=actor.today("UTC"), signatory=None, purpose="bundle")
        priced, unread = await showing_price(actor, assembled, by_case)
        more, waiting = await showing_any_price(actor, alone)
    if found := list(dict.fromkeys([*priced, *more])):
        raise Refused(
            f"{_named(found)}: an amount paid for the claim stands there. Take it out, or put a masked copy in its"
            " place."
        )
    if found := list(dict.fromkeys([*unread, *waiting])):
        raise Refused(
            f"{_named(found)}: not read yet, so nobody knows whether an amount paid for the claim stands there. It is"
            " read by itself within minutes: make the bundle then."
        )


async def _belonging(
    actor: Actor, titles: Mapping[UUID, str], case: CaseAtHand | None
) -> tuple[dict[UUID, dict[UUID, str]], dict[UUID, tuple[UUID, str]]]:
    """The documents by the cases they belong to, or all of the case that is named; and those of none, with
    whoever bought or sold what they may tell: who holds them, or whoever they were shown to."""
    if case is not None:
        return {case.id: dict(titles)}, {}
    ids = list(titles)
    rows = await db.fetch(
        "SELECT d.id, k.id AS case_id FROM documents d JOIN cases k ON k.id = d.subject_id"
        " WHERE d.id = ANY($1) AND d.subject_kind = 'case'"
        " UNION SELECT d.id, k.id FROM documents d JOIN cases k ON k.claim_id = d.subject_id"
        " WHERE d.id = ANY($1) AND d.subject_kind = 'claim'"
        " AND (k.organisation_id = $2 OR k.firm_organisation_id = $2)"
        " UNION SELECT document_id, case_id FROM case_exhibits WHERE document_id = ANY($1)",
        ids,
        actor.organisation,
    )
    by_case: dict[UUID, dict[UUID, str]] = {}
    for row in rows:
        by_case.setdefault(row["case_id"], {})[row["id"]] = titles[row["id"]]
    held = {row["id"] for row in rows}
    owners = await db.fetch(
        "SELECT id, CASE WHEN organisation_id = $2 OR firm_organisation_id = $2 THEN organisation_id ELSE $2 END"
        " AS owner FROM documents WHERE id = ANY($1)",
        [one for one in ids if one not in held],
        actor.organisation,
    )
    return by_case, {row["id"]: (row["owner"], titles[row["id"]]) for row in owners}


def _named(titles: Sequence[str]) -> str:
    return ", ".join(f"“{title}”" for title in titles)

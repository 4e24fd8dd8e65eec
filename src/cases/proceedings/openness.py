"""Whether a procedure is open to cases: what the law says of their debtors, their items and their creditor."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from cases.desk.reach import CaseAtHand
from cases.jurisdictions.contract import Closed, Jurisdiction, Procedure, Prospect, Territory
from cases.jurisdictions.registry import by_code
from kernel import db

SUED_FOR = ["principal", "invoice", "instalment"]
"""Kinds of items whose due day a procedure may turn on; fees and costs follow them."""


async def closed_to(cases: Sequence[CaseAtHand], procedure: Procedure, *, on: date) -> dict[UUID, tuple[Closed, ...]]:
    """For each case why the procedure is not open to it; nothing where it is. In the open transaction."""
    prospects = await _prospects(cases, on)
    answers = {prospect: procedure.closed_to(prospect) for prospect in set(prospects.values())}
    return {case_id: answers[prospect] for case_id, prospect in prospects.items()}


async def _prospects(cases: Sequence[CaseAtHand], on: date) -> dict[UUID, Prospect]:
    claims = [case.claim_id for case in cases]
    due: dict[UUID, set[date]] = defaultdict(set)
    for row in await db.fetch(
        "SELECT DISTINCT claim_id, due_on FROM claim_items WHERE claim_id = ANY($1::uuid[]) AND due_on IS NOT NULL"
        " AND kind = ANY($2::text[])",
        claims,
        SUED_FOR,
    ):
        due[row["claim_id"]].add(row["due_on"])
    homes: dict[UUID, list[db.Row]] = defaultdict(list)
    for row in await db.fetch(
        "SELECT claim_id, lower(country) AS country, region, postcode FROM parties WHERE claim_id = ANY($1::uuid[])",
        claims,
    ):
        homes[row["claim_id"]].append(row)
    owners = await db.fetch(
        "SELECT id, lower(country) AS country FROM organisations WHERE id = ANY($1::uuid[])",
        [case.organisation_id for case in cases],
    )
    creditors = {row["id"]: row["country"] for row in owners}
    return {
        case.id: Prospect(
            on=on,
            country=case.country.lower(),
            creditor_country=creditors.get(case.organisation_id, ""),
            debtors=frozenset(
                (one["country"], _place(by_code(case.jurisdiction or ""), one)) for one in homes[case.claim_id]
            ),
            due_on=frozenset(due[case.claim_id]),
        )
        for case in cases
    }


def _place(jurisdiction: Jurisdiction | None, party: db.Row) -> Territory:
    if jurisdiction is None or party["country"] not in {None, *jurisdiction.countries}:
        return Territory("abroad", "Abroad")
    return jurisdiction.locate(party["region"], party["postcode"])

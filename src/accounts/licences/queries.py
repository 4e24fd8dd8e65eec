"""Who may do what, where, and until when. Without a licence there is no bidding, no transfer and no case work."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel import db
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class LicenceShown:
    id: UUID
    organisation_id: UUID
    organisation: str
    role: str
    country: str
    originator_kind: str
    debtor_kind: str
    number: str
    authority: str
    from_on: date
    expires_on: date
    status: str
    status_reason: str | None


async def why_not_licensed(
    organisation_id: UUID, *, role: str, country: str, originator_kind: str, debtor_kinds: list[str], on: date
) -> str | None:
    """None if the organisation is vetted and licensed for all of it on that day; else a sentence saying what lacks.

    Inside the caller's transaction. A licence for `any` covers every kind.
    """
    standing = await db.fetch_one("SELECT name, status FROM organisations WHERE id = $1", organisation_id)
    if standing is None:
        return "The organisation is not known here, or has not been vetted yet."
    if standing["status"] != "vetted":
        return f"{standing['name']} has not been vetted by the operator yet."
    for kind in debtor_kinds:
        rows = await db.fetch(
            "SELECT from_on, expires_on, status FROM licences WHERE organisation_id = $1 AND role = $2 AND country = $3"
            " AND originator_kind IN ('any', $4) AND debtor_kind IN ('any', $5) ORDER BY expires_on DESC",
            organisation_id,
            role,
            country,
            originator_kind,
            kind,
        )
        if any(row["status"] == "verified" and row["from_on"] <= on <= row["expires_on"] for row in rows):
            continue
        return f"{standing['name']} {_lack(rows, on)} as {role.replace('_', ' ')} for {kind} debtors in {country}."
    return None


def _lack(rows: list[db.Row], on: date) -> str:
    if not rows:
        return "holds no licence"
    newest = rows[0]
    if newest["status"] == "claimed":
        return "holds a licence that the operator has not verified yet"
    if newest["status"] == "revoked":
        return "had its licence revoked"
    if newest["from_on"] > on:
        return f"holds a licence that begins only on {newest['from_on'].isoformat()}"
    return f"holds a licence that expired on {newest['expires_on'].isoformat()}"


async def licences_of(actor: Actor, organisation_id: UUID) -> list[LicenceShown]:
    async with db.transaction(actor):
        rows = await db.fetch(_LIST + " WHERE l.organisation_id = $1 ORDER BY l.expires_on DESC", organisation_id)
    return [LicenceShown(**dict(row)) for row in rows]


async def licences_to_verify(actor: Actor) -> list[LicenceShown]:
    """What the operator still has to look at, oldest first."""
    actor.must("licences.verify")
    async with db.transaction(actor):
        rows = await db.fetch(_LIST + " WHERE l.status = 'claimed' ORDER BY l.created_at LIMIT 200")
    return [LicenceShown(**dict(row)) for row in rows]


_LIST = (
    "SELECT l.id, l.organisation_id, o.name AS organisation, l.role, l.country, l.originator_kind, l.debtor_kind,"
    " l.number, l.authority, l.from_on, l.expires_on, l.status,"
    " CASE WHEN l.organisation_id = (SELECT current_organisation()) OR (SELECT is_operator()) THEN l.status_reason END"
    " AS status_reason"
    " FROM licences l JOIN organisations o ON o.id = l.organisation_id"
)

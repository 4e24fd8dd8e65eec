"""Reading parties. Whoever shows them records that they were read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.parties.identifiers import Identifiers, open_identifiers
from kernel import db
from kernel.actor import Actor
from kernel.data_keys import DataKey, open_key
from kernel.errors import Refused

ORDER = "array_position(ARRAY['debtor', 'co-debtor', 'guarantor']::varchar[], p.role), p.id"


@dataclass(frozen=True, slots=True)
class PartyShown:
    """A party; `identifiers` is None unless they were asked for. `withheld`: something is sealed.

    `given_name` and `family_name` only where somebody told them apart.
    """

    id: UUID
    claim_id: UUID
    role: str
    kind: str
    name: str
    street: str | None
    postcode: str | None
    city: str | None
    region: str | None
    country: str | None
    withheld: bool
    identifiers: Identifiers | None = None
    given_name: str | None = None
    family_name: str | None = None


async def parties_of(
    actor: Actor, claim_ids: Sequence[UUID], *, with_identifiers: bool = False
) -> dict[UUID, list[PartyShown]]:
    """The parties of each claim, debtors first, in the open transaction. The caller records the reading."""
    rows = await db.fetch(
        "SELECT p.id, p.claim_id, p.role, p.kind, p.name, p.street, p.postcode, p.city, p.region, p.country, p.sealed,"
        " p.given_name, p.family_name, p.data_key_id FROM parties p JOIN claims c ON c.id = p.claim_id"
        " WHERE p.claim_id = ANY($1)"
        f" AND (c.organisation_id = $2 OR c.firm_organisation_id = $2) ORDER BY p.claim_id, {ORDER}",
        list(claim_ids),
        actor.organisation,
    )
    keys = await _keys(rows) if with_identifiers else {}
    found: dict[UUID, list[PartyShown]] = {claim_id: [] for claim_id in claim_ids}
    for row in rows:
        plain = {name: row[name] for name in PartyShown.__dataclass_fields__ if name in row.keys()}  # noqa: SIM118
        opened = _opened(row, keys) if with_identifiers else None
        shown = PartyShown(**plain, withheld=row["sealed"] is not None, identifiers=opened)
        found[row["claim_id"]].append(shown)
    return found


async def _keys(rows: list[db.Row]) -> dict[UUID, DataKey]:
    """The keys of the sealed columns; one that was destroyed is left out: what it sealed was erased."""
    keys: dict[UUID, DataKey] = {}
    for key_id in {row["data_key_id"] for row in rows if row["sealed"] is not None}:
        try:
            keys[key_id] = await open_key(key_id)
        except Refused:
            continue
    return keys


def _opened(row: db.Row, keys: dict[UUID, DataKey]) -> Identifiers:
    key = keys.get(row["data_key_id"])
    if row["sealed"] is None or key is None:
        return Identifiers()
    return open_identifiers(key.secret, row["id"], row["sealed"])

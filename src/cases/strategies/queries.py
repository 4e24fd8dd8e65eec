"""Strategies with their versions and where they are in force."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.desk.reach import COLUMN, Side
from cases.strategies.rules import Policy, read
from kernel import db
from kernel.actor import Actor
from kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A sale with cases of ours; `title` says what it is called and from when."""

    id: UUID
    title: str
    cases: int


@dataclass(frozen=True, slots=True)
class StrategyLine:
    """`number` is the newest version; `in_force` the one in force, with the number of its portfolios (0: the rest)."""

    id: UUID
    name: str
    number: int
    in_force: int | None
    portfolios: int
    waiting: int


@dataclass(frozen=True, slots=True)
class VersionShown:
    id: UUID
    number: int
    policy: Policy
    written_by: str | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class StrategyShown:
    id: UUID
    name: str
    side: Side
    closed: bool
    versions: tuple[VersionShown, ...]
    in_force: UUID | None
    in_force_since: datetime | None
    portfolios: tuple[Portfolio, ...]

    @property
    def newest(self) -> VersionShown:
        return self.versions[0]

    def portfolio_names(self, policy: Policy) -> list[str]:
        return [one.title for one in self.portfolios if one.id in policy.sales]


async def strategies(actor: Actor) -> list[StrategyLine]:
    """The organisation's open strategies by name."""
    actor.must("cases.read")
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT s.id, s.name, (SELECT max(v.number) FROM strategy_versions v WHERE v.strategy_id = s.id) AS number,"
            " (SELECT max(v.number) FROM strategies_in_force f JOIN strategy_versions v ON v.id = f.version_id"
            " WHERE f.strategy_id = s.id AND f.until_at IS NULL) AS in_force,"
            " (SELECT count(f.sale_id) FROM strategies_in_force f WHERE f.strategy_id = s.id AND f.until_at IS NULL)"
            " AS portfolios, (SELECT count(*) FROM (SELECT FROM strategy_proposals p WHERE p.organisation_id = $1"
            " AND p.strategy_id = s.id AND p.status = 'proposed' LIMIT 100000) x) AS waiting"
            " FROM strategies s WHERE s.organisation_id = $1 AND s.closed_at IS NULL ORDER BY lower(s.name), s.id",
            actor.organisation,
        )
    return [StrategyLine(**dict(row)) for row in rows]


async def strategy(actor: Actor, strategy_id: UUID) -> StrategyShown:
    """One strategy, its newest version first. NotFound for strangers."""
    actor.must("cases.read")
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT id, name, side, closed_at IS NOT NULL AS closed FROM strategies WHERE id = $1"
            " AND organisation_id = $2",
            strategy_id,
            actor.organisation,
        )
        if row is None:
            raise NotFound("There is no such strategy here.")
        versions = await db.fetch(
            "SELECT v.id, v.number, v.policy::text AS policy, p.name AS written_by, v.written_at"
            " FROM strategy_versions v LEFT JOIN people p ON p.id = v.written_by WHERE v.strategy_id = $1"
            " AND v.organisation_id = $2 ORDER BY v.number DESC LIMIT 100",
            strategy_id,
            actor.organisation,
        )
        force = await db.fetch_one(
            "SELECT version_id, from_at FROM strategies_in_force WHERE strategy_id = $1 AND organisation_id = $2"
            " AND until_at IS NULL LIMIT 1",
            strategy_id,
            actor.organisation,
        )
        found = await portfolios(actor, row["side"])
    return StrategyShown(
        **dict(row),
        versions=tuple(
            VersionShown(v["id"], v["number"], read(v["policy"]), v["written_by"], v["written_at"]) for v in versions
        ),
        in_force=force["version_id"] if force else None,
        in_force_since=force["from_at"] if force else None,
        portfolios=tuple(found),
    )


async def version_of(actor: Actor, strategy_id: UUID, version_id: UUID) -> VersionShown:
    found = next((one for one in (await strategy(actor, strategy_id)).versions if one.id == version_id), None)
    if found is None:
        raise NotFound("There is no such version here.")
    return found


async def portfolios(actor: Actor, side: Side) -> list[Portfolio]:
    """The sales that the organisation has open cases of, the newest first; in the open transaction or its own."""
    async with db.transaction(actor):
        rows = await db.fetch(
            "SELECT x.id, x.cases, s.creditor_reference, s.transferred_at::date AS on_day FROM ("
            f"SELECT k.sale_id AS id, count(*) AS cases FROM cases k WHERE k.{COLUMN[side]} = $1"
            " AND k.status <> 'closed' AND k.sale_id IS NOT NULL GROUP BY k.sale_id) x"
            " LEFT JOIN sales s ON s.id = x.id ORDER BY x.id DESC LIMIT 200",
            actor.organisation,
        )
    return [
        Portfolio(row["id"], _title(row["creditor_reference"], row["on_day"], row["id"]), row["cases"]) for row in rows
    ]


def _title(reference: str | None, on: date | None, sale_id: UUID) -> str:
    named = f"Sale {reference or sale_id.hex[-8:]}"
    return f"{named} of {on.isoformat()}" if on else named

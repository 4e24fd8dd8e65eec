"""Two hundred bidders race the close; and before it, not even the database's owner finds an amount."""

import asyncio
import multiprocessing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import asyncpg

from kernel import db
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.settings import Settings
from marketplace.bids.closing import close_listing
from marketplace.bids.commands import place_bid
from tests.builders.listings import OnTheMarket, a_bidder, a_listing_on_the_market, many_bidders, move_close
from tests.web.client import browser

PROCESSES, CONNECTIONS, BIDDERS = 4, 20, 200
ON_TIME = 120
"""The close falls somewhere behind the hundred-and-twentieth number: nobody knows beforehand who is late."""
LATER = date(2027, 6, 30)


@dataclass(frozen=True)
class Runner:
    person_id: UUID
    organisation_id: UUID
    permissions: frozenset[str]
    amount: str

    def actor(self) -> Actor:
        return Actor(self.person_id, self.organisation_id, self.permissions, "person")


def run(settings: Settings, lot_id: UUID, runners: list[Runner], start: object, results: object) -> None:
    """One process: its own pool, all its bidders at once, each with a connection of its own."""
    with asyncio.Runner() as loop:
        loop.run(_race(settings, lot_id, runners, start, results))


async def _race(settings: Settings, lot_id: UUID, runners: list[Runner], start: object, results: object) -> None:
    await db.open_pools(settings.database_url, settings.platform_url, size=CONNECTIONS, limits=db.Limits(lock=30_000))
    await _fill_pool()
    start.wait()  # type: ignore[attr-defined]
    took = await asyncio.gather(*(_bid(one, lot_id) for one in runners))
    results.put(took)  # type: ignore[attr-defined]
    await db.close_pools()


async def _fill_pool() -> None:
    """Opens every connection before the start, so that they race and not their sign-ins."""

    async def hold() -> None:
        async with db.transaction(Actor.system(UUID(int=1))):
            await db.fetch_value("SELECT pg_sleep(0.2)")

    await asyncio.gather(*(hold() for _ in range(CONNECTIONS)))


async def _bid(one: Runner, lot_id: UUID) -> tuple[UUID, str, int | None]:
    try:
        receipt = await place_bid(
            one.actor(),
            lot_id,
            amount=one.amount,
            purchaser_id=one.organisation_id,
            servicer_id=None,
            valid_until=LATER,
            funding="own funds",
        )
    except Refused:
        return one.organisation_id, one.amount, None
    return one.organisation_id, one.amount, receipt.number


async def runners_for(market: OnTheMarket) -> list[Runner]:
    bidders = await many_bidders(market, BIDDERS)
    # Every amount is offered by four bidders, so that equal bids decide by their number.
    return [
        Runner(one.person_id, one.organisation, one.permissions, f"{100_000 + 50 * (place % 50)}.00")
        for place, one in enumerate(bidders)
        if one.person_id is not None
    ]


async def connections_of(owner: asyncpg.Connection) -> int:
    return int(
        await owner.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'recourse_app'"
        )
    )


async def wherever(owner: asyncpg.Connection, needles: list[str]) -> list[str]:
    """Every column of every table that holds one of the needles, as text or as bytes."""
    columns = await owner.fetch(
        "SELECT table_schema, table_name, column_name FROM information_schema.columns"
        " JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
    )
    wanted = "|".join(needles)
    found = []
    for one in columns:
        table, column = f'"{one["table_schema"]}"."{one["table_name"]}"', one["column_name"]
        if await owner.fetchval(f'SELECT EXISTS (SELECT 1 FROM {table} WHERE "{column}"::text ~* $1)', wanted):
            found.append(f"{table}.{column}")
    return found


def needles(amounts: list[str]) -> list[str]:
    """An amount as it could stand in a row: text, minor units, and both as bytes in hex."""
    found = set()
    for amount in amounts:
        minor = int(Decimal(amount) * 100)
        raw = (str(minor).encode(), amount.encode(), minor.to_bytes(4), minor.to_bytes(4, "little"))
        found |= {rf"\m{minor}\M", rf"\m{amount.partition('.')[0]}\M", *(one.hex() for one in raw)}
    return sorted(found)


async def test_exactly_those_that_took_a_number_before_the_close_count(database: Settings) -> None:
    market = await a_listing_on_the_market()
    runners = await runners_for(market)
    await move_close(market.listing_id, seconds=3600)
    context = multiprocessing.get_context("spawn")
    start, results = context.Event(), context.Queue()
    share = BIDDERS // PROCESSES
    racing = [
        context.Process(
            target=run, args=(database, market.lot_id, runners[place * share : (place + 1) * share], start, results)
        )
        for place in range(PROCESSES)
    ]
    owner = await asyncpg.connect(database.migrations_url)
    try:
        for process in racing:
            process.start()
        while await connections_of(owner) < PROCESSES * CONNECTIONS:
            assert all(process.is_alive() for process in racing)
            await asyncio.sleep(0.05)
        start.set()
        took = await _close_in_the_middle(market.listing_id, results)
        for process in racing:
            await asyncio.to_thread(process.join)
        await _check(owner, market.listing_id, took)
    finally:
        for process in racing:
            process.kill()
        await owner.close()


async def _close_in_the_middle(listing_id: UUID, results: object) -> list[tuple[UUID, str, int | None]]:
    async def taken() -> int:
        async with db.transaction(Actor.platform()):
            return int(await db.fetch_value("SELECT last_bid_number FROM listings WHERE id = $1", listing_id))

    while await taken() < ON_TIME:
        await asyncio.sleep(0.001)
    await move_close(listing_id, seconds=0)
    ranked = await close_listing(listing_id)
    assert ranked is not None
    parts = [await asyncio.to_thread(results.get) for _ in range(PROCESSES)]  # type: ignore[attr-defined]
    return [one for part in parts for one in part]


async def _check(owner: asyncpg.Connection, listing_id: UUID, took: list[tuple[UUID, str, int | None]]) -> None:
    in_time = {number: (who, amount) for who, amount, number in took if number is not None}
    late = [who for who, _, number in took if number is None]
    assert len(took) == BIDDERS
    assert late, "the close fell behind the last bid: nobody raced it"
    assert sorted(in_time) == list(range(1, len(in_time) + 1))
    rows = await owner.fetch("SELECT * FROM bids WHERE listing_id = $1 ORDER BY rank", listing_id)
    assert {row["number"]: row["organisation_id"] for row in rows} == {n: who for n, (who, _) in in_time.items()}
    assert [row["rank"] for row in rows] == list(range(1, len(in_time) + 1))
    by_rule = sorted(in_time, key=lambda number: (-Decimal(in_time[number][1]), number))
    assert [row["number"] for row in rows] == by_rule
    told = await owner.fetchval(
        "SELECT data->>'ranked' FROM facts WHERE kind = 'bids:listing:opened' AND subject_id = $1", listing_id
    )
    assert int(told) == len(in_time)


async def test_before_the_close_the_owner_of_the_database_finds_no_amount(database: Settings) -> None:
    market = await a_listing_on_the_market()
    amounts = [f"{7_310_450 + 50 * number}.00" for number in range(8)]
    for amount in amounts[1:]:
        bidder = await a_bidder(listing_id=market.listing_id)
        await place_bid(
            bidder,
            market.lot_id,
            amount=amount,
            purchaser_id=bidder.organisation,
            servicer_id=None,
            valid_until=LATER,
            funding="own funds",
        )
    await bid_by_the_page(market, amounts[0])
    owner = await asyncpg.connect(database.migrations_url)
    try:
        assert await wherever(owner, needles(amounts)) == []
        await move_close(market.listing_id, seconds=0)
        await close_listing(market.listing_id)
        # The search finds them once they are open, so it would have found them before.
        assert '"public"."bids".amount_minor' in await wherever(owner, needles(amounts))
    finally:
        await owner.close()


async def bid_by_the_page(market: OnTheMarket, amount: str) -> None:
    """The page's own way leaves an idempotency key behind, which must not give the amount away either."""
    bidder = await a_bidder(listing_id=market.listing_id)
    data = {
        "idempotency_key": "k-1",
        "amount": amount,
        "purchaser": str(bidder.organisation),
        "valid_until": LATER.isoformat(),
        "funding": "own funds",
    }
    async with browser(bidder) as client:
        assert (await client.submit(f"/lots/{market.lot_id}/bid", data)).status_code == 303

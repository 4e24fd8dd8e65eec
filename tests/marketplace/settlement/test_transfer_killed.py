"""SIGKILL in the middle of a transfer, at every step of it: nothing is moved, and the next run moves all.

A lock held by the owner stops the transfer inside the step; that it is there is read from pg_stat_activity.
"""

from pathlib import Path

import pytest

from kernel import db
from kernel.settings import Settings
from marketplace.settlement.transfer import transfer_sale
from tests.builders.sales import SaleBuilt, a_sale
from tests.scenarios.killed_inside import killed_inside

TRANSFER = Path(__file__).with_name("transfer_once.py")
STEPS = {
    "ownership": ("SELECT 1 FROM claims FOR UPDATE", "claims_assign"),
    "items": ("SELECT 1 FROM claim_items FOR UPDATE", "claims_assign"),
    "title": ("LOCK claim_titles IN SHARE MODE", "claims_assign"),
    "cases": ("LOCK cases IN SHARE MODE", "UPDATE cases"),
    "holds": ("LOCK case_holds IN SHARE MODE", "INSERT INTO case_holds"),
    "deadlines": ("LOCK deadlines IN SHARE MODE", "INSERT INTO deadlines"),
    "listing": ("SELECT 1 FROM listings FOR UPDATE", "FROM listings"),
    "the last job": ("LOCK procrastinate_jobs IN SHARE MODE", "procrastinate_defer_jobs"),
}


async def standing(sale: SaleBuilt) -> dict[str, object]:
    """What each side sees of the sale."""
    found: dict[str, object] = {"status": (await sale.row())["status"]}
    for name, side in (("seller", sale.seller), ("buyer", sale.buyer)):
        async with db.transaction(side):
            for table in ("claims", "claim_items", "parties", "claim_titles", "cases", "case_holds", "deadlines"):
                found[f"{table} of {name}"] = await db.fetch_value(
                    f"SELECT count(*) FROM {table} WHERE organisation_id = $1", side.organisation
                )
    async with db.transaction(sale.buyer):
        found["facts"] = await db.fetch_value("SELECT count(*) FROM facts")
    return found


@pytest.mark.parametrize("step", STEPS)
async def test_a_killed_transfer_moved_nothing_and_the_next_moves_all(database: Settings, step: str) -> None:
    sale = await a_sale(claims=5, until="deed", flags=("disputed",))
    before = await standing(sale)
    lock, statement = STEPS[step]
    await killed_inside(database, TRANSFER, sale.buyer.organisation, sale.id, lock=lock, statement=statement)
    assert await standing(sale) == before
    assert await transfer_sale(sale.buyer.organisation, sale.id, clock=sale.clock) == 5
    after = await standing(sale)
    assert after["status"] == "transferred"
    wanted = {"claims": 5, "claim_items": 10, "parties": 5, "claim_titles": 10, "cases": 5, "case_holds": 1}
    for table, many in {**wanted, "deadlines": 5}.items():
        assert (after[f"{table} of seller"], after[f"{table} of buyer"]) == (0, many), table

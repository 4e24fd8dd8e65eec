"""Checked rows become claims, parties, items and titles: all of them once, or none."""

import asyncio
import logging
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cases.claims.queries import claims_shown
from cases.claims.told import FIELDS as TOLD
from cases.claims.told import lines
from kernel import db
from kernel.actor import Actor
from kernel.data_keys import open_key
from kernel.errors import NotFound, Refused, StaleState
from kernel.keys import ColumnSealer, platform_key
from kernel.money import Money
from marketplace.tapes.acceptance import accept_tape
from marketplace.tapes.acceptance.accounts import COLUMNS as ACCOUNT_COLUMNS
from marketplace.tapes.acceptance.accounts import FLAGS
from marketplace.tapes.catalogue import CATALOGUE
from marketplace.tapes.commands import begin_accepting
from marketplace.tapes.mapping import Mapping, shipped_mapping
from marketplace.tapes.sample import COUNTRIES
from tests.builders.accounts import a_member, an_organisation
from tests.builders.tapes import a_checked_tape, a_tape_file, an_accepted_tape

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def a_seller() -> Actor:
    return await a_member(organisation_id=await an_organisation(), roles=("seller",))


async def value(actor: Actor, sql: str, *arguments: object) -> object:
    async with db.transaction(actor):
        return await db.fetch_value(sql, *arguments)


@pytest.mark.parametrize("country", COUNTRIES)
async def test_what_the_truth_calls_good_becomes_claims_and_nothing_else(tmp_path: Path, country: str) -> None:
    seller = await a_seller()
    file, truth = a_tape_file(tmp_path, country=country, rows=400, dirt="0.1")
    accepted = await an_accepted_tape(seller, file)
    assert (accepted.read, accepted.rejected, accepted.left_out) == (400, truth.buckets.rejected, 0)
    assert accepted.written.claims == accepted.accepted == 400 - truth.buckets.rejected
    assert [one.text() for one in accepted.balances] == [truth.totals[0].accepted]
    async with db.transaction(seller):
        rows = await db.fetch_one(
            "SELECT count(*) AS claims, count(DISTINCT reference) AS references, sum(balance_minor) AS balance,"
            " (SELECT count(*) FROM parties WHERE role = 'debtor') AS debtors,"
            " (SELECT sum(amount_minor) FROM claim_items) - sum(payments_minor) AS items FROM claims"
        )
        status = await db.fetch_value("SELECT status FROM tapes WHERE id = $1", accepted.tape_id)
    assert rows is not None
    assert rows["claims"] == rows["references"] == rows["debtors"] == accepted.accepted
    assert Decimal(rows["balance"]) / 100 == Decimal(truth.totals[0].accepted)
    assert rows["items"] == rows["balance"]
    assert status == "accepted"


async def test_the_lending_club_tape_brings_its_charged_off_loans(shared: Path) -> None:
    seller = await a_seller()
    file = shared / "data" / "lending_club_sample_151cols.csv"
    mapping = shipped_mapping("lending_club")
    accepted = await an_accepted_tape(seller, file, mapping=mapping, cut_off_on=date(2026, 1, 31))
    assert (accepted.read, accepted.accepted, accepted.left_out) == (2000, 243, 1757)
    assert accepted.written.parties == 243
    assert await value(seller, "SELECT count(DISTINCT person_hash) FROM parties") == 243
    assert await value(seller, "SELECT DISTINCT country || currency FROM claims") == "USUSD"


async def test_a_person_is_readable_by_name_and_sealed_in_number(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=50)
    await an_accepted_tape(seller, file)
    async with db.transaction(seller):
        rows = await db.fetch("SELECT * FROM parties WHERE national_id_hash IS NOT NULL")
        opened = []
        for row in rows:
            sealer = ColumnSealer((await open_key(row["data_key_id"])).secret, "parties", "sealed")
            opened.append(sealer.open(row["id"], row["sealed"], dict[str, str]))
    assert rows
    content = file.read_bytes().decode("utf-8", "replace")
    for row, protected in zip(rows, opened, strict=True):
        assert protected["national_id"] in content
        assert row["national_id_hash"] == platform_key().search_hash("national_id", protected["national_id"])
        assert row["person_hash"] == row["national_id_hash"]
        assert protected["national_id"].encode() not in row["sealed"]


async def test_one_balance_is_split_into_principal_interest_and_cost(tmp_path: Path) -> None:
    seller = await a_seller()
    file = tmp_path / "tape.csv"
    file.write_text(
        "Account number;Principal;Interest;Costs;Paid;Balance;Customer;Due\n"
        "A-1;100.00;20.00;5.00;25.00;100.00;Ann Lee;2024-01-31\n"
        "A-2;80.00;0.00;0.00;0.00;80.00;Bo Ek;2024-01-31\n"
    )
    columns = {
        "Account number": "reference",
        "Principal": "principal",
        "Interest": "interest",
        "Costs": "costs",
        "Paid": "payments",
        "Balance": "balance",
        "Customer": "debtor_name",
        "Due": "due_date",
    }
    mapping = Mapping(columns=columns, decimal=".", currency="EUR", country="es")
    await an_accepted_tape(seller, file, mapping=mapping)
    async with db.transaction(seller):
        rows = await db.fetch(
            "SELECT c.reference, i.kind, i.amount_minor FROM claim_items i JOIN claims c ON c.id = i.claim_id"
            " ORDER BY c.reference, i.amount_minor DESC"
        )
    found = [tuple(row) for row in rows]
    assert found == [
        ("A-1", "principal", 10000),
        ("A-1", "interest", 2000),
        ("A-1", "cost", 500),
        ("A-2", "principal", 8000),
    ]


async def test_a_name_told_in_two_columns_stays_apart_beside_the_whole(tmp_path: Path) -> None:
    seller = await a_seller()
    file = tmp_path / "tape.csv"
    file.write_text("Konto;Saldo;Imie;Nazwisko\nA-1;100.00;Łucja Anna;Żółć-Ździebło\nA-2;80.00;;Przykład\n")
    columns = {"Konto": "reference", "Saldo": "balance", "Imie": "debtor_first_name", "Nazwisko": "debtor_last_name"}
    await an_accepted_tape(seller, file, mapping=Mapping(columns=columns, decimal=".", currency="PLN", country="pl"))
    async with db.transaction(seller):
        rows = await db.fetch("SELECT name, given_name, family_name FROM parties ORDER BY name")
    assert [tuple(row) for row in rows] == [
        ("Przykład", None, None),
        ("Łucja Anna Żółć-Ździebło", "Łucja Anna", "Żółć-Ździebło"),
    ]


async def test_rows_of_items_become_one_claim_however_far_apart_they_stand(tmp_path: Path) -> None:
    seller = await a_seller()
    file = tmp_path / "tape.csv"
    lines = ["Account number;Customer;Invoice;Kind;Amount;Due"]
    lines += [f"A-{n};Ann {n};I-{n}-1;invoice;100.00;2024-01-31" for n in range(3)]
    lines += [f"A-{n};Ann {n};I-{n}-2;fee;7.50;2024-02-29" for n in range(3)]
    lines += ["A-0;Ann 0;K-0;compensation;40.00;2024-02-29"]
    file.write_text("\n".join(lines))
    columns = {
        "Account number": "reference",
        "Customer": "debtor_name",
        "Invoice": "item_reference",
        "Kind": "item_kind",
        "Amount": "item_amount",
        "Due": "item_due_date",
    }
    mapping = Mapping(columns=columns, decimal=".", currency="EUR", country="es")
    accepted = await an_accepted_tape(seller, file, mapping=mapping)
    assert (accepted.written.claims, accepted.written.items, accepted.written.parties) == (3, 7, 3)
    async with db.transaction(seller):
        rows = await db.fetch("SELECT principal_minor, costs_minor, balance_minor FROM claims")
        fixed = await db.fetch("SELECT reference, kind, amount_minor FROM claim_items WHERE fixed_compensation")
    assert {tuple(row) for row in rows} == {(10000, 750, 10750), (10000, 4750, 14750)}
    assert [tuple(row) for row in fixed] == [("K-0", "fee", 4000)]


async def test_title_begins_with_the_original_creditor(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=60)
    await an_accepted_tape(seller, file)
    async with db.transaction(seller):
        rows = await db.fetch(
            "SELECT array_agg(t.holder_name ORDER BY t.position) AS holders, array_agg(t.current ORDER BY t.position)"
            " AS current, min(c.original_creditor) AS original FROM claim_titles t JOIN claims c ON c.id = t.claim_id"
            " GROUP BY c.id"
        )
    assert rows
    for row in rows:
        assert row["holders"] == [row["original"], "Banco del Norte"]
        assert row["current"] == [False, True]


async def test_a_running_proceeding_comes_along(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, country="gb", rows=400)
    accepted = await an_accepted_tape(seller, file)
    assert accepted.written.proceedings > 0
    found = await value(seller, "SELECT count(*) FROM proceedings WHERE stage IN ('filed', 'judgment', 'enforcement')")
    assert found == accepted.written.proceedings


async def test_accepting_twice_changes_nothing(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=50)
    accepted = await an_accepted_tape(seller, file)
    assert await accept_tape(Actor.system(seller.organisation), accepted.tape_id) is None
    with pytest.raises(Refused):
        await begin_accepting(seller, accepted.tape_id)
    assert await value(seller, "SELECT count(*) FROM claims") == 50


async def test_of_two_who_press_accept_one_begins(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=50)
    tape_id = await a_checked_tape(seller, file)
    outcomes = await asyncio.gather(*(begin_accepting(seller, tape_id) for _ in range(4)), return_exceptions=True)
    assert sum(one is None for one in outcomes) == 1
    assert all(one is None or isinstance(one, Refused | StaleState) for one in outcomes)


async def test_of_two_workers_that_accept_one_writes(tmp_path: Path) -> None:
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=200)
    tape_id = await a_checked_tape(seller, file)
    await begin_accepting(seller, tape_id)
    worker = Actor.system(seller.organisation)
    outcomes = await asyncio.gather(accept_tape(worker, tape_id), accept_tape(worker, tape_id))
    assert sum(one is not None for one in outcomes) == 1
    assert await value(seller, "SELECT count(*) FROM claims") == 200


async def test_nobody_else_sees_or_touches_the_tape(tmp_path: Path) -> None:
    seller, stranger = await a_seller(), await a_seller()
    file, _ = a_tape_file(tmp_path, rows=50)
    tape_id = await a_checked_tape(seller, file)
    with pytest.raises(NotFound):
        await begin_accepting(stranger, tape_id)
    with pytest.raises(NotFound):
        await accept_tape(Actor.system(stranger.organisation), tape_id)
    await begin_accepting(seller, tape_id)
    await accept_tape(Actor.system(seller.organisation), tape_id)
    for table in ("claims", "parties", "claim_items", "claim_titles", "tape_findings", "tape_rejects"):
        assert await value(stranger, f"SELECT count(*) FROM {table}") == 0


async def test_no_debtor_is_named_in_facts_jobs_or_logs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    seller = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=120, dirt="0.2")
    await an_accepted_tape(seller, file)
    async with db.transaction(seller):
        names = [row["name"] for row in await db.fetch("SELECT DISTINCT name FROM parties WHERE name <> ''")]
        facts = await db.fetch_value("SELECT string_agg(data::text, ' ') FROM facts")
        tapes = await db.fetch_value("SELECT string_agg(t::text, ' ') FROM tapes t")
        findings = await db.fetch_value("SELECT string_agg(t::text, ' ') FROM tape_findings t")
    async with db.transaction(Actor.platform()):
        jobs = await db.fetch_value("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
    written = " ".join((facts, tapes, findings, jobs, caplog.text))
    assert names
    assert not [name for name in names if name in written]


async def test_what_a_tape_tells_beyond_the_columns_of_claims_stays_with_the_claim(tmp_path: Path) -> None:
    seller = await a_seller()
    file = tmp_path / "us.csv"
    file.write_text(
        "Account number;Balance;Date of default;Customer name;Charge off date;Charge off amount;Prior owners;"
        "Credit bureau;Contract on file\n"
        "A-10001;100.00;2024-01-31;Ann Lee;2024-06-30;120.50;First Bank > Second Fund;Y;\n"
        "A-10002;250.50;2024-02-29;Bo Ek;;;;;\n"
    )
    columns = {
        "Account number": "reference",
        "Balance": "balance",
        "Date of default": "default_date",
        "Customer name": "debtor_name",
        "Charge off date": "charge_off_date",
        "Charge off amount": "charge_off_amount",
        "Prior owners": "prior_owners",
        "Credit bureau": "bureau_listed",
        "Contract on file": "contract_kept",
    }
    await an_accepted_tape(seller, file, mapping=Mapping(columns=columns, decimal=".", currency="USD", country="us"))
    async with db.transaction(seller):
        rows = await db.fetch("SELECT id, reference FROM claims ORDER BY reference")
        shown = await claims_shown(seller, [row["id"] for row in rows])
    first, second = (shown[row["id"]] for row in rows)
    assert first.told_lines == [
        ("Charged off", date(2024, 6, 30)),
        ("Amount at charge-off", Money(12_050, "USD")),
        ("Prior owners", "First Bank > Second Fund"),
        ("Listed with a credit bureau", True),
    ]
    assert second.told_lines == []
    assert lines({"paid": False, "pledged": False}, "USD") == [("Pledged or securitised", False)]


def test_every_field_of_an_account_has_a_place_with_its_claim() -> None:
    """What is read and never written would be lost between the seller's file and the buyer's case."""
    account = {
        field.typed for field in CATALOGUE.values() if field.group in ("account", "status", "proof", "proceeding")
    }
    written = {*ACCOUNT_COLUMNS, *FLAGS, *TOLD}
    assert account - written == set()
